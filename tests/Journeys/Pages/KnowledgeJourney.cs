using System.Net;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Pages;

/// <summary>An article's life: drafted of a solved ticket, approved by others, found, found wrong, changed, and every reply that cites the old wording corrected.</summary>
[Collection(nameof(PagesDay))]
public sealed class KnowledgeJourney(HotlineHost host, Browser browser)
{
    private static readonly string Title = $"居民小区二次供水多久清洗一次 {Guid.NewGuid():N}"[..24];

    [Fact]
    public async Task An_article_is_written_approved_found_corrected_and_its_replies_recalled()
    {
        var solved = await SolvedAsync(cites: null);
        await using var clerk = await browser.OpenAsync(host, "water");
        var id = await WriteAsync(clerk, solved);
        await using var lead = await browser.OpenAsync(host, "water-lead");
        await StepAsync(lead, id, "单位审核通过");
        await using var editor = await browser.OpenAsync(host, "7001");
        await StepAsync(editor, id, "热线审核发布");

        await using var agent = await browser.OpenAsync(host, "1001");
        await agent.OpenAsync("/knowledge");
        await agent.Page.Locator("#text").FillAsync(Title);
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = "查找" }).ClickAsync();
        await agent.Page.GetByRole(AriaRole.Link, new() { Name = Title }).ClickAsync();
        await agent.Page.Locator("#wrong").FillAsync("已改为每季度清洗一次");
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = "提交纠错" }).ClickAsync();
        await Expect(agent.Page.Locator(".toast")).ToContainTextAsync("已提交纠错");

        var citing = await SolvedAsync(cites: id);
        await AnswerReportAsync(clerk);
        await ReviseAsync(clerk, lead, editor, id);
        await CorrectAsync(editor, id, citing);
        await SendAsync(citing);
        Assert.All(new[] { clerk, lead, editor, agent }, v => Assert.Empty(v.Errors));
    }

    [Fact]
    public async Task A_file_of_drafts_is_imported_whole_or_not_at_all()
    {
        await using var clerk = await browser.OpenAsync(host, "urban");
        await clerk.OpenAsync("/knowledge/import");
        var good = $"标题,内容,分类,材料种类,关键词,有效期至\r\n\"门前三包 {Guid.NewGuid():N}\",\"临街商户，负责\n门前卫生\",城市管理/市容,办事指南,三包、商户,2099-12-31\r\n";
        await ChooseAsync(clerk, good + ",没有标题,城市管理/市容,办事指南,,2099-12-31\r\n");
        await Expect(clerk.Page.Locator("main")).ToContainTextAsync("没有导入");
        await Expect(clerk.Page.Locator("tbody tr")).ToHaveCountAsync(1);
        await clerk.ShootAsync("knowledge-import-wrong");
        await ChooseAsync(clerk, good);
        await Expect(clerk.Page.Locator("main")).ToContainTextAsync("已导入 1 个草稿");
        Assert.Empty(clerk.Errors);
    }

    [Fact]
    public async Task The_knowledge_pages_keep_nobody_out()
    {
        foreach (var (phone, language, dark) in new[] { (false, "zh", false), (false, "en", false), (true, "zh", false), (false, "zh", true) })
        {
            await using var reviewer = await browser.OpenAsync(host, "3001", phone: phone);
            await reviewer.PreferAsync(language, dark);
            await using var writer = await browser.OpenAsync(host, "7001", phone: phone);
            await writer.PreferAsync(language, dark);
            var suffix = $"{(phone ? "phone" : "desktop")}-{language}{(dark ? "-dark" : "")}";
            foreach (var (path, name) in new[] { ("/knowledge", "knowledge"), ("/knowledge/tasks", "knowledge-tasks"), ("/knowledge/recalls", "recalls"), ("/knowledge/corrections", "corrections"), ("/knowledge/precedents", "precedents") })
                await LookAsync(reviewer, path, $"{name}-{suffix}");
            foreach (var (path, name) in new[] { ("/knowledge/new", "article-new"), ("/knowledge/import", "knowledge-import") }) await LookAsync(writer, path, $"{name}-{suffix}");
        }
    }

    private static async Task LookAsync(Visitor visitor, string path, string name)
    {
        await visitor.OpenAsync(path);
        await visitor.ShootAsync(name);
        if (Axe.Is) Assert.Empty(await Axe.FindAsync(visitor.Page));
    }

    /// <summary>A ticket of the waterworks whose reply was approved; it cites version 1 of the article where one is named.</summary>
    private async Task<string> SolvedAsync(Guid? cites)
    {
        using var agent = await host.ClientAsync("1001");
        using var dispatcher = await host.ClientAsync("2001");
        using var water = await host.ClientAsync("water");
        using var reviewer = await host.ClientAsync("3001");
        var (number, _) = await agent.AcceptAsync(Requests.Noise("二次供水水箱多久清洗"));
        await dispatcher.StepAsync(number, "dispatch", new { department = "water" });
        await water.StepAsync(number, "sign", new { });
        await water.StepAsync(number, "contact", new { contacted = true, at = TimeProvider.System.GetUtcNow().AddMinutes(-1), person = "陈先生", content = "已联系" });
        await water.StepAsync(number, "reply", new
        {
            finding = "true", result = "explained", publicText = "依据《城市供水条例》第二十二条，二次供水设施每半年清洗一次，联系电话 12345678。",
            citations = cites is { } article ? new[] { new { article, version = 1 } } : null,
        });
        await reviewer.StepAsync(number, "approve", new { });
        return number;
    }

    private static async Task<Guid> WriteAsync(Visitor clerk, string solved)
    {
        await clerk.OpenAsync($"/knowledge/new?ticket={solved}");
        await Expect(clerk.Page.Locator("#content")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("每半年清洗一次"));
        await Expect(clerk.Page.Locator("#content")).Not.ToHaveValueAsync(new System.Text.RegularExpressions.Regex("12345678"));
        await clerk.Page.Locator("#title").FillAsync(Title);
        await clerk.Page.Locator("#content").FillAsync("二次供水设施每半年清洗消毒一次。由管理单位委托有资质的单位进行。");
        await clerk.Page.Locator("#category").FillAsync("公用事业/供水/二次供水");
        await clerk.Page.Locator("#keywords").FillAsync("水箱清洗、二次供水");
        await clerk.Page.GetByRole(AriaRole.Button, new() { Name = "保存草稿" }).ClickAsync();
        await Expect(clerk.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/knowledge/[0-9a-f-]{36}$"));
        await Expect(clerk.Page.Locator("main")).ToContainTextAsync(solved);
        await clerk.Page.GetByRole(AriaRole.Button, new() { Name = "送审" }).ClickAsync();
        await Expect(clerk.Page.Locator(".toast")).ToContainTextAsync("送审");
        return Guid.Parse(clerk.Page.Url.Split('/')[^1]);
    }

    private static async Task StepAsync(Visitor person, Guid id, string step)
    {
        await person.OpenAsync($"/knowledge/{id}");
        await person.Page.GetByRole(AriaRole.Button, new() { Name = step, Exact = true }).ClickAsync();
        await Expect(person.Page.Locator(".toast")).ToContainTextAsync(step);
    }

    private static async Task AnswerReportAsync(Visitor clerk)
    {
        await clerk.OpenAsync("/knowledge/tasks");
        var report = clerk.Page.Locator("section.card", new() { HasText = Title });
        await report.Locator("input[id^=answer]").FillAsync("属实，即修订为每季度一次");
        await report.GetByLabel("采纳，将修订", new() { Exact = true }).CheckAsync();
        await report.GetByRole(AriaRole.Button, new() { Name = "答复纠错" }).ClickAsync();
        await Expect(report.Locator(".answer")).ToContainTextAsync("每季度一次");
    }

    private static async Task ReviseAsync(Visitor clerk, Visitor lead, Visitor editor, Guid id)
    {
        await clerk.OpenAsync($"/knowledge/{id}/edit");
        await clerk.Page.Locator("#content").FillAsync("二次供水设施每季度清洗消毒一次。由管理单位委托有资质的单位进行。");
        await clerk.Page.GetByRole(AriaRole.Button, new() { Name = "保存草稿" }).ClickAsync();
        await Expect(clerk.Page.Locator("del")).ToContainTextAsync("半年");
        await Expect(clerk.Page.Locator("ins")).ToContainTextAsync("季度");
        await clerk.ShootAsync("article-versions");
        await clerk.Page.GetByRole(AriaRole.Button, new() { Name = "送审" }).ClickAsync();
        await Expect(clerk.Page.Locator(".toast")).ToContainTextAsync("送审");
        await StepAsync(lead, id, "单位审核通过");
        await StepAsync(editor, id, "热线审核发布");
    }

    private static async Task CorrectAsync(Visitor editor, Guid id, string citing)
    {
        await editor.OpenAsync($"/knowledge/{id}");
        await editor.Page.Locator("a[href^='/knowledge/recalls/']").First.ClickAsync();
        await Expect(editor.Page.Locator("tbody tr")).ToHaveCountAsync(1); // the reply that cites it and none other
        await Expect(editor.Page.Locator("tbody")).ToContainTextAsync(citing);
        await editor.Page.Locator("#text").FillAsync("{reply}\n更正：二次供水设施现为每季度清洗一次。");
        await editor.Page.Locator("#reason").FillAsync("清洗周期已改");
        await editor.ShootAsync("recall");
        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "提交更正" }).ClickAsync();
        await Expect(editor.Page.Locator("tbody")).ToContainTextAsync("更正待发出");
    }

    private async Task SendAsync(string citing)
    {
        await using var reviewer = await browser.OpenAsync(host, "3001");
        await reviewer.OpenAsync("/knowledge/corrections");
        var line = reviewer.Page.Locator("section.card", new() { HasText = citing });
        await Expect(line.Locator("ins")).ToContainTextAsync("每季度清洗一次");
        await line.GetByRole(AriaRole.Checkbox).CheckAsync();
        await reviewer.ShootAsync("corrections-one");
        await reviewer.Page.GetByRole(AriaRole.Button, new() { Name = "发出 1 件" }).ClickAsync();
        await Expect(line).ToHaveCountAsync(0);
        using var agent = await host.ClientAsync("1001");
        var (status, ticket) = await agent.GetAsync($"tickets/{citing}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("每季度清洗一次", (string)ticket!["unifiedReply"]!, StringComparison.Ordinal);
        Assert.Empty(reviewer.Errors);
    }

    private static Task ChooseAsync(Visitor clerk, string csv) =>
        clerk.Page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = "drafts.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(csv) });
}
