using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Desk;

/// <summary>保持、静音、暂停录音: by keys alone, and a page that is loaded again shows the call as the server has it.</summary>
[Collection(nameof(DeskDay))]
public sealed class HoldJourney(HotlineHost host, Browser browser)
{
    [Fact]
    public async Task An_agent_holds_mutes_and_pauses_by_keys_and_a_reload_in_the_middle_keeps_all_of_it()
    {
        var ct = TestContext.Current.CancellationToken;
        using var talking = new CancellationTokenSource();
        await using var agent = await browser.OpenAsync(host, "1001");
        await agent.BecomeReadyAsync();
        using var citizen = new CitizenPhone(host.SipPort, "13800010011");
        await citizen.CallAsync(ct);
        var talk = citizen.TalkAsync(Checkout.Samples("calls", "water-outage.citizen.wav"), talking.Token);
        await agent.AnswerAsync();

        await agent.PressAsync("F3");
        await Expect(agent.Page.Locator("[data-call=Talking][data-held=true]")).ToBeVisibleAsync();
        await Expect(agent.Page.Locator("[data-seat]")).ToHaveAttributeAsync("data-seat", "Held");
        await agent.PressAsync("F4");
        await Expect(agent.Page.Locator("[data-deed=unmute][aria-pressed=true]")).ToBeVisibleAsync();
        await agent.PressAsync("F10");
        await Expect(agent.Page.Locator("[data-panel=pause] .row button").First).ToBeFocusedAsync();
        await agent.PressAsync("Enter");
        await Expect(agent.Page.Locator("[data-deed='recording/resume'][aria-pressed=true]")).ToBeVisibleAsync();
        await agent.ShootAsync("desk-held");

        await agent.OpenAsync("/desk");
        await agent.KeysAsync();
        await Expect(agent.Page.Locator("[data-call=Talking][data-held=true]")).ToBeVisibleAsync();
        await Expect(agent.Page.Locator("[data-deed=unmute][aria-pressed=true]")).ToBeVisibleAsync();
        await Expect(agent.Page.Locator("[data-deed='recording/resume']")).ToBeVisibleAsync();
        await UntilMusicAsync(citizen);
        await agent.PressAsync("F3");
        await agent.PressAsync("F4");
        await agent.PressAsync("F10");
        await Expect(agent.Page.Locator("[data-deed=hold]")).ToBeVisibleAsync();
        await Expect(agent.Page.Locator("[data-deed=mute]")).ToBeVisibleAsync();
        await Expect(agent.Page.Locator("[data-deed='recording/pause']")).ToBeVisibleAsync();

        await agent.PressAsync("Shift+F7");
        foreach (var key in (string[])["ArrowDown", "ArrowDown", "Enter"]) await agent.PressAsync(key); // rest, then meal
        await Expect(agent.Page.Locator("[data-next=meal]")).ToBeVisibleAsync();
        await agent.PressAsync("F8");
        await Expect(agent.Page.Locator("[data-seat=WrapUp] [data-next=meal]")).ToBeVisibleAsync();
        await talk;
        Assert.Empty(agent.Errors);
        await host.SignOutAsync("1001");
    }

    /// <summary>The citizen hears music as long as the agent holds.</summary>
    private static async Task UntilMusicAsync(CitizenPhone citizen)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!citizen.HasHeard(Checkout.Samples("prompts", "music.wav"), 0.02)) await Task.Delay(100, patience.Token);
    }
}
