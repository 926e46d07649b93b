using System.Text.Json.Nodes;
using Hotline.Tickets.Tests.Http;

namespace Hotline.Tickets.Tests.Grids;

public sealed class GridApiTests
{
    private static readonly string Map = File.ReadAllText(Path.Combine(Path.GetDirectoryName(new TicketsOptions().CityFile)!, "grids.geojson"));

    [Fact]
    public async Task A_point_leads_to_grid_head_and_police()
    {
        await using var host = await ApiHost.StartAsync();
        var (status, found) = await host.GetAsync("grids?lon=106.80&lat=39.6485&at=2026-11-09T09:30:00%2B08:00", Sample.Agent);
        Assert.Equal((200, "chengguan-03", "城关街道"), (status, (string)found!["found"]!["grid"]!["code"]!, (string)found["found"]!["town"]!["name"]!));
        Assert.Equal(["grid-head", "police"], found["onDuty"]!.AsArray().Select(d => (string)d!["role"]!).Order());
        var (_, byPlace) = await host.GetAsync("grids?place=康宁路&at=2026-11-09T09:30:00%2B08:00", Sample.Agent);
        Assert.Equal("chengguan-03", (string)byPlace!["found"]!["grid"]!["code"]!);
    }

    [Fact]
    public async Task On_a_border_both_are_shown_and_one_is_chosen()
    {
        await using var host = await ApiHost.StartAsync();
        var (_, found) = await host.GetAsync("grids?lon=106.806902&lat=39.64634", Sample.Agent); // the sample map's corner of chengguan-03 and -04
        Assert.False((bool)found!["found"]!["certain"]!);
        Assert.Equal((string)found["found"]!["touching"]![0]!["code"]!, (string)found["found"]!["grid"]!["code"]!);
        Assert.Superset(new HashSet<string> { "chengguan-03", "chengguan-04" }, found["found"]!["touching"]!.AsArray().Select(t => (string)t!["code"]!).ToHashSet());
    }

    [Fact]
    public async Task A_new_map_leaves_earlier_days_as_they_were()
    {
        await using var host = await ApiHost.StartAsync();
        var next = JsonNode.Parse(Map)!;
        next["validFrom"] = "2027-01-01";
        foreach (var feature in next["features"]!.AsArray().Where(f => (string)f!["properties"]!["code"]! == "chengguan-03")) feature!["properties"]!["code"] = "chengguan-13";
        var (status, import) = await host.SendAsync(HttpMethod.Put, "grids/map", Sample.Administrator, next.ToJsonString());
        Assert.Equal((200, 2, 41), (status, (int)import!["version"]!, (int)import["grids"]!));
        Assert.Equal("chengguan-03", await AtAsync(host, "2026-12-31T12:00:00Z"));
        Assert.Equal("chengguan-13", await AtAsync(host, "2026-12-31T16:00:00Z")); // midnight in the city
        Assert.Equal(2, (int)(await host.SendAsync(HttpMethod.Put, "grids/map", Sample.Administrator, next.ToJsonString())).Body!["version"]!);
        Assert.Equal(2, (await host.GetAsync("grids/versions", Sample.Administrator)).Body!.AsArray().Count);
    }

    [Fact]
    public async Task Bad_questions_and_maps_name_what_is_wrong()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal("lon", await ErrorAsync(host.GetAsync("grids", Sample.Agent)));
        Assert.Equal("lon", await ErrorAsync(host.GetAsync("grids?lon=east&lat=39", Sample.Agent)));
        Assert.Equal("lat", await ErrorAsync(host.GetAsync("grids?lon=106&lat=99", Sample.Agent)));
        Assert.Equal("lat", await ErrorAsync(host.GetAsync("grids?lon=106", Sample.Agent)));
        Assert.Equal("at", await ErrorAsync(host.GetAsync("grids?place=x&at=yesterday", Sample.Agent)));
        Assert.Equal("map", await ErrorAsync(host.SendAsync(HttpMethod.Put, "grids/map", Sample.Administrator, "{}")));
        Assert.Equal(404, (await host.GetAsync("grids?lon=0&lat=0", Sample.Agent)).Status);
        Assert.Equal(404, (await host.GetAsync("grids?lon=106.80&lat=39.6485&at=1999-01-01", Sample.Agent)).Status);
        Assert.Equal(401, (await host.GetAsync("grids?lon=106&lat=39", null)).Status);
        Assert.Equal(403, (await host.SendAsync(HttpMethod.Put, "grids/map", Sample.Agent, Map)).Status);
    }

    [Fact]
    public async Task A_roster_is_taken_whole_or_not_at_all()
    {
        await using var host = await ApiHost.StartAsync();
        var good = new { unit = "water", role = "duty-officer", person = "王", phone = "0473-3998000", from = "2026-11-09T00:00:00+08:00", to = "2026-11-10T00:00:00+08:00" };
        var overlapping = good with { person = "李", from = "2026-11-09T20:00:00+08:00" };
        var (status, done) = await host.PostAsync("rosters", Sample.Supervisor, new { duties = new[] { good, overlapping } });
        Assert.Equal((200, 2, 1), (status, (int)done!["changed"]!, done["overlaps"]!.AsArray().Count));
        Assert.Equal("duties[1].unit", await ErrorAsync(host.PostAsync("rosters", Sample.Supervisor, new { duties = new[] { good with { person = "赵" }, good with { unit = "nobody" } } })));
        Assert.Equal("duties[0].to", await ErrorAsync(host.PostAsync("rosters", Sample.Supervisor, new { duties = new[] { good with { to = good.from } } })));
        Assert.Equal("duties[0].phone", await ErrorAsync(host.PostAsync("rosters", Sample.Supervisor, new { duties = new[] { good with { phone = "call me" } } })));
        Assert.Equal("duties", await ErrorAsync(host.PostAsync("rosters", Sample.Supervisor, new { })));
        Assert.Equal("unit", await ErrorAsync(host.GetAsync("rosters/on-duty", Sample.Agent)));
        Assert.Equal(403, (await host.PostAsync("rosters", Sample.WaterClerk, new { duties = new[] { good } })).Status);
        var (_, onDuty) = await host.GetAsync("rosters/on-duty?unit=water&at=2026-11-09T21:00:00%2B08:00", Sample.Agent);
        Assert.Equal(["李", "王"], onDuty!.AsArray().Select(d => (string)d!["person"]!).Order(StringComparer.Ordinal));
        Assert.Equal(204, (await host.PostAsync("rosters/removals", Sample.Supervisor, overlapping)).Status);
        Assert.Equal(404, (await host.PostAsync("rosters/removals", Sample.Supervisor, overlapping)).Status);
    }

    private static async Task<string> AtAsync(ApiHost host, string at) => (string)(await host.GetAsync($"grids?lon=106.80&lat=39.6485&at={at}", Sample.Agent)).Body!["found"]!["grid"]!["code"]!;

    private static async Task<string> ErrorAsync(Task<(int Status, JsonNode? Body)> answer)
    {
        var (status, body) = await answer;
        Assert.Equal(400, status);
        return body!["errors"]!.AsObject().First().Key;
    }
}
