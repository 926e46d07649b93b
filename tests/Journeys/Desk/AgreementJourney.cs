using System.Text.Json.Nodes;
using Npgsql;
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
        await api.UntilTicketAsync(ticket!, t => (string?)t["stateName"] == "awaiting-dispatch" && Grounds(t) == 1);
        await TellAgainAsync(ticket!);
        await api.UntilTicketAsync(ticket!, t => Grounds(t) == 1);
    }

    private static int Grounds(JsonNode ticket) => ticket["timeline"]!.AsArray().Count(l => ((string?)l!["detail"])?.Contains("国办发〔2022〕12号", StringComparison.Ordinal) == true && (string?)l["by"] == "李敏");

    /// <summary>As after a host that told the ticket and ended before it could note that it had.</summary>
    private async Task TellAgainAsync(string ticket)
    {
        await using var db = NpgsqlDataSource.Create(host.Database);
        await UntilToldAsync(db, ticket);
        await using (var forget = db.CreateCommand("delete from telephony.responsibility_told where call_id = (select call_id::uuid from tickets.ticket where number = $1)"))
        {
            forget.Parameters.Add(new() { Value = ticket });
            Assert.Equal(1, await forget.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        }

        await UntilToldAsync(db, ticket);
    }

    private static async Task UntilToldAsync(NpgsqlDataSource db, string ticket)
    {
        for (var tries = 0; tries < 150; tries++)
        {
            await using var told = db.CreateCommand("select count(*) from telephony.responsibility_told where call_id = (select call_id::uuid from tickets.ticket where number = $1)");
            told.Parameters.Add(new() { Value = ticket });
            if (await told.ExecuteScalarAsync(TestContext.Current.CancellationToken) is 1L) return;
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        Assert.Fail("the ticket was not told within 30 s");
    }
}
