using Hotline.Tickets.Tests.Http;

namespace Hotline.Tickets.Tests.Exclusions;

public sealed class ExclusionApiTests
{
    [Fact]
    public async Task From_the_application_to_the_decision_everybody_sees_what_is_theirs()
    {
        await using var host = await ApiHost.StartAsync();
        var number = await host.ClosedAsync();
        var wish = new { scope = "satisfaction", code = "force-majeure", reason = "台风停电", evidence = "气象局证明" };
        Assert.Equal(401, (await host.PostAsync($"tickets/{number}/exclusions", null, wish)).Status);
        Assert.Equal(403, (await host.PostAsync($"tickets/{number}/exclusions", Sample.Agent, wish)).Status);
        Assert.Equal((409, "urn:hotline:refused:no-closing-of-yours"), Problem(await host.PostAsync($"tickets/{number}/exclusions", Sample.PowerClerk, wish)));
        Assert.Equal(400, (await host.PostAsync($"tickets/{number}/exclusions", Sample.WaterClerk, new { scope = "weather" })).Status);

        var (status, made) = await host.PostAsync($"tickets/{number}/exclusions", Sample.WaterClerk, wish);
        Assert.Equal((201, "applied"), (status, (string)made!["state"]!));
        var id = (string)made["id"]!;
        Assert.Equal(404, (await host.GetAsync($"exclusions/{id}", Sample.PowerClerk)).Status);
        Assert.Empty((await host.GetAsync("exclusions", Sample.PowerClerk)).Body!.AsArray());
        Assert.Single((await host.GetAsync("exclusions?state=applied", Sample.WaterClerk)).Body!.AsArray());
        Assert.Equal(403, (await host.GetAsync("exclusions", Sample.Agent)).Status);

        Assert.Equal(403, (await host.PostAsync($"exclusions/{id}/decision", Sample.WaterClerk, new { granted = true, reason = "好" })).Status);
        Assert.Equal(400, (await host.PostAsync($"exclusions/{id}/decision", Sample.Supervisor, new { })).Status);
        Assert.Equal(204, (await host.PostAsync($"exclusions/{id}/decision", Sample.Supervisor, new { granted = false, reason = "证据与工单无关" })).Status);
        Assert.Equal((409, "urn:hotline:refused:nothing-to-decide"), Problem(await host.PostAsync($"exclusions/{id}/decision", Sample.Supervisor, new { granted = true, reason = "再看" })));
        Assert.Equal(204, (await host.PostAsync($"exclusions/{id}/appeal", Sample.WaterClerk, new { reason = "补充工单号" })).Status);
        Assert.Equal((409, "urn:hotline:refused:own-decision"), Problem(await host.PostAsync($"exclusions/{id}/decision", Sample.Supervisor, new { granted = true, reason = "再看" })));

        var whole = (await host.GetAsync($"exclusions/{id}", Sample.Administrator)).Body!;
        Assert.Equal(["applied", "refused", "appealed"], whole["log"]!.AsArray().Select(e => (string)e!["state"]!));
        Assert.Equal(400, (await host.GetAsync("exclusions?state=maybe", Sample.Administrator)).Status);
        Assert.Equal(11, (await host.GetAsync("exclusions/catalogue", Sample.WaterClerk)).Body!["codes"]!.AsArray().Count);
    }

    private static (int Status, string Type) Problem((int Status, System.Text.Json.Nodes.JsonNode? Body) answer) => (answer.Status, (string)answer.Body!["type"]!);
}
