using System.Text.Json.Nodes;
using Hotline.Tickets.Tests.Http;

namespace Hotline.Tickets.Tests.Departments;

public sealed class UnitApiTests
{
    [Fact]
    public async Task Units_are_listed_by_day_and_subtree_and_counted_by_map()
    {
        await using var host = await ApiHost.StartAsync();
        var (_, below) = await host.GetAsync("units?within=laocheng", Sample.Agent);
        Assert.Equal(["chengguan", "hedong", "laocheng", "zhonglou"], below!.AsArray().Select(u => (string)u!["code"]!).Order(StringComparer.Ordinal));
        Assert.Equal("town", (string)below.AsArray().Single(u => (string)u!["code"]! == "hedong")!["level"]!);

        var (_, receipt) = await host.PostAsync("tickets", Sample.Agent, new { type = "help", title = "停水", text = "院里停水两天" });
        Assert.Equal(204, (await host.PostAsync($"tickets/{receipt!["number"]}/dispatch", Sample.Dispatcher, new { department = "water" })).Status);
        foreach (var map in new[] { "recorded", "current" })
        {
            var (_, counts) = await host.GetAsync($"units/tickets?map={map}", Sample.Supervisor);
            Assert.Equal(("water", 1), ((string)Assert.Single(counts!.AsArray())!["unit"]!, (int)counts[0]!["tickets"]!));
        }

        Assert.Empty((await host.GetAsync("units/dissolved/tickets", Sample.Dispatcher)).Body!.AsArray());
        Assert.Equal(404, (await host.PostAsync($"units/dissolved/tickets/{receipt["number"]}", Sample.Dispatcher, new { to = "power" })).Status); // the unit is still there
    }

    [Fact]
    public async Task Bad_questions_name_their_field_and_roles_are_checked()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal("at", await ErrorAsync(host.GetAsync("units?at=then", Sample.Agent)));
        Assert.Equal("within", await ErrorAsync(host.GetAsync("units?within=nowhere", Sample.Agent)));
        Assert.Equal("map", await ErrorAsync(host.GetAsync("units/tickets?map=treasure", Sample.Agent)));
        Assert.Equal("from", await ErrorAsync(host.GetAsync("units/tickets?from=2026-13-01", Sample.Agent)));
        Assert.Equal("to", await ErrorAsync(host.GetAsync("units/tickets?from=2026-02-01&to=2026-01-01", Sample.Agent)));
        Assert.Equal("number", await ErrorAsync(host.PostAsync("units/dissolved/tickets/123", Sample.Dispatcher, new { to = "power" })));
        Assert.Equal(403, (await host.GetAsync("units/dissolved/tickets", Sample.WaterClerk)).Status);
        Assert.Equal(401, (await host.GetAsync("units", null)).Status);
    }

    private static async Task<string> ErrorAsync(Task<(int Status, JsonNode? Body)> answer)
    {
        var (status, body) = await answer;
        Assert.Equal(400, status);
        return body!["errors"]!.AsObject().First().Key;
    }
}
