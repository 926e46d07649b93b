using static Microsoft.Playwright.Assertions;

namespace Hotline.Journeys.Desk;

/// <summary>首接负责: in a three-way call with 110 the two sides agree whose matter it is, or the rule decides and the ticket says why.</summary>
[Collection(nameof(CityDay))]
public sealed class AgreementJourney(CityAround host, Browser browser)
{
    [Fact]
    public async Task The_agent_agrees_with_110_by_one_key()
    {
        using var police = new PoliceDesk(host.PolicePort);
        await using var agent = await browser.OpenAsync(host, "1001");
        await agent.BecomeReadyAsync();
        using var citizen = await Caller.CallAsync(host, "13800010051");
        await agent.AnswerAsync();
        await agent.PressAsync("F9");
        await Expect(agent.Page.Locator("[data-agreement=open]")).ToBeVisibleAsync();
        await agent.ShootAsync("desk-agreement");
        await agent.OpenAsync("/language/en?back=/desk"); // the call goes on
        await agent.KeysAsync();
        await agent.ShootAsync("desk-agreement-en");
        await agent.PressAsync("Control+F3");
        await Expect(agent.Page.Locator("[data-agreement=Police]")).ToBeVisibleAsync();
        await citizen.HangUpAsync();
        await Expect(agent.Page.Locator("[data-seat]")).ToHaveAttributeAsync("data-seat", "WrapUp");
        await host.SignOutAsync("1001");
    }

    [Fact]
    public async Task Without_an_agreement_the_rule_assigns_the_matter_and_the_ticket_of_the_call_says_on_what_ground()
    {
        using var police = new PoliceDesk(host.PolicePort);
        await using var agent = await browser.OpenAsync(host, "1001");
        await agent.BecomeReadyAsync();
        using var citizen = await Caller.CallAsync(host, "13800010052");
        await agent.AnswerAsync();
        await agent.PressAsync("F9");
        await Expect(agent.Page.Locator("[data-agreement=open]")).ToBeVisibleAsync();
        await agent.PressAsync("Control+Enter"); // goes to 110, until the rule says that it is ours
        var ticket = await agent.Page.Locator("[data-receipt=number]").GetAttributeAsync("data-value");
        await Expect(agent.Page.Locator("[data-agreement=Hotline]")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await citizen.HangUpAsync();
        await Expect(agent.Page.Locator("[data-seat]")).ToHaveAttributeAsync("data-seat", "WrapUp");
        await host.SignOutAsync("1001");

        using var api = await host.ClientAsync("1001");
        await api.UntilTicketAsync(ticket!, t => (string?)t["stateName"] == "awaiting-dispatch" && t["timeline"]!.AsArray().Any(l => ((string?)l!["detail"])?.Contains("国办发〔2022〕12号", StringComparison.Ordinal) == true && (string?)l["by"] == "李敏"));
    }
}
