using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Pages;

/// <summary>What is mended before a unit has it and after the citizen was answered: correction, corrected reply, reopening, archive.</summary>
[Collection(nameof(PagesDay))]
public sealed class LaterStepsJourney(HotlineHost host, Browser browser)
{
    [Fact]
    public async Task A_dispatcher_corrects_what_came_in_and_only_what_was_changed_changes()
    {
        var mark = $"甲{Guid.NewGuid():N}"[..8];
        using var agent = await host.SignedInAsync("1001");
        var (number, _) = await agent.AcceptAsync(new { type = "help", title = $"{mark} 路灯不亮", text = "学府路整条街的路灯都不亮，晚上看不清路。", place = "学府路", wantsReply = true, phone = "13800007711" });
        await using var dispatcher = await browser.OpenAsync(host, "2001");
        var page = dispatcher.Page;
        await dispatcher.OpenAsync($"/tickets/{number}");
        await page.GetByRole(AriaRole.Tab, new() { Name = "更正" }).ClickAsync();
        await page.GetByLabel("标题").FillAsync($"{mark} 学府路路灯整条不亮");
        await page.GetByLabel("诉求要点").FillAsync("修好路灯\n说明何时修好");
        await page.GetByLabel("紧急程度").SelectOptionAsync("urgent");
        await page.GetByLabel("理由").FillAsync("与诉求人核实");
        await dispatcher.ShootAsync("correct-facts");
        await page.GetByRole(AriaRole.Tabpanel).GetByRole(AriaRole.Button, new() { Name = "更正" }).ClickAsync();
        await Expect(page.Locator(".toast")).ToContainTextAsync(number);
        await Expect(page.Locator("main h2").First).ToContainTextAsync("整条不亮");
        var (_, ticket) = await agent.GetAsync($"tickets/{number}");
        Assert.Equal(("urgent", "学府路", 2), ((string?)ticket!["facts"]!["urgency"], (string?)ticket["facts"]!["place"], ticket["facts"]!["demands"]!.AsArray().Count));
        Assert.Empty(dispatcher.Errors);
    }

    [Fact]
    public async Task A_sent_reply_is_corrected_by_two_people_the_ticket_reopened_at_the_citizens_word_and_another_archived()
    {
        var mark = $"乙{Guid.NewGuid():N}"[..8];
        var number = await AnsweredAsync(mark);
        await using var writer = await browser.OpenAsync(host, "3001");
        await writer.OpenAsync($"/tickets/{number}");
        await writer.Page.GetByText("起草更正").ClickAsync();
        await writer.Page.GetByRole(AriaRole.Button, new() { Name = "提交更正" }).ClickAsync();
        await Expect(writer.Page.Locator("main")).ToContainTextAsync("必填"); // why
        await writer.Page.GetByLabel("更正后的答复").FillAsync("路灯已于二十五日修复，原答复日期有误。");
        await writer.Page.GetByLabel("更正原因").FillAsync("日期写错");
        await writer.ShootAsync("correct-reply");
        await writer.Page.GetByRole(AriaRole.Button, new() { Name = "提交更正" }).ClickAsync();
        await Expect(writer.Page.Locator("main")).ToContainTextAsync("更正已提交");

        await using var supervisor = await browser.OpenAsync(host, "5001");
        await supervisor.OpenAsync("/knowledge/corrections");
        await supervisor.Page.Locator("section.card", new() { HasText = number }).GetByRole(AriaRole.Checkbox).CheckAsync();
        await supervisor.Page.Locator("main > .row button.primary, main .row > button.primary").Last.ClickAsync();
        await Expect(supervisor.Page.Locator("section.card", new() { HasText = number })).ToHaveCountAsync(0);
        await supervisor.OpenAsync($"/tickets/{number}");
        await Expect(supervisor.Page.Locator("main")).ToContainTextAsync("原答复日期有误");

        await using var caller = await browser.OpenAsync(host, "4001");
        await caller.OpenAsync($"/tickets/{number}");
        await caller.Page.GetByRole(AriaRole.Tab, new() { Name = "申请重办" }).ClickAsync();
        await caller.Page.GetByLabel("诉求人的原话").FillAsync("昨晚又不亮了");
        await caller.Page.GetByRole(AriaRole.Tabpanel).GetByRole(AriaRole.Button, new() { Name = "申请重办" }).ClickAsync();
        await Expect(caller.Page.Locator("main .tag", new() { HasText = "重办中" }).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_administrator_archives_an_answered_matter_and_is_told_what_that_means()
    {
        using var agent = await host.SignedInAsync("1001");
        var (number, _) = await agent.AcceptAsync(new { type = "consultation", title = "社保卡怎么补办", text = "社保卡丢了，想问怎么补办。", wantsReply = true, phone = "13800007713" });
        await agent.StepAsync(number, "answer", new { answer = "可在任一社保窗口凭身份证补办。" });
        await using var admin = await browser.OpenAsync(host, "admin");
        await admin.OpenAsync($"/tickets/{number}");
        await admin.Page.GetByRole(AriaRole.Tab, new() { Name = "归档" }).ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Tabpanel)).ToContainTextAsync("不能再重办");
        await admin.Page.GetByRole(AriaRole.Tabpanel).GetByRole(AriaRole.Button, new() { Name = "归档" }).ClickAsync();
        await Expect(admin.Page.Locator("main .tag", new() { HasText = "归档" }).First).ToBeVisibleAsync();
        Assert.Empty(admin.Errors);
    }

    private async Task<string> AnsweredAsync(string mark)
    {
        using var agent = await host.SignedInAsync("1001");
        using var dispatcher = await host.SignedInAsync("2001");
        using var clerk = await host.SignedInAsync("urban");
        using var reviewer = await host.SignedInAsync("3001");
        var (number, _) = await agent.AcceptAsync(new { type = "help", title = $"{mark} 路灯不亮", text = "学府路路灯不亮。", place = "学府路", wantsReply = true, phone = "13800007712" });
        await dispatcher.StepAsync(number, "dispatch", new { department = "urban" });
        await clerk.StepAsync(number, "sign", new { });
        await clerk.StepAsync(number, "contact", new { contacted = true, person = "诉求人", content = "已告知处理安排", at = TimeProvider.System.GetUtcNow() });
        await clerk.StepAsync(number, "reply", new { finding = "true", result = "solved", publicText = "路灯已于十五日修复" });
        await reviewer.StepAsync(number, "approve", new { });
        return number;
    }
}
