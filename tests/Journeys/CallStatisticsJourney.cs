using System.Net;

namespace Hotline.Journeys;

/// <summary>话务指标 over HTTP: who may read them, in what shape, and what is refused.</summary>
[Collection(nameof(OfficeDay))]
public sealed class CallStatisticsJourney(HotlineHost host)
{
    private const string Month = "from=2026-11-01T00:00:00Z&to=2026-12-01T00:00:00Z";

    [Fact]
    public async Task Only_those_who_answer_for_the_calls_read_them()
    {
        using var stranger = await host.ClientAsync();
        using var agent = await host.ClientAsync("1001");
        using var supervisor = await host.ClientAsync("5001");
        foreach (var path in new[] { "statistics/calls", "statistics/calls/connect", "statistics/calls/connect/calls", "statistics/calls/connect/rolling", "statistics/calls/board" })
        {
            Assert.Equal((path, HttpStatusCode.Unauthorized), (path, (await stranger.GetAsync(path)).Status));
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, (await agent.GetAsync(path)).Status));
            Assert.Equal((path, HttpStatusCode.OK), (path, (await supervisor.GetAsync(path)).Status));
        }
    }

    [Fact]
    public async Task Every_indicator_of_the_catalogue_answers_with_its_parts_or_says_why_it_cannot()
    {
        using var supervisor = await host.ClientAsync("5001");
        var catalogue = (await supervisor.GetAsync("statistics/calls")).Body!.AsArray();
        Assert.NotEmpty(catalogue);
        foreach (var kpi in catalogue)
        {
            var (status, table) = await supervisor.GetAsync($"statistics/calls/{kpi!["code"]}?{Month}&by=line");
            if (kpi["unavailable"] is not null) { Assert.Equal(HttpStatusCode.Conflict, status); continue; }
            Assert.Equal(HttpStatusCode.OK, status);
            var total = table!["total"]!;
            Assert.Equal((long)total["asked"]!, (long)total["counted"]! + (long)total["excluded"]! + (long)total["pending"]!);
            Assert.Equal((string)kpi["variants"]![0]!["code"]!, (string)table["variant"]!);
            foreach (var variant in kpi["variants"]!.AsArray())
                Assert.Equal(HttpStatusCode.OK, (await supervisor.GetAsync($"statistics/calls/{kpi["code"]}/calls?{Month}&variant={variant!["code"]}&part=denominator")).Status);
        }
    }

    [Fact]
    public async Task What_is_unknown_is_refused()
    {
        using var supervisor = await host.ClientAsync("5001");
        Assert.Equal(HttpStatusCode.NotFound, (await supervisor.GetAsync("statistics/calls/nothing")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await supervisor.GetAsync("statistics/calls/nothing/calls")).Status);
        foreach (var wrong in new[] { "from=yesterday", "from=2026-12-01&to=2026-11-01", "by=moon", "variant=none" })
            Assert.Equal((wrong, HttpStatusCode.BadRequest), (wrong, (await supervisor.GetAsync("statistics/calls/connect?" + wrong)).Status));
        Assert.Equal(HttpStatusCode.BadRequest, (await supervisor.GetAsync("statistics/calls/connect/calls?part=half")).Status);
    }
}
