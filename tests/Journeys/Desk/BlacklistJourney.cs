using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Desk;

/// <summary>话机、按键、黑名单: an agent changes from phone to browser, sends keys, and proposes a caller whom a supervisor blocks.</summary>
[Collection(nameof(CityDay))]
public sealed class BlacklistJourney(CityAround host, Browser browser)
{
    private const string Pest = "13800010031";

    [Fact]
    public async Task An_agent_on_a_phone_changes_to_the_browser_sends_keys_and_proposes_a_caller_whom_a_supervisor_blocks()
    {
        var ct = TestContext.Current.CancellationToken;
        using var phone = new PoliceDesk(host.PhonePort);
        await using var agent = await browser.OpenAsync(host, "1002");
        await agent.OpenAsync("/desk");
        await agent.KeysAsync();
        await agent.PressAsync("F7");
        await Expect(agent.Page.Locator("#device")).ToHaveAttributeAsync("data-device", "Phone");
        await Expect(agent.Page.Locator("[data-audio]")).ToHaveCountAsync(0);
        await TalkAsync(agent, answer: () => Task.CompletedTask, deeds: _ => agent.ShootAsync("desk-on-phone")); // the phone answers

        await agent.PressAsync("Shift+F1");
        await agent.PressAsync("ArrowUp");
        await agent.PressAsync("Enter");
        await Expect(agent.Page.Locator("#device")).ToHaveAttributeAsync("data-device", "Browser");
        await Expect(agent.Page.Locator("[data-audio]")).ToHaveAttributeAsync("data-audio", "connected");
        await agent.PressAsync("F7");
        await TalkAsync(agent, agent.AnswerAsync, async citizen =>
        {
            await SendKeysAsync(agent, citizen, "1#", ct);
            await ProposeAsync(agent);
        });
        await host.SignOutAsync("1002");

        await using var supervisor = await browser.OpenAsync(host, "5001");
        await supervisor.OpenAsync("/supervising/calls");
        var entry = supervisor.Page.Locator("[data-blocked]");
        await Expect(entry).ToHaveAttributeAsync("data-blocked", "Proposed");
        await supervisor.ShootAsync("live-blacklist");
        using (var again = new CitizenPhone(host.SipPort, Pest))
        {
            await again.CallAsync(ct); // nobody is blocked before the decision
            await again.HangUpAsync();
        }

        await supervisor.Page.Locator("[data-do=block]").ClickAsync();
        await Expect(entry).ToHaveAttributeAsync("data-blocked", "Active");
        using (var blocked = new CitizenPhone(host.SipPort, Pest)) Assert.Equal(603, await blocked.TryCallAsync(ct));
        await supervisor.Page.Locator("[data-do=lift]").ClickAsync();
        await Expect(entry).ToHaveCountAsync(0);
        Assert.Empty(agent.Errors);
        Assert.Empty(supervisor.Errors);
    }

    private static async Task SendKeysAsync(Visitor agent, CitizenPhone citizen, string keys, CancellationToken ct)
    {
        await agent.PressAsync("Shift+F11");
        await Expect(agent.Page.Locator("#digits-sent")).ToBeFocusedAsync();
        await agent.Page.Keyboard.TypeAsync(keys);
        await Expect(agent.Page.Locator("#digits-sent")).ToHaveValueAsync(keys);
        await agent.ShootAsync("desk-keys");
        for (var left = 200; citizen.KeysHeard != keys && left > 0; left--) await Task.Delay(50, ct);
        Assert.Equal(keys, citizen.KeysHeard);
        await agent.PressAsync("Escape");
    }

    private static async Task ProposeAsync(Visitor agent)
    {
        await agent.PressAsync("Control+F11");
        await Expect(agent.Page.Locator("#blacklist-reason")).ToBeFocusedAsync();
        await agent.Page.Keyboard.TypeAsync("反复骚扰，无诉求");
        await agent.ShootAsync("desk-blacklist");
        await agent.PressAsync("Enter");
        await Expect(agent.Page.Locator("[data-panel=blacklist]")).ToHaveCountAsync(0);
        await Expect(agent.Page.Locator(".toast")).ToBeVisibleAsync();
    }

    /// <summary>One call from the pest, which the agent ends.</summary>
    private async Task TalkAsync(Visitor agent, Func<Task> answer, Func<CitizenPhone, Task> deeds)
    {
        var ct = TestContext.Current.CancellationToken;
        using var citizen = new CitizenPhone(host.SipPort, Pest);
        await citizen.CallAsync(ct);
        var talk = citizen.TalkAsync(Checkout.Samples("calls", "water-outage.citizen.wav"), ct);
        await answer();
        await Expect(agent.Page.Locator("[data-call=Talking]")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await deeds(citizen);
        await agent.PressAsync("F8");
        await talk;
        await Expect(agent.Page.Locator("[data-seat]")).ToHaveAttributeAsync("data-seat", "WrapUp");
    }
}
