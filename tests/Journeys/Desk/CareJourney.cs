using System.Text.Json.Nodes;
using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Desk;

/// <summary>危机、心理转介、静默来电: callers who may be in danger, and the agents who stay with them.</summary>
[Collection(nameof(CityDay))]
public sealed class CareJourney(CityAround host, Browser browser)
{
    [Fact]
    public async Task A_colleague_on_a_phone_comes_to_help_in_a_crisis_and_110_and_120_are_called_at_once()
    {
        using var rescue = new PoliceDesk(host.PolicePort);
        await using var agent = await browser.OpenAsync(host, "1001");
        await agent.BecomeReadyAsync();
        using var citizen = await Caller.CallAsync(host, "13800010041");
        await agent.AnswerAsync();
        await using var colleague = await browser.OpenAsync(host, "1002");
        await colleague.OpenAsync("/desk");
        await colleague.KeysAsync();
        await colleague.PressAsync("F7");

        await agent.PressAsync("Shift+F9");
        await Expect(agent.Page.Locator("[data-crisis=alone]")).ToBeVisibleAsync();
        await Expect(colleague.Page.Locator("[data-help=wanted]")).ToBeVisibleAsync();
        await colleague.PressAsync("Control+F1");
        await Expect(agent.Page.Locator("[data-crisis=helped]")).ToBeVisibleAsync();
        await Expect(agent.Page.Locator("[data-crisis] .tag.good")).ToHaveTextAsync(["110 已接通", "120 已接通"]);
        await Expect(colleague.Page.Locator("[data-audio]")).ToHaveAttributeAsync("data-audio", "connected"); // the rescue lines are heard in the browser

        await colleague.Page.Locator("[data-crisis] input").Nth(1).PressAsync("Space");
        await Expect(agent.Page.Locator("[data-crisis] input:checked")).ToHaveCountAsync(1);
        await agent.ShootAsync("desk-crisis");
        await colleague.ShootAsync("desk-crisis-help");
        await colleague.PressAsync("F8"); // the colleague is free again, 110 and 120 stay
        await Expect(colleague.Page.Locator("[data-seat]")).ToHaveAttributeAsync("data-seat", "WrapUp");
        await Expect(agent.Page.Locator("[data-crisis=alone]")).ToBeVisibleAsync();
        await Expect(agent.Page.Locator("[data-crisis] .tag.good")).ToHaveTextAsync(["110 已接通", "120 已接通"]);
        await agent.PressAsync("F8");
        await citizen.Over;
        await Expect(agent.Page.Locator("[data-rest=offered]")).ToBeVisibleAsync();
        Assert.Empty(agent.Errors);
        Assert.Empty(colleague.Errors);
        await host.SignOutAsync("1001");
        await host.SignOutAsync("1002");
    }

    [Fact]
    public async Task With_consent_a_caller_goes_to_12356_with_nothing_but_a_name_and_the_risk()
    {
        using var aid = new PoliceDesk(host.PolicePort);
        await using var agent = await browser.OpenAsync(host, "1001");
        await agent.BecomeReadyAsync();
        using var citizen = await Caller.CallAsync(host, "13800010042");
        await agent.AnswerAsync();

        await agent.PressAsync("Control+F6");
        await Expect(agent.Page.Locator("#referral-consent")).ToBeFocusedAsync();
        await agent.PressAsync("Space");
        await agent.PressAsync("Tab");
        await agent.PressAsync("ArrowDown"); // high
        await agent.PressAsync("Tab");
        await agent.Page.Keyboard.TypeAsync("小林");
        await agent.ShootAsync("desk-referral");
        await agent.PressAsync("Tab"); // no call afterwards
        await agent.PressAsync("Tab");
        await agent.PressAsync("Enter");
        await Expect(agent.Page.Locator("[data-other=Joined]")).ToBeVisibleAsync();
        await Expect(agent.Page.Locator(".call-facts")).ToContainTextAsync("保密");
        await agent.PressAsync("F8");
        await Expect(agent.Page.Locator("[data-seat]")).ToHaveAttributeAsync("data-seat", "WrapUp");
        Assert.False(citizen.Over.IsCompleted, "The citizen was cut off from 12356.");
        await citizen.HangUpAsync();

        var packet = JsonNode.Parse(await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Path.Combine(host.Data, "outbox"), "*.json"), IsReferral), TestContext.Current.CancellationToken))!.AsObject();
        Assert.Equal(("小林", "high"), ((string?)packet["name"], (string?)packet["risk"]));
        Assert.Equal(["at", "correlation", "kind", "name", "risk"], packet.Select(p => p.Key).Order(StringComparer.Ordinal));
        await LeavesAnEmptyTicketAsync();
        await host.SignOutAsync("1001");
    }

    [Fact]
    public async Task A_caller_who_says_nothing_is_asked_by_keys_and_goes_to_110()
    {
        using var police = new PoliceDesk(host.PolicePort);
        await using var agent = await browser.OpenAsync(host, "1001");
        await agent.BecomeReadyAsync();
        var silence = Path.Combine(host.Data, "silence.wav");
        await File.WriteAllBytesAsync(silence, new byte[44], TestContext.Current.CancellationToken);
        using var citizen = await Caller.CallAsync(host, "13800010043", wav: silence);
        await agent.AnswerAsync();

        var card = agent.Page.Locator("[data-card=silent]");
        await Expect(card).ToBeVisibleAsync(new() { Timeout = 40_000 });
        await citizen.Phone.PressAsync('2');
        await Expect(card.Locator("b")).ToContainTextAsync("2");
        await agent.ShootAsync("desk-silent");
        await agent.PressAsync("F9");
        await Expect(agent.Page.Locator("[data-police=Joined]")).ToBeVisibleAsync();
        await Expect(card).ToHaveCountAsync(0);
        await citizen.HangUpAsync();
        await Expect(agent.Page.Locator("[data-seat]")).ToHaveAttributeAsync("data-seat", "WrapUp");
        await host.SignOutAsync("1001");
    }

    /// <summary>已转介 and nothing else: no words, no call, no number.</summary>
    private async Task LeavesAnEmptyTicketAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        using var supervisor = await host.ClientAsync("5001");
        List<JsonNode?> found;
        while ((found = [.. (await supervisor.GetAsync("tickets?text=" + Uri.EscapeDataString("已转介"))).Body!["items"]!.AsArray().Where(t => (string?)t!["title"] == "已转介")]).Count == 0)
            await Task.Delay(200, patience.Token);
        var number = (string)Assert.Single(found)!["number"]!;
        var facts = (await supervisor.GetAsync($"tickets/{number}")).Body!["facts"]!;
        Assert.Equal(("已转介", null, null), ((string?)facts["text"], (string?)facts["callId"], (string?)facts["place"]));
        Assert.Equal("answered", await supervisor.StateAsync(number));
        var requester = (await supervisor.PostAsync($"tickets/{number}/requester", new { purpose = "核对" })).Body!;
        Assert.Equal((null, null), ((string?)requester["name"], (string?)requester["phone"]));
    }

    private static bool IsReferral(string file) => File.ReadAllText(file).Contains("psychological", StringComparison.Ordinal);
}
