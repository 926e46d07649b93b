using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Desk;

/// <summary>质检: a call is checked by itself, scored, appealed by its agent and decided by a second person.</summary>
[Collection(nameof(CityDay))]
public sealed class QualityJourney(CityAround host, Browser browser)
{
    [Fact]
    public async Task A_call_is_checked_scored_and_appealed_and_who_scored_it_cannot_decide()
    {
        await using var agent = await browser.OpenAsync(host, "1001");
        await agent.BecomeReadyAsync();
        using var citizen = await Caller.CallAsync(host, "13800010081");
        await agent.AnswerAsync();
        var call = await MineAsync("1001");
        await agent.PressAsync("F8");
        await Expect(agent.Page.Locator("[data-seat]")).ToHaveAttributeAsync("data-seat", "WrapUp");
        await citizen.Over;
        await host.SignOutAsync("1001");
        await CheckedAsync(agent, call);

        await using var inspector = await browser.OpenAsync(host, "6001");
        await inspector.OpenAsync("/quality?state=Unscored&agent=1001");
        await Expect(inspector.Page.Locator($"[data-call='{call}']")).ToBeVisibleAsync();
        await Expect(inspector.Page.Locator("[data-kappa]")).ToBeVisibleAsync();
        await inspector.ShootAsync("quality");
        await inspector.OpenAsync($"/quality/{call}");
        await Expect(inspector.Page.Locator("[data-check=Ticket]")).ToHaveAttributeAsync("data-passed", "False");
        await inspector.Page.Locator("#item-attitude").SelectOptionAsync("Bad");
        await Expect(inspector.Page.Locator("[data-total='80']")).ToBeVisibleAsync();
        await inspector.ShootAsync("quality-score");
        await inspector.Page.Locator("form button[type=submit].primary").ClickAsync();
        await Expect(inspector.Page.Locator("[data-item=attitude]")).ToBeVisibleAsync();

        await agent.OpenAsync($"/quality/{call}");
        await agent.Page.Locator("[data-item=attitude] [data-do=appeal]").ClickAsync();
        await agent.Page.Locator("[data-reason]").FillAsync("当时市民没有说话");
        await agent.Page.Locator("[data-do=send-appeal]").ClickAsync();
        await Expect(agent.Page.Locator("[data-appeal=open]")).ToBeVisibleAsync();

        await inspector.OpenAsync($"/quality/{call}");
        await DecideAsync(inspector, "我认为评分正确");
        await Expect(inspector.Page.Locator("main .notice")).ToContainTextAsync("原评分人以外");
        await using var second = await browser.OpenAsync(host, "5001");
        await second.OpenAsync($"/quality/{call}");
        await DecideAsync(second, "录音证实市民未说话");
        await Expect(second.Page.Locator("[data-appeal=upheld]")).ToContainTextAsync("5001");
        await Expect(second.Page.Locator(".card").Filter(new() { HasText = "6001 评 80 分，申诉成立后 100 分" })).ToBeVisibleAsync();
        await second.Page.Locator("form button[type=submit].primary").ClickAsync(); // all met: the two scorers differ in one item
        await second.OpenAsync("/quality");
        await Expect(second.Page.Locator("[data-kappa]")).Not.ToHaveAttributeAsync("data-kappa", "0");
        Assert.Empty(agent.Errors);
        Assert.Empty(inspector.Errors);
        Assert.Empty(second.Errors);
    }

    private static async Task DecideAsync(Visitor person, string why)
    {
        await person.Page.Locator("[data-item=attitude] form input").FillAsync(why);
        await person.Page.Locator("[data-item=attitude] [data-do=uphold]").ClickAsync();
    }

    /// <summary>The call that the agent is on: others of this day are checked as well.</summary>
    private async Task<string> MineAsync(string agent)
    {
        using var client = await host.SignedInAsync("5001");
        return (string)(await client.GetAsync("calls/live")).Body!.AsArray().Single(c => (string?)c!["agent"] == agent)!["id"]!;
    }

    /// <summary>The background checks an ended call within seconds.</summary>
    private static async Task CheckedAsync(Visitor agent, string call)
    {
        for (var left = 60; ; left--)
        {
            await agent.OpenAsync("/quality");
            if (await agent.Page.Locator($"[data-call='{call}']").CountAsync() > 0) return;
            Assert.True(left > 0, "The call was never checked.");
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }
    }
}
