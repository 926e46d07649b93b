using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Desk;

/// <summary>咨询、三方、转接: an outside number and a second agent, by keys alone.</summary>
[Collection(nameof(DeskDay))]
public sealed class TransferJourney(HotlineHost host, Browser browser)
{
    [Fact]
    public async Task A_call_goes_to_a_second_agents_browser_by_keys_alone_after_110_was_consulted()
    {
        var ct = TestContext.Current.CancellationToken;
        using var talking = new CancellationTokenSource();
        using var police = new PoliceDesk(host.PolicePort);
        await using var first = await browser.OpenAsync(host, "1001");
        await first.BecomeReadyAsync();
        using var citizen = new CitizenPhone(host.SipPort, "13800010022");
        await citizen.CallAsync(ct);
        var talk = citizen.TalkAsync(Checkout.Samples("calls", "water-outage.citizen.wav"), talking.Token);
        await first.AnswerAsync();
        await using var second = await browser.OpenAsync(host, "1002");
        await second.BecomeReadyAsync();

        await ChooseAsync(first, "110", "consult");
        await Expect(first.Page.Locator("[data-other=Consulted]")).ToBeVisibleAsync();
        await Expect(first.Page.Locator(".police-state")).ToHaveCountAsync(0); // "calling 110" would not be true any more
        await first.ShootAsync("desk-consulting");
        await first.PressAsync("Shift+F4");
        await Expect(first.Page.Locator("[data-other=Joined]")).ToBeVisibleAsync();
        await first.PressAsync("F6");
        await Expect(first.Page.Locator("#contact-find")).ToBeFocusedAsync();
        await first.ShootAsync("desk-contact");
        await first.PressAsync("Escape");
        await Expect(first.Page.Locator("[data-panel=contact]")).ToHaveCountAsync(0); // the cursor goes back to where it was
        var other = first.Page.Locator("[data-other] button");
        await other.FocusAsync();
        await Expect(other).ToBeFocusedAsync();
        await first.PressAsync("Enter");
        await Expect(first.Page.Locator("[data-other]")).ToHaveCountAsync(0);

        await ChooseAsync(first, "1002", "transfer");
        await second.AnswerAsync();
        await Expect(first.Page.Locator("[data-seat]")).ToHaveAttributeAsync("data-seat", "WrapUp");
        await Expect(second.Page.Locator("#phone")).ToHaveValueAsync("13800010022");
        await citizen.HangUpAsync();
        await Expect(second.Page.Locator("[data-seat]")).ToHaveAttributeAsync("data-seat", "WrapUp");
        await talking.CancelAsync();
        await talk;
        Assert.Empty(first.Errors);
        Assert.Empty(second.Errors);
        await host.SignOutAsync("1001");
        await host.SignOutAsync("1002");
    }

    /// <summary>F6, the name typed, down into the list, on to the button.</summary>
    private static async Task ChooseAsync(Visitor agent, string who, string deed)
    {
        await agent.PressAsync("F6");
        await Expect(agent.Page.Locator("#contact-find")).ToBeFocusedAsync();
        await agent.Page.Keyboard.TypeAsync(who);
        await Expect(agent.Page.Locator("#contact-who option:enabled")).ToHaveCountAsync(1);
        await agent.PressAsync("Tab");
        await agent.PressAsync("ArrowDown");
        var button = agent.Page.Locator($"[data-panel=contact] [data-deed={deed}]");
        await Expect(button).ToBeEnabledAsync();
        await button.PressAsync("Enter");
    }
}
