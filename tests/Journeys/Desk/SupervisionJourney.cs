using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Desk;

/// <summary>班长: listens, barges in, takes over; nothing of it unseen.</summary>
[Collection(nameof(DeskDay))]
public sealed class SupervisionJourney(HotlineHost host, Browser browser)
{
    [Fact]
    public async Task A_supervisor_listens_barges_in_hears_of_abuse_and_takes_the_call_over_and_the_agent_sees_all_of_it()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var agent = await browser.OpenAsync(host, "1001");
        await agent.BecomeReadyAsync();
        using var citizen = new CitizenPhone(host.SipPort, "13800010023");
        await citizen.CallAsync(ct);
        var talk = citizen.TalkAsync(Checkout.Samples("calls", "water-outage.citizen.wav"), ct);
        await agent.AnswerAsync();
        var sheets = 0;
        agent.Page.Request += (_, asked) => sheets += asked.Url.EndsWith(".css", StringComparison.Ordinal) ? 1 : 0;
        await using var supervisor = await browser.OpenAsync(host, "5001");
        await supervisor.OpenAsync("/supervising/calls");
        await Expect(supervisor.Page.Locator("[data-audio]")).ToHaveAttributeAsync("data-audio", "connected");

        await supervisor.Page.Locator("[data-pick='1001']").ClickAsync();
        await supervisor.Page.FillAsync("#why", "新话务员辅导");
        await supervisor.Page.Locator("[data-do=Listen]").ClickAsync();
        await Expect(agent.Page.Locator("[data-supervisor=Listen]")).ToBeVisibleAsync();
        await supervisor.Page.Locator("[data-do=Barge]").ClickAsync();
        await Expect(agent.Page.Locator("[data-supervisor=Barge]")).ToBeVisibleAsync();
        await agent.ShootAsync("desk-supervised");
        await supervisor.Page.Locator("[data-do=leave]").ClickAsync();
        await Expect(agent.Page.Locator("[data-supervisor]")).ToHaveCountAsync(0);
        await supervisor.Page.Locator("[data-do=Barge]").ClickAsync();
        await Expect(agent.Page.Locator("[data-supervisor=Barge]")).ToBeVisibleAsync();

        await agent.PressAsync("Control+F9");
        await Expect(supervisor.Page.Locator("[data-alert=AbuseWarned]")).ToBeVisibleAsync(new() { Timeout = 5_000 });
        await supervisor.ShootAsync("live");
        await FitsAPhoneAsync(supervisor);
        await supervisor.Page.Locator("[data-do=take-over]").ClickAsync();
        await Expect(supervisor.Page.Locator("[data-do=hang-up]")).ToBeVisibleAsync();
        await Expect(agent.Page.Locator("[data-seat]")).ToHaveAttributeAsync("data-seat", "WrapUp");
        await supervisor.Page.Locator("[data-do=hang-up]").ClickAsync();
        await talk;
        await Expect(agent.Page.Locator("[data-rest=offered]")).ToBeVisibleAsync();
        await agent.ShootAsync("desk-rest");
        Assert.Equal(0, sheets); // the page changes, its style stays
        await agent.PressAsync("Control+F8");
        await Expect(agent.Page.Locator("[data-seat]")).ToHaveAttributeAsync("data-seat", "NotReady");

        await supervisor.OpenAsync("/language/en?back=/supervising/calls");
        await supervisor.ShootAsync("live-en");
        await agent.OpenAsync("/language/en?back=/desk");
        await agent.KeysAsync();
        await agent.ShootAsync("desk-en");
        await agent.PressAsync("F7"); // what the host tells the page is in English too
        await Expect(agent.Page.Locator(".seat-state")).ToHaveTextAsync("Ready");
        await agent.Page.SelectOptionAsync("#not-ready", "meal");
        await Expect(agent.Page.Locator(".seat-state")).ToHaveTextAsync("Not ready");
        await agent.OpenAsync("/theme/dark?back=/desk");
        await agent.KeysAsync();
        await agent.ShootAsync("desk-dark");
        await supervisor.OpenAsync("/theme/dark?back=/supervising/calls");
        await supervisor.ShootAsync("live-dark");
        await Expect(supervisor.Page.Locator(".dark-off")).ToBeVisibleAsync();
        await Expect(supervisor.Page.Locator("body")).ToHaveCSSAsync("color", "rgb(230, 235, 241)");
        await agent.Page.SetViewportSizeAsync(390, 844);
        await agent.ShootAsync("desk-phone-en");
        Assert.InRange(await agent.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 0, 390);
        Assert.Empty(agent.Errors);
        Assert.Empty(supervisor.Errors);
        await host.SignOutAsync("1001");
    }

    /// <summary>With a call on, in both languages, with large text too: nothing is cut or has to be moved sideways.</summary>
    private static async Task FitsAPhoneAsync(Visitor supervisor)
    {
        await supervisor.Page.SetViewportSizeAsync(390, 844);
        foreach (var (language, size) in new[] { ("zh-CN", "normal"), ("en", "normal"), ("en", "large") })
        {
            await supervisor.Page.GotoAsync($"/text-size/{size}");
            await supervisor.OpenAsync($"/language/{language}?back=/supervising/calls");
            await Expect(supervisor.Page.Locator("[data-live=Talking]")).ToBeVisibleAsync();
            await supervisor.ShootAsync($"live-phone-{language}-{size}");
            Assert.Empty(await supervisor.Page.EvaluateAsync<string[]>("""
                [...document.querySelectorAll("html, main, .table, .card, .tile")].filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.tagName + "." + e.className)
                """));
        }

        await supervisor.Page.SetViewportSizeAsync(1366, 768);
        await supervisor.Page.GotoAsync("/text-size/normal");
        await supervisor.OpenAsync("/language/zh-CN?back=/supervising/calls");
        await Expect(supervisor.Page.Locator("[data-do=Barge][aria-pressed=true]")).ToBeVisibleAsync();
    }
}
