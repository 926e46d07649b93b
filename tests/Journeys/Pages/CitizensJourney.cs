using Hotline.Journeys.Citizens;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Pages;

/// <summary>The citizen web as people use it: on a phone without script, and at a desk with it.</summary>
[Collection(nameof(PagesDay))]
public sealed class CitizensJourney(HotlineHost host, Browser browser)
{
    private static readonly byte[] Photo = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    [Fact]
    public async Task On_a_phone_without_script_a_report_takes_three_steps_and_loses_no_photo()
    {
        await using var citizen = await browser.OpenAsync(host, phone: true, script: false);
        var page = citizen.Page;
        await page.GotoAsync("/report");
        await page.SetInputFilesAsync("#photos", [Png("井盖.png"), new() { Name = "坏.png", MimeType = "image/png", Buffer = [1, 2, 3] }]);
        await page.ClickAsync(ReportSteps.Next);
        await Expect(page.Locator(".error")).ToHaveCountAsync(2); // no words, and a file that is no picture
        await Expect(page.Locator(".photos li")).ToHaveCountAsync(1); // the good one is kept
        await citizen.ShootAsync("citizen-what-errors-phone");

        await page.FillAsync("#text", "人行道上的井盖塌陷，晚上看不见，已有人绊倒，请尽快修复。");
        await page.ClickAsync(ReportSteps.Next);
        await page.WaitForURLAsync("**/report/where");
        await page.ClickAsync("button[value='area:district:laocheng']");
        await page.ClickAsync("button[value='area:town:zhonglou']");
        await page.ClickAsync("input.map", new() { Position = new() { X = 150, Y = 60 } });
        await Expect(page.Locator(".chosen")).ToContainTextAsync("钟楼街道");
        await citizen.ShootAsync("citizen-where-phone");
        await page.FillAsync("#place", "钟楼巷口老街菜市场旁");
        await page.ClickAsync(ReportSteps.Next);

        await page.WaitForURLAsync("**/report/check");
        await Expect(page.Locator(".summary")).ToContainTextAsync("钟楼巷口老街菜市场旁");
        await Expect(page.Locator(".summary")).ToContainTextAsync("1 张");
        await page.CheckAsync("input[value=None]");
        await citizen.ShootAsync("citizen-check-phone");
        await page.ClickAsync(ReportSteps.Send);
        var (number, code) = await page.ReceiptAsync();
        await citizen.ShootAsync("citizen-receipt-phone");

        await page.TrackAsync(number, code);
        await Expect(page.Locator("main")).ToContainTextAsync("井盖.png");
        await citizen.ShootAsync("citizen-case-phone");
        using var dispatcher = await host.SignedInAsync("2001");
        var (_, ticket) = await dispatcher.GetAsync($"tickets/{number}");
        Assert.Equal("web", (string?)ticket!["facts"]!["channel"]);
        Assert.NotNull(ticket["facts"]!["at"]); // the pressed point went with it

        await using var clerk = await browser.OpenAsync(host, "2001"); // sees the copy
        await clerk.OpenAsync($"/tickets/{number}");
        await Expect(clerk.Page.Locator("[data-file='井盖.png'] img")).ToBeVisibleAsync();
        await Expect(clerk.Page.Locator("[data-file] details")).ToHaveCountAsync(0);
        await using var reviewer = await browser.OpenAsync(host, "3001"); // opens the original, for a purpose
        await reviewer.OpenAsync($"/tickets/{number}");
        await reviewer.Page.Locator("[data-file='井盖.png'] summary").ClickAsync();
        await reviewer.Page.Locator("[data-file='井盖.png'] input").FillAsync("核对现场");
        await reviewer.ShootAsync("ticket-files");
        var original = await reviewer.Page.RunAndWaitForDownloadAsync(() => reviewer.Page.Locator("[data-file='井盖.png'] button").ClickAsync());
        Assert.Equal(Photo, await File.ReadAllBytesAsync(await original.PathAsync(), TestContext.Current.CancellationToken));
        Assert.Equal("井盖.png", original.SuggestedFilename);
    }

    [Fact]
    public async Task Many_large_photos_at_once_are_taken_in_and_each_that_is_none_is_named()
    {
        await using var citizen = await browser.OpenAsync(host, script: false);
        var page = citizen.Page;
        await page.GotoAsync("/report");
        await page.FillAsync("#text", "路面塌陷");
        await page.SetInputFilesAsync("#photos", [.. Enumerable.Range(1, 4).Select(i => new FilePayload { Name = $"{i}.jpg", MimeType = "image/jpeg", Buffer = new byte[9_000_000] }), Png("好.png")]);
        await page.ClickAsync("button[value=photos]"); // 36 MB: more than a server takes unasked
        await Expect(page.Locator(".photos li")).ToHaveCountAsync(1);
        await Expect(page.Locator("#text")).ToHaveValueAsync("路面塌陷");
        await Expect(page.Locator(".error")).ToContainTextAsync("4.jpg");
    }

    [Fact]
    public async Task Who_reports_what_others_reported_joins_them_and_has_an_own_number()
    {
        using var agent = await host.SignedInAsync("1001");
        var (master, _) = await agent.AcceptAsync(new
        {
            type = "complaint", title = "碧水湾小区夜间施工噪声扰民", text = "碧水湾小区旁工地夜里打桩噪声很大，联系人王建国先生13911112222。", place = "碧水湾3号楼2单元501室", wantsReply = true, phone = "13911112222",
        });
        await using var citizen = await browser.OpenAsync(host, script: false);
        var page = citizen.Page;
        await page.SayWhatAsync("碧水湾小区夜间施工噪声扰民，工地夜里打桩噪声很大。", "碧水湾小区夜间施工噪声扰民");
        await page.SayWhereAsync("碧水湾");
        await Expect(page.Locator("#join")).ToContainTextAsync("碧水湾小区夜间施工噪声扰民");
        await Expect(page.Locator("#join")).Not.ToContainTextAsync("501");
        await Expect(page.Locator("#join")).Not.ToContainTextAsync("13911112222");
        await page.Locator("#join input[type=radio]").First.CheckAsync();
        await page.CheckAsync("input[value=None]");
        await citizen.ShootAsync("citizen-join");
        await page.ClickAsync(ReportSteps.Send);
        var (number, _) = await page.ReceiptAsync();
        Assert.NotEqual(master, number);
        await Expect(page.Locator("main")).ToContainTextAsync("合并办理");
        using var dispatcher = await host.SignedInAsync("2001");
        var (_, ticket) = await dispatcher.GetAsync($"tickets/{number}");
        Assert.Equal(master, (string?)ticket!["mergedInto"]);
    }

    [Fact]
    public async Task The_own_page_says_who_has_it_until_when_and_why_and_who_saw_the_data()
    {
        await using var citizen = await browser.OpenAsync(host, phone: true);
        var page = citizen.Page;
        await page.SayWhatAsync("世纪花园小区电梯停运三天，老人上下楼困难，请尽快修复。", type: "help");
        Assert.Empty(await Axe.FindAsync(page));
        await page.SayWhereAsync("世纪花园");
        Assert.Empty(await Axe.FindAsync(page));
        await page.CheckAsync("input[name='Form.MayPublish']");
        await page.SendWithPhoneAsync(host, "13800009876");
        var (number, code) = await page.ReceiptAsync();
        using var dispatcher = await host.SignedInAsync("2001");
        await dispatcher.StepAsync(number, "dispatch", new { department = "housing" });
        await dispatcher.PostAsync($"tickets/{number}/requester", new { purpose = "核对" });

        await page.TrackAsync(number, code);
        await Expect(page.Locator(".facts").First).ToContainTextAsync("市住房和城乡建设局");
        await page.ClickAsync(".why summary");
        await Expect(page.Locator(".why")).ToContainTextAsync("所以期限是");
        await page.ClickAsync("form:has(#urge) button");
        await Expect(page.Locator("main")).ToContainTextAsync("起可以再次催办");
        await citizen.ShootAsync("citizen-case-urged-phone");
        Assert.Empty(await Axe.FindAsync(page));

        await page.GotoAsync("/track/data");
        await Expect(page.Locator("table")).ToContainTextAsync("派单员");
        await Expect(page.Locator("main")).ToContainTextAsync("138****9876");
        await citizen.ShootAsync("citizen-data-phone");
        Assert.Empty(await Axe.FindAsync(page));
        await page.ClickAsync("button[value=send]");
        await page.FillAsync("#code", await host.CodeAsync("13800009876"));
        await page.ClickAsync("button[value=check]");
        await Expect(page.Locator("main")).ToContainTextAsync("13800009876");
        await page.GotoAsync("/track/letter");
        await Expect(page.Locator("main")).ToContainTextAsync("还没有答复");
        Assert.Empty(citizen.Errors);
    }

    [Fact]
    public async Task Everything_can_be_read_by_everybody_in_both_languages_in_the_dark_and_in_large_letters()
    {
        await using var citizen = await browser.OpenAsync(host);
        var pages = new[] { "/", "/report", "/track", "/help", "/answers", "/about", "/call-back" };
        foreach (var path in pages) await ShootAsync(citizen, path, "zh");
        await citizen.Page.GotoAsync("/language/en?back=/");
        foreach (var path in pages) await ShootAsync(citizen, path, "en");
        Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}{2}", await citizen.Page.InnerTextAsync("main"));
        await citizen.Page.GotoAsync("/language/zh-CN?back=/");
        await citizen.Page.GotoAsync("/theme/dark?back=/");
        foreach (var path in pages) await ShootAsync(citizen, path, "dark");
        await citizen.Page.GotoAsync("/theme/light?back=/");
        await citizen.Page.GotoAsync("/text-size/large?back=/");
        Assert.Equal("24px", await citizen.Page.Locator(".citizen").EvaluateAsync<string>("e => getComputedStyle(e).fontSize"));
        await ShootAsync(citizen, "/", "large");
    }

    [Fact]
    public async Task Help_is_offered_and_bars_nothing_and_a_reply_can_be_rated_published_and_read_by_all()
    {
        await ArticleAsync("暖气不热怎么报修", "供热期内室温低于18度可拨打热力公司电话报修，工作人员上门测温。");
        await using var citizen = await browser.OpenAsync(host, script: false);
        var page = citizen.Page;
        await page.SayWhatAsync("世纪花园暖气不热怎么报修，家里只有15度，老人受不了。", "世纪花园暖气不热", "help");
        await Expect(page.Locator(".offers")).ToContainTextAsync("暖气不热怎么报修");
        await citizen.ShootAsync("citizen-help-offered");
        await page.ClickAsync(".offers summary");
        await page.ClickAsync(".offers details a");
        await page.ClickAsync("a.primary"); // not solved: go on
        await page.SayWhereAsync("世纪花园");
        await Expect(page.Locator(".summary")).ToContainTextAsync("家里只有15度"); // nothing is lost
        await page.CheckAsync("input[value=None]");
        await page.CheckAsync("input[name='Form.MayPublish']");
        await page.ClickAsync(ReportSteps.Send);
        var (number, code) = await page.ReceiptAsync();
        await AnsweredAsync(number);

        await page.TrackAsync(number, code);
        await page.CheckAsync("input[name='Rating.Solved'][value=true]");
        await page.CheckAsync("input[name='Rating.Satisfaction'][value=satisfied]");
        await page.ClickAsync("#rate button");
        await Expect(page.Locator("main")).ToContainTextAsync("谢谢您的评价");
        await citizen.ShootAsync("citizen-case-closed");
        await page.GotoAsync("/track/letter");
        await Expect(page.Locator(".letter")).ToContainTextAsync("已上门检修");
        await citizen.ShootAsync("citizen-letter");

        await using var reviewer = await browser.OpenAsync(host, "3001");
        await reviewer.OpenAsync("/publishing");
        var card = reviewer.Page.Locator("section.card", new() { HasText = number });
        await reviewer.ShootAsync("publishing");
        await card.Locator("button").ClickAsync();
        await Expect(reviewer.Page.Locator(".toast")).ToContainTextAsync(number);
        await page.GotoAsync("/answers?q=暖气不热");
        await page.ClickAsync(".listing a");
        await Expect(page.Locator("main")).ToContainTextAsync("已上门检修");
        await citizen.ShootAsync("citizen-answer");

        await page.GotoAsync("/track/data");
        await page.ClickAsync("details summary");
        await page.ClickAsync(".danger-button");
        await Expect(page.Locator("details .error")).ToBeVisibleAsync(); // what is wrong stands where it can be seen
        await page.CheckAsync("input[name='Erasure.Sure']");
        await page.ClickAsync(".danger-button");
        await Expect(page.Locator("main")).ToContainTextAsync("已删除");
        await page.GotoAsync("/answers?q=暖气不热"); // and it is taken down
        await Expect(page.Locator(".listing a")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Who_wants_to_be_called_back_proves_the_number_and_stands_in_the_list()
    {
        await using var citizen = await browser.OpenAsync(host, phone: true, script: false);
        var page = citizen.Page;
        await page.GotoAsync("/call-back");
        await page.FillAsync("#phone", "13800004321");
        await page.ClickAsync("button[value=ask]");
        await Expect(page.Locator(".error")).ToHaveCountAsync(1); // a code first
        await page.ClickAsync("button[value=code]");
        await page.FillAsync("#code", await host.CodeAsync("13800004321"));
        await page.ClickAsync("button[value=ask]");
        await Expect(page.Locator("main")).ToContainTextAsync("已登记");
        await citizen.ShootAsync("citizen-called-back-phone");
        using var agent = await host.SignedInAsync("1001");
        var (_, list) = await agent.GetAsync("callbacks");
        Assert.Contains("4321", list!.ToJsonString(), StringComparison.Ordinal);
    }

    private async Task ArticleAsync(string title, string content)
    {
        using var clerk = await host.ClientAsync("heating");
        var (status, made) = await clerk.PostAsync("knowledge", new
        {
            unit = "heating", category = "公用事业/供热", title, content, kind = "hot-question", keywords = new[] { "暖气报修", "室温" }, validUntil = "2099-12-31", @public = true,
        });
        Assert.True((int)status is >= 200 and < 300, $"{status} {made}");
        foreach (var (who, step) in new[] { ("heating", "submit"), ("heating-lead", "unit-approve"), ("7001", "publish") })
        {
            using var person = await host.SignedInAsync(who);
            var (done, why) = await person.PostAsync($"knowledge/{((string)made!["id"]!).Split('@')[0]}/{step}", new { });
            Assert.True((int)done is >= 200 and < 300, $"{step}: {done} {why}");
        }
    }

    private async Task AnsweredAsync(string number)
    {
        using var dispatcher = await host.SignedInAsync("2001");
        using var clerk = await host.SignedInAsync("heating");
        using var reviewer = await host.SignedInAsync("3001");
        await dispatcher.StepAsync(number, "dispatch", new { department = "heating" });
        await clerk.StepAsync(number, "sign", new { });
        await clerk.StepAsync(number, "contact", new { contacted = false, whyNot = "anonymous" });
        await clerk.StepAsync(number, "reply", new { finding = "true", result = "solved", publicText = "已上门检修，室温恢复到20度" });
        await reviewer.StepAsync(number, "approve", new { });
    }

    private static async Task ShootAsync(Visitor citizen, string path, string how)
    {
        await citizen.Page.GotoAsync(path);
        await Expect(citizen.Page.Locator("h1")).ToHaveCountAsync(1);
        Assert.Empty(await Axe.FindAsync(citizen.Page));
        await citizen.ShootAsync($"citizen-page{path.Replace('/', '-')}-{how}");
    }

    private static FilePayload Png(string name) => new() { Name = name, MimeType = "image/png", Buffer = Photo };
}
