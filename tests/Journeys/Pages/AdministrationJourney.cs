using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Pages;

/// <summary>What an administrator does in a day, as a person clicks it. The shared host's rules are the same again afterwards.</summary>
[Collection(nameof(PagesDay))]
public sealed class AdministrationJourney(HotlineHost host, Browser browser)
{
    private static readonly string Mark = Guid.NewGuid().ToString("N")[..6];

    [Fact]
    public async Task A_draft_is_edited_rehearsed_published_and_rolled_back_and_the_log_tells_it()
    {
        await using var admin = await browser.OpenAsync(host, "admin");
        var page = admin.Page;
        await admin.OpenAsync("/administration/profiles/draft");
        await page.GetByLabel("版本号").FillAsync("试行-" + Mark);
        await page.GetByLabel("重办次数").FillAsync("-1");
        await page.GetByRole(AriaRole.Button, new() { Name = "保存草稿" }).ClickAsync();
        await Expect(page.Locator(".notice.danger")).ToContainTextAsync("counts.redos");
        await Expect(page.Locator(".notice.danger")).ToContainTextAsync("至少为 0");
        await page.GetByLabel("重办次数").FillAsync("4");
        await page.GetByRole(AriaRole.Button, new() { Name = "保存草稿" }).ClickAsync();
        await Expect(page.Locator(".draft-steps")).ToContainTextAsync("试行-" + Mark);
        await page.GetByRole(AriaRole.Tab, new() { Name = "与现行差异" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "counts.redos" })).ToContainTextAsync("4");

        await page.GetByRole(AriaRole.Tab, new() { Name = "发布" }).ClickAsync();
        await page.GetByLabel("理由").FillAsync("旅程试发布");
        await page.Locator("form").GetByRole(AriaRole.Button, new() { Name = "发布" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("尚未预演"); // refused
        await page.GetByRole(AriaRole.Tab, new() { Name = "预演" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "开始预演" }).ClickAsync();
        await Expect(page.GetByText("重演工单")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await admin.ShootAsync("administration-rehearsal");
        await page.GetByRole(AriaRole.Tab, new() { Name = "发布" }).ClickAsync();
        await page.GetByLabel("理由").FillAsync("旅程试发布");
        await page.Locator("form").GetByRole(AriaRole.Button, new() { Name = "发布" }).ClickAsync();
        await Expect(page.GetByText("还没有草稿")).ToBeVisibleAsync();

        await admin.OpenAsync("/administration/profiles");
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "试行-" + Mark });
        await Expect(row).ToContainTextAsync("现行");
        await row.GetByRole(AriaRole.Button, new() { Name = "回滚" }).ClickAsync();
        await page.GetByLabel("理由").FillAsync("旅程结束");
        await page.Locator("form").GetByRole(AriaRole.Button, new() { Name = "回滚" }).ClickAsync();
        await Expect(row).ToContainTextAsync("已回滚");
        await admin.OpenAsync("/administration/audit");
        foreach (var act in new[] { "写草稿", "预演", "发布", "回滚" })
            await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "试行-" + Mark }).Filter(new() { HasText = act }).First).ToContainTextAsync("系统管理员");
        Assert.Empty(admin.Errors);
    }

    [Fact]
    public async Task An_import_with_an_error_names_row_column_and_fix_and_takes_nothing_and_without_it_everything()
    {
        await using var admin = await browser.OpenAsync(host, "admin");
        var page = admin.Page;
        await admin.OpenAsync("/administration/units");
        await page.Locator("details.import > summary").ClickAsync();
        await ChooseAsync(page, $"代码,名称,层级,上级代码,值班电话\r\nunit-{Mark},试验中心,town,laocheng,0400-8209999\r\nbad code,试验二,town,nowhere,0400-8209998\r\n");
        var problems = page.Locator("details.import .table");
        await Expect(problems.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("3");
        await Expect(problems).ToContainTextAsync("“bad code”不是代码");
        await Expect(problems).ToContainTextAsync("没有单位“nowhere”");
        await Expect(problems).ToContainTextAsync("小写字母、数字和横线");
        await admin.ShootAsync("administration-import-error");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "全部写入草稿" })).ToHaveCountAsync(0);

        await ChooseAsync(page, $"code,name,level,parent,dutyPhone\nunit-{Mark},试验中心,镇街,laocheng,0400-8209999\n");
        await Expect(page.Locator("details.import .notice")).ToContainTextAsync("新增 1");
        await page.GetByRole(AriaRole.Button, new() { Name = "全部写入草稿" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = $"unit-{Mark}" })).ToBeVisibleAsync();
        await DropDraftAsync(admin);
    }

    [Fact]
    public async Task Two_units_merge_and_the_preview_shows_their_tickets_and_last_year_both_ways()
    {
        await using var admin = await browser.OpenAsync(host, "admin");
        var page = admin.Page;
        await admin.OpenAsync("/administration/units");
        await page.Locator("summary").Filter(new() { HasText = "撤并、拆分、更名" }).ClickAsync();
        await page.GetByLabel("安澜市供水集团").CheckAsync();
        await page.GetByLabel("安澜供电公司").CheckAsync();
        await page.GetByLabel("承接单位代码").FillAsync("utility-" + Mark);
        await page.GetByLabel("新单位名称").FillAsync("市公用事业局");
        await page.GetByLabel("值班电话").FillAsync("0400-8209990");
        await page.GetByLabel("生效日").FillAsync(TimeProvider.System.GetUtcNow().AddDays(40).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await page.GetByRole(AriaRole.Button, new() { Name = "写入草稿" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "改革影响预览" })).ToBeVisibleAsync();
        var now = page.GetByRole(AriaRole.Table, new() { Name = "按新单位" });
        await Expect(now).ToContainTextAsync("市公用事业局");
        await Expect(now).ToContainTextAsync("安澜供电公司 + 安澜市供水集团");
        await Expect(page.GetByText("合计：当时")).ToBeVisibleAsync();
        await admin.ShootAsync("administration-merge");
        await DropDraftAsync(admin);
    }

    [Fact]
    public async Task A_new_account_signs_in_only_after_choosing_a_password_of_its_own()
    {
        await using var admin = await browser.OpenAsync(host, "admin");
        var page = admin.Page;
        await admin.OpenAsync("/accounts");
        await page.GetByRole(AriaRole.Button, new() { Name = "新建账号" }).ClickAsync();
        await page.Locator("#account-name").FillAsync("j" + Mark);
        await page.Locator("#account-person").FillAsync("旅程试验");
        await page.Locator("#account-role").SelectOptionAsync("auditor");
        await page.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        var password = await page.Locator(".notice .code").InnerTextAsync();

        await using var fresh = await browser.OpenAsync(host);
        var theirs = fresh.Page;
        await theirs.GotoAsync("/sign-in");
        await theirs.Locator("[name='Form.Account']").FillAsync("j" + Mark);
        await theirs.Locator("[name='Form.Password']").FillAsync(password);
        await theirs.Locator("form button[type=submit]").ClickAsync();
        await theirs.Locator("[name='Form.Password']").FillAsync(password);
        await theirs.Locator("[name='Form.NewPassword']").FillAsync("autumn-river-9");
        await theirs.Locator("[name='Form.Again']").FillAsync("autumn-river-9");
        await theirs.Locator("form button[type=submit]").ClickAsync();
        await Expect(theirs).Not.ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sign-in"));
        await fresh.OpenAsync("/administration/audit");
        await Expect(theirs.GetByRole(AriaRole.Row).Filter(new() { HasText = "j" + Mark }).First).ToContainTextAsync("新建");

        await page.GetByRole(AriaRole.Button, new() { Name = "已告知" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = $"停用 j{Mark}" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "j" + Mark }).First).ToContainTextAsync("已停用");
    }

    /// <summary>The draft of the shared host becomes what is in force again: a later story begins with nothing of this one.</summary>
    private static async Task DropDraftAsync(Visitor admin)
    {
        var current = await admin.Page.EvaluateAsync<string>("async () => { const p = await (await fetch('/api/v1/profiles/current')).json(); return JSON.stringify(p); }");
        await admin.Page.EvaluateAsync("async body => { await fetch('/api/v1/profiles/draft', { method: 'PUT', headers: { 'content-type': 'application/json' }, body }); }", current);
    }

    private static Task ChooseAsync(IPage page, string csv) =>
        page.Locator("details.import input[type=file]").SetInputFilesAsync(new FilePayload { Name = "units.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(csv) });
}
