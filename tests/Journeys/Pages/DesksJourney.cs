using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Pages;

/// <summary>Dispatcher, supervisor, follow-up and reviewer at their desks.</summary>
[Collection(nameof(PagesDay))]
public sealed class DesksJourney(HotlineHost host, Browser browser)
{
    [Fact]
    public async Task A_dispatcher_works_through_a_list_by_risk_keeps_a_view_and_dispatches_many_at_once()
    {
        var mark = Mark();
        using var agent = await host.SignedInAsync("1001");
        var calm = await AcceptAsync(agent, $"{mark} 路灯不亮", "normal");
        var danger = await AcceptAsync(agent, $"{mark} 路面塌陷", "critical");
        var withdrawn = await AcceptAsync(agent, $"{mark} 已经好了", "normal");
        await using var dispatcher = await browser.OpenAsync(host, "2001");
        var page = dispatcher.Page;

        await dispatcher.OpenAsync("/dispatching?q=" + mark);
        await Expect(Rows(page)).ToHaveCountAsync(3);
        await Expect(Rows(page).First).ToContainTextAsync("塌陷"); // danger and urgency come before time
        await Expect(Rows(page).First).ToContainTextAsync("特急");
        await dispatcher.ShootAsync("desk-dispatching");

        await page.GetByRole(AriaRole.Button, new() { Name = "选择列" }).ClickAsync();
        await page.Locator(".columns-choice").GetByLabel("类型").CheckAsync();
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "类型" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "保存为视图" }).ClickAsync();
        await page.GetByLabel("视图名称").FillAsync(mark);
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "保存为视图" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await dispatcher.OpenAsync("/dispatching");
        await page.GetByLabel("常用视图").SelectOptionAsync(mark);
        await Expect(page).ToHaveURLAsync(new Regex("q=" + mark));
        await Expect(Rows(page)).ToHaveCountAsync(3);

        await page.GetByLabel("选择本页全部").CheckAsync();
        await agent.StepAsync(withdrawn, "withdraw", new { reason = "诉求人说已经解决" }); // somebody was faster
        await page.GetByRole(AriaRole.Button, new() { Name = "派给同一单位" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Combobox).PressSequentiallyAsync("城市管理");
        await Expect(page.GetByRole(AriaRole.Treeitem).First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "派给同一单位" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("2 件已办理，1 件未办理");
        await Expect(page.GetByRole(AriaRole.Dialog).Locator("tr.late")).ToContainTextAsync(withdrawn);
        await dispatcher.ShootAsync("desk-bulk-result");
        Assert.Equal(["awaiting-signature", "awaiting-signature", "withdrawn"], [await agent.StateAsync(calm), await agent.StateAsync(danger), await agent.StateAsync(withdrawn)]);
        Assert.Empty(dispatcher.Errors);
    }

    [Fact]
    public async Task A_supervisor_issues_an_order_reads_its_answer_and_judges_it()
    {
        var mark = Mark();
        using var agent = await host.SignedInAsync("1001");
        using var clerk = await host.SignedInAsync("urban");
        using var dispatcher = await host.SignedInAsync("2001");
        var number = await AcceptAsync(agent, $"{mark} 夜间施工", "urgent");
        await dispatcher.StepAsync(number, "dispatch", new { department = "urban" });
        await using var supervisor = await browser.OpenAsync(host, "5001");
        var page = supervisor.Page;

        await supervisor.OpenAsync("/tickets?q=" + mark);
        await page.GetByRole(AriaRole.Link, new() { Name = number }).ClickAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "督办", Exact = true }).ClickAsync();
        await page.GetByLabel("督办要求").FillAsync(mark + " 今晚到现场");
        await page.GetByRole(AriaRole.Tabpanel).GetByRole(AriaRole.Button, new() { Name = "督办" }).ClickAsync();
        await Expect(page.Locator(".toast")).ToContainTextAsync(number);
        await supervisor.OpenAsync("/supervision?unit=urban");
        await Expect(page.Locator("tr", new() { HasText = mark })).ToContainTextAsync("今晚到现场");
        await supervisor.ShootAsync("desk-supervision");

        await clerk.StepAsync(number, "answer-supervision", new { order = 1, answer = "已到现场，责令停工" });
        await page.GetByRole(AriaRole.Tab, new() { Name = "待认定" }).ClickAsync();
        await page.Locator("tr", new() { HasText = mark }).GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.Locator("blockquote.said")).ToContainTextAsync("责令停工");
        await page.GetByLabel("认可", new() { Exact = true }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "督办认定" }).ClickAsync();
        await Expect(page.Locator("tr", new() { HasText = mark })).ToHaveCountAsync(0);
        await supervisor.OpenAsync("/supervision?tab=all-orders&unit=urban");
        await Expect(page.Locator("tr", new() { HasText = mark }).First).ToContainTextAsync("已认可");
        Assert.Empty(supervisor.Errors);
    }

    [Fact]
    public async Task A_dispute_shows_both_sides_and_its_ruling_becomes_a_precedent()
    {
        var mark = Mark();
        using var agent = await host.SignedInAsync("1001");
        using var dispatcher = await host.SignedInAsync("2001");
        using var clerk = await host.SignedInAsync("water");
        var number = await AcceptAsync(agent, $"{mark} 井盖归谁", "normal");
        await dispatcher.StepAsync(number, "dispatch", new { department = "water" });
        await clerk.StepAsync(number, "return", new { code = "wrong-duty", reason = $"{mark} 雨水井归城管", suggested = "urban" });
        await dispatcher.StepAsync(number, "dispute", new { text = "供水与城管都不认" });
        await using var supervisor = await browser.OpenAsync(host, "5001");
        var page = supervisor.Page;

        await supervisor.OpenAsync("/disputes?q=" + mark);
        await Expect(page.Locator(".sides")).ToContainTextAsync("供水与城管都不认");
        await Expect(page.Locator(".sides")).ToContainTextAsync("雨水井归城管");
        await page.GetByRole(AriaRole.Tab, new() { Name = "争议裁定", Exact = true }).ClickAsync();
        await page.Locator("#department").SelectOptionAsync("urban");
        await page.GetByLabel("理由").FillAsync(mark + " 雨水设施由城管维护");
        await page.GetByLabel("法律或职责依据").FillAsync("三定方案");
        await supervisor.ShootAsync("desk-disputes");
        await page.GetByRole(AriaRole.Tabpanel).GetByRole(AriaRole.Button, new() { Name = "争议裁定" }).ClickAsync();
        await Expect(page.Locator(".toast")).ToContainTextAsync(number);
        Assert.Equal("awaiting-signature", await agent.StateAsync(number));
        await page.ReloadAsync(); // the precedent is kept by a subscriber, a moment after the ruling
        await Expect(page.GetByText("裁" + number)).ToBeVisibleAsync();
        Assert.Empty(supervisor.Errors);
    }

    [Fact]
    public async Task A_citizen_who_is_not_content_is_called_redone_and_the_units_wish_for_exclusion_is_decided_on()
    {
        var mark = Mark();
        using var agent = await host.SignedInAsync("1001");
        using var clerk = await host.SignedInAsync("urban");
        using var dispatcher = await host.SignedInAsync("2001");
        using var reviewer = await host.SignedInAsync("3001");
        var number = await AcceptAsync(agent, $"{mark} 占道经营", "urgent");
        await dispatcher.StepAsync(number, "dispatch", new { department = "urban" });
        await clerk.StepAsync(number, "sign", new { });
        await clerk.StepAsync(number, "contact", new { contacted = false, whyNot = "no-answer" });
        await clerk.StepAsync(number, "reply", new { finding = "true", result = "solved", publicText = "已清理占道经营摊点，并安排巡查。" });
        await reviewer.StepAsync(number, "approve", new { });

        await using var caller = await browser.OpenAsync(host, "4001");
        var page = caller.Page;
        await caller.OpenAsync("/following-up");
        var line = page.Locator("tr", new() { HasText = mark });
        await Expect(line).ToContainTextAsync("投诉举报"); // why it is called
        await line.GetByRole(AriaRole.Button).ClickAsync();
        await page.Locator("fieldset", new() { HasText = "电话接通了吗" }).GetByLabel("是").CheckAsync();
        await page.GetByLabel("未解决，退回重办").CheckAsync();
        await page.GetByLabel("诉求人意见或未接通情况").FillAsync(mark + " 第二天又来了");
        await page.GetByRole(AriaRole.Tabpanel).Last.GetByRole(AriaRole.Button, new() { Name = "回访" }).ClickAsync();
        await Expect(page.Locator(".toast")).ToContainTextAsync(number);
        await page.GetByRole(AriaRole.Tab, new() { Name = "重办件" }).ClickAsync();
        await Expect(page.Locator("tr", new() { HasText = mark })).ToContainTextAsync("第二天又来了");
        await caller.ShootAsync("desk-following-up");

        await using var unit = await browser.OpenAsync(host, "urban");
        await unit.OpenAsync("/tickets?q=" + mark);
        await unit.Page.GetByLabel("选择 " + number).CheckAsync();
        await unit.Page.GetByRole(AriaRole.Button, new() { Name = "批量申请剔除" }).ClickAsync();
        await unit.Page.GetByLabel("剔除范围").SelectOptionAsync("satisfaction");
        await unit.Page.GetByLabel("剔除情形").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await unit.Page.GetByLabel("佐证").FillAsync("执法记录");
        await unit.Page.GetByLabel("具体理由").FillAsync(mark + " 摊主流动，已多次清理");
        await unit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "批量申请剔除" }).ClickAsync();
        await Expect(unit.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("1 件已办理，0 件未办理");

        await using var inspector = await browser.OpenAsync(host, "6001");
        await inspector.OpenAsync("/exclusions");
        await inspector.Page.GetByRole(AriaRole.Button, new() { Name = "审核 " + number }).ClickAsync();
        await inspector.Page.GetByLabel("不予剔除").CheckAsync();
        await inspector.Page.GetByLabel("理由").FillAsync("属日常管理职责");
        await inspector.ShootAsync("desk-exclusions");
        await inspector.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "审核", Exact = true }).ClickAsync();
        await Expect(inspector.Page.Locator("tr", new() { HasText = number })).ToHaveCountAsync(0);
        await inspector.OpenAsync("/exclusions?tab=refused");
        await Expect(inspector.Page.Locator("tr", new() { HasText = number })).ToContainTextAsync("属日常管理职责");
        await unit.OpenAsync("/tickets/" + number); // the unit reads who refused and why, and may say more once
        var exclusion = unit.Page.Locator("[data-exclusion]");
        await Expect(exclusion).ToContainTextAsync("属日常管理职责");
        await exclusion.GetByRole(AriaRole.Textbox).FillAsync("摊主流动，附巡查记录");
        await exclusion.GetByRole(AriaRole.Button, new() { Name = "申诉" }).ClickAsync();
        await Expect(unit.Page.Locator("[data-exclusion=appealed]")).ToContainTextAsync("附巡查记录");
        await Expect(unit.Page.Locator("[data-exclusion] form")).ToHaveCountAsync(0);
        Assert.Empty(caller.Errors.Concat(unit.Errors).Concat(inspector.Errors));
    }

    [Fact]
    public async Task Every_desk_has_its_look_in_both_languages_on_a_phone_and_in_the_dark()
    {
        await using var supervisor = await browser.OpenAsync(host, "5001", phone: true);
        foreach (var path in (string[])["dispatching", "reviewing", "disputes", "following-up", "supervision", "exclusions", "tickets"])
        {
            await supervisor.OpenAsync("/" + path);
            await Expect(supervisor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await Expect(supervisor.Page.GetByText("正在读取")).ToHaveCountAsync(0);
            await supervisor.ShootAsync("desk-phone-" + path);
            Assert.Empty(await Axe.FindAsync(supervisor.Page));
        }

        await using var wide = await browser.OpenAsync(host, "5001");
        await wide.Page.GotoAsync("/language/en?back=/");
        foreach (var path in (string[])["dispatching", "reviewing", "disputes", "following-up", "supervision", "exclusions", "tickets"])
        {
            await wide.OpenAsync("/" + path);
            await Expect(wide.Page.GetByText("Reading…")).ToHaveCountAsync(0);
            await wide.ShootAsync("desk-en-" + path);
            Assert.Empty(await Axe.FindAsync(wide.Page));
        }

        await wide.Page.GotoAsync("/theme/dark?back=/");
        await wide.OpenAsync("/supervision");
        await Expect(wide.Page.Locator("table").First).ToBeVisibleAsync();
        await wide.ShootAsync("desk-dark-supervision");
        Assert.Empty(await Axe.FindAsync(wide.Page));
        Assert.Empty(wide.Errors);
    }

    private static ILocator Rows(IPage page) => page.Locator(".table").First.Locator("tbody tr");

    private static string Mark() => "desk" + Guid.NewGuid().ToString("N")[..8];

    private static async Task<string> AcceptAsync(ApiClient agent, string title, string urgency) => (await agent.AcceptAsync(new
    {
        type = "complaint", title, text = $"{title}，请尽快处理。", place = "滨河路18号", urgency, wantsReply = true, requesterName = "陈先生", phone = "13800001234",
    })).Number;
}
