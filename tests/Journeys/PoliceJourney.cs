using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys;

/// <summary>两线联动: one key brings 110 into the call, and the ticket of that call goes there too, with nothing filled in.</summary>
[Collection(nameof(DeskDay))]
public sealed class PoliceJourney(HotlineHost host, Browser browser)
{
    [Fact]
    public async Task One_key_brings_110_in_and_marks_the_ticket()
    {
        var ct = TestContext.Current.CancellationToken;
        using var police = new PoliceDesk(host.PolicePort);
        using var talking = new CancellationTokenSource();
        await using var agent = await browser.OpenAsync(host, "1001");
        await agent.OpenAsync("/desk");
        await agent.Page.Locator(".desk[data-keys='1']").WaitForAsync();
        await agent.Page.Keyboard.PressAsync("F7");
        await Expect(agent.Page.Locator("[data-audio]")).ToHaveAttributeAsync("data-audio", "connected");

        using var citizen = new CitizenPhone(host.SipPort, "13800010003");
        await citizen.CallAsync(ct);
        var talk = citizen.TalkAsync(Checkout.Samples("calls", "robbery.citizen.wav"), talking.Token);
        await Expect(agent.Page.Locator("[data-call=Offered]")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await agent.Page.Keyboard.PressAsync("F2");
        await Expect(agent.Page.Locator("[data-call=Talking]")).ToBeVisibleAsync();

        await agent.Page.Keyboard.PressAsync("F9");
        await Expect(agent.Page.Locator("[data-police=Joined]")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await agent.ShootAsync("desk-police");
        await agent.Page.Keyboard.PressAsync("Control+Enter");
        var number = await agent.Page.Locator("[data-receipt=number]").GetAttributeAsync("data-value");

        using var api = await host.ClientAsync("1001");
        Assert.Equal("transferred-to-110", await api.StateAsync(number!));
        await citizen.HangUpAsync();
        await Expect(agent.Page.Locator("[data-seat]")).ToHaveAttributeAsync("data-seat", "WrapUp");
        await talking.CancelAsync();
        await talk;
        await host.SignOutAsync("1001");
    }
}
