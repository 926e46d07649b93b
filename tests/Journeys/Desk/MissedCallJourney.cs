using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Desk;

/// <summary>漏接回拨: a citizen who gave up waiting is called back from the desk.</summary>
[Collection(nameof(DeskDay))]
public sealed class MissedCallJourney(HotlineHost host, Browser browser)
{
    [Fact]
    public async Task A_missed_caller_is_taken_from_the_list_with_the_number_shown_and_called_back()
    {
        var ct = TestContext.Current.CancellationToken;
        using var phones = new PoliceDesk(host.PolicePort);
        using (var citizen = new CitizenPhone(host.SipPort, "13800010021"))
        {
            using var listening = new CancellationTokenSource();
            await citizen.CallAsync(ct);
            var talk = citizen.TalkAsync(Checkout.Samples("calls", "water-outage.citizen.wav"), listening.Token);
            using var api = await host.ClientAsync("5001");
            while ((int?)(await api.GetAsync("queues")).Body![0]!["waiting"] is not 1) await Task.Delay(100, ct);
            await citizen.HangUpAsync();
            await listening.CancelAsync();
            await talk;
        }

        await using var agent = await browser.OpenAsync(host, "1001");
        await agent.BecomeReadyAsync();
        await Expect(agent.Page.Locator("[data-callbacks='1']")).ToBeVisibleAsync();
        await agent.PressAsync("F1");
        var task = agent.Page.Locator("[data-callback]");
        await Expect(task.Locator(".callback-number")).ToHaveTextAsync("138****0021");
        await Expect(task.Locator("[data-deed=take]")).ToBeFocusedAsync();
        await agent.PressAsync("Enter");
        await Expect(task.Locator(".callback-number")).ToHaveTextAsync("13800010021");
        await agent.ShootAsync("desk-callbacks");
        await task.Locator("[data-deed=callback]").PressAsync("Enter");
        await Expect(agent.Page.Locator("[data-call=Talking] .number")).ToHaveTextAsync("13800010021");
        await Expect(agent.Page.Locator("#phone")).ToHaveValueAsync("13800010021");
        await agent.ShootAsync("desk-outbound");
        await agent.PressAsync("F8");
        await Expect(agent.Page.Locator("[data-seat]")).ToHaveAttributeAsync("data-seat", "WrapUp");
        await task.Locator("input").FillAsync("已说明办理进度");
        await task.Locator("button").Last.PressAsync("Shift+Tab");
        await agent.PressAsync("Enter");
        await Expect(task).ToHaveCountAsync(0);
        Assert.Empty(agent.Errors);
        await host.SignOutAsync("1001");
    }
}
