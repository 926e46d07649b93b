using Hotline.Journeys.Desk;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys;

/// <summary>两线联动: one key brings 110 into the call, and the ticket of that call goes there too, with nothing filled in.</summary>
[Collection(nameof(DeskDay))]
public sealed class PoliceJourney(HotlineHost host, Browser browser)
{
    [Fact]
    public async Task One_key_brings_110_in_and_marks_the_ticket()
    {
        using var police = new PoliceDesk(host.PolicePort);
        await using var agent = await browser.OpenAsync(host, "1001");
        await agent.BecomeReadyAsync();
        using var citizen = await Caller.CallAsync(host, "13800010003", wav: Checkout.Samples("calls", "robbery.citizen.wav"));
        await agent.AnswerAsync();
        await agent.PressAsync("F9");
        await Expect(agent.Page.Locator("[data-police=Joined]")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await agent.ShootAsync("desk-police");
        await agent.PressAsync("Control+Enter");
        var number = await agent.Page.Locator("[data-receipt=number]").GetAttributeAsync("data-value");

        using var api = await host.ClientAsync("1001");
        Assert.Equal("transferred-to-110", await api.StateAsync(number!));
        await citizen.HangUpAsync();
        await Expect(agent.Page.Locator("[data-seat]")).ToHaveAttributeAsync("data-seat", "WrapUp");
        await host.SignOutAsync("1001");
    }
}
