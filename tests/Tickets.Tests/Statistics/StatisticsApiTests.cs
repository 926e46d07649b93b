using Hotline.Tickets.Statistics;
using Hotline.Tickets.Tests.Http;

namespace Hotline.Tickets.Tests.Statistics;

public sealed class StatisticsApiTests
{
    [Fact]
    public async Task The_catalogue_tells_formula_source_and_variants_and_what_has_no_number()
    {
        await using var api = await ApiHost.StartAsync();
        var (status, body) = await api.GetAsync("statistics/kpis", Sample.Supervisor);
        var kpis = body!.AsArray().ToDictionary(k => k!["code"]!.GetValue<string>(), k => k!);
        Assert.Equal((200, Kpis.All.Count), (status, kpis.Count));
        Assert.Equal(4, kpis["returns"]["variants"]!.AsArray().Count);
        Assert.NotNull(kpis["quality-errors"]["unavailable"]);
        Assert.Equal(409, (await api.GetAsync("statistics/kpis/quality-errors", Sample.Supervisor)).Status);
    }

    [Fact]
    public async Task A_figure_leads_to_its_tickets_and_a_unit_sees_only_its_own()
    {
        await using var api = await ApiHost.StartAsync();
        await DispatchedAsync(api, "water");
        await DispatchedAsync(api, "power");
        var (status, table) = await api.GetAsync("statistics/kpis/accepted?by=unit", Sample.WaterClerk);
        Assert.Equal((200, 2), (status, table!["rows"]!.AsArray().Count));
        Assert.Equal(2, (int)(await api.GetAsync("statistics/kpis/accepted/tickets", Sample.Supervisor)).Body!["total"]!);
        Assert.Equal(1, (int)(await api.GetAsync("statistics/kpis/accepted/tickets", Sample.WaterClerk)).Body!["total"]!);
        Assert.Equal(0, (int)(await api.GetAsync("statistics/kpis/accepted/tickets?by=unit&value=power", Sample.WaterClerk)).Body!["total"]!);
        Assert.Equal(1, (int)(await api.GetAsync("statistics/kpis/accepted?by=channel", Sample.WaterClerk)).Body!["total"]!["figure"]!["numerator"]!);
    }

    [Fact]
    public async Task What_cannot_be_read_is_named()
    {
        await using var api = await ApiHost.StartAsync();
        foreach (var (path, field) in new[]
        {
            ("kpis/accepted?by=colour", "by"), ("kpis/on-time?variant=kind", "variant"), ("kpis/on-time?from=2026-13-01", "from"), ("kpis/on-time?from=2026-11-02&to=2026-11-01", "from"),
            ("kpis/on-time?basis=mine", "basis"), ("kpis/on-time/tickets?part=all", "part"), ("kpis/on-time/tickets?value=water", "value"), ("months/2026-13", "month"),
        })
        {
            var (status, body) = await api.GetAsync("statistics/" + path, Sample.Supervisor);
            Assert.Equal((path, 400), (path, status));
            Assert.NotNull(body!["errors"]![field]);
        }
    }

    [Fact]
    public async Task Who_may_not_see_figures_is_turned_away_and_months_are_frozen_by_supervisors()
    {
        await using var api = await ApiHost.StartAsync();
        Assert.Equal(401, (await api.GetAsync("statistics/kpis", null)).Status);
        Assert.Equal(403, (await api.GetAsync("statistics/kpis", Sample.Agent)).Status);
        Assert.Equal(403, (await api.GetAsync("statistics/months", Sample.WaterClerk)).Status);
        Assert.Equal(404, (await api.GetAsync("statistics/kpis/luck", Sample.Supervisor)).Status);
        Assert.Equal(404, (await api.GetAsync("statistics/months/2020-01", Sample.Supervisor)).Status);
        var (froze, month) = await api.PostAsync("statistics/months/2020-01/freeze", Sample.Supervisor);
        Assert.Equal(200, froze);
        Assert.Contains(month!["leftOut"]!.AsArray(), w => ((string)w!).StartsWith("话务指标", StringComparison.Ordinal));
        var (status, refused) = await api.PostAsync("statistics/months/2020-01/freeze", Sample.Supervisor);
        Assert.Equal((409, "urn:hotline:refused:frozen-before"), (status, refused!["type"]!.GetValue<string>()));
        Assert.Empty((await api.PostAsync("statistics/months/2020-01/check", Sample.Supervisor)).Body!["errata"]!.AsArray());
        Assert.Equal(0, (int)(await api.PostAsync("statistics/kpis/rebuild", Sample.Administrator)).Body!["wrong"]!);
    }

    private static async Task DispatchedAsync(ApiHost api, string unit)
    {
        var (_, receipt) = await api.PostAsync("tickets", Sample.Agent, new { type = "help", title = "停水", text = "院里停水两天" });
        Assert.Equal(204, (await api.PostAsync($"tickets/{receipt!["number"]}/dispatch", Sample.Dispatcher, new { department = unit })).Status);
    }
}
