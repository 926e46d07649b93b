using System.Globalization;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Statistics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Hotline.Telephony.Tests.Statistics;

public sealed class CallStatisticsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset From = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = From.AddDays(30);
    private static readonly DateTimeOffset Noon = From.AddHours(12);
    private NpgsqlDataSource _db = null!;

    public async ValueTask InitializeAsync() => _db = await TestDatabase.CreateAsync(
        "telephony", db => Migrations.ApplyAsync(db, "telephony", typeof(CallLog).Assembly, CancellationToken.None));

    [Fact]
    public async Task The_four_ways_to_count_the_service_level_differ_as_they_should()
    {
        await WriteAsync(new Call(Noon, Wait: 10, Talk: 60), new Call(Noon, Wait: 18, Talk: 60), new Call(Noon, Wait: 12, Talk: null), new Call(Noon, Wait: 40, Talk: null), new Call(Noon, Wait: null, Talk: null));
        Assert.Equal(((2m, 4L), (1m, 2L), (1m, 4L), (1m, 3L)), (await FigureAsync("a-15"), await FigureAsync("b-15"), await FigureAsync("c-15"), await FigureAsync("d-15")));
        Assert.Equal(((3m, 4L), (2m, 2L), (2m, 4L), (2m, 3L)), (await FigureAsync("a-20"), await FigureAsync("b-20"), await FigureAsync("c-20"), await FigureAsync("d-20")));

        async Task<(decimal, long)> FigureAsync(string variant) => await CountedAsync("service-level", variant);
    }

    [Fact]
    public async Task Who_gives_up_within_five_seconds_is_not_held_against_the_connect_rate()
    {
        await WriteAsync(new Call(Noon, 10, 60), new Call(Noon, 4, null), new Call(Noon, 30, null), new Call(Noon, 20, null, "host restarted"));
        Assert.Equal(((1m, 2L), (1m, 3L)), (await CountedAsync("connect", "short-5"), await CountedAsync("connect", "short-0")));
        Assert.Equal(((10m, 1L), (13m, 1L), (60m, 1L)), (await CountedAsync("wait", "queue"), await CountedAsync("wait", "with-menu"), await CountedAsync("talk", "agent")));
    }

    [Fact]
    public async Task The_worst_24_hours_in_a_row_are_found_across_midnight()
    {
        await WriteAsync([.. Enumerable.Range(0, 20).Select(i => new Call(From.AddDays(3).AddHours(i), 5, 60)), new Call(From.AddDays(5).AddHours(23), 30, null), new Call(From.AddDays(6).AddHours(2), 5, 60)]);
        var worst = await new CallStatistics(_db).RollingAsync(CallKpis.Find("connect")!.Variants[0], From, To, CancellationToken.None);
        Assert.Equal((0L, 1L, 2L), (worst.Answered, worst.Asked, worst.Below));
        Assert.Equal(From.AddDays(5).AddHours(23), worst.WorstEndsAt);
    }

    [Fact]
    public async Task A_script_of_its_own_recounts_every_indicator_of_a_random_month_exactly()
    {
        var random = new Random(11);
        await WriteAsync([.. Enumerable.Range(0, 400).Select(_ => new Call(
            From.AddMinutes(random.Next(-600, 31 * 24 * 60)), random.Next(20) == 0 ? null : random.Next(0, 60), random.Next(4) == 0 ? null : random.Next(1, 400),
            random.Next(15) == 0 ? "host restarted" : "citizen hung up", random.Next(12) == 0 ? "2000" : "12345", random.Next(10) == 0, random.Next(25) == 0))]);

        var ours = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var kpi in CallKpis.All.Where(k => k.Unavailable is null))
        {
            foreach (var variant in kpi.Variants)
            {
                var (statistics, total) = (new CallStatistics(_db), true);
                foreach (var f in await statistics.ReadAsync(kpi, variant, From, To, "line", CancellationToken.None))
                {
                    ours.Add($"{kpi.Code}/{variant.Code}/{f.Key}", Line(f.Asked, f.Counted, f.Excluded, f.Pending, f.Numerator));
                    if (total) Assert.Equal(f.Counted, (await statistics.CasesAsync(variant, From, To, "denominator", 1000, 0, CancellationToken.None)).Count);
                    total = false;
                }
            }
        }

        var theirs = await RecountedAsync();
        Assert.Equal(CallKpis.All.Sum(k => k.Variants.Count) * 3, ours.Count);
        Assert.Equal(theirs.Where(t => ours.GetValueOrDefault(t.Key) != t.Value), ours.Where(o => theirs.GetValueOrDefault(o.Key) != o.Value));
    }

    private async Task<(decimal, long)> CountedAsync(string kpi, string variant)
    {
        var found = CallKpis.Find(kpi)!;
        var whole = Assert.Single(await new CallStatistics(_db).ReadAsync(found, found.Variants.Single(v => v.Code == variant), From, To, by: null, CancellationToken.None));
        return (whole.Numerator, whole.Counted);
    }

    private async Task<Dictionary<string, string>> RecountedAsync()
    {
        await using var connection = await _db.OpenConnectionAsync();
        await using (var set = new NpgsqlCommand($"select set_config('kpi.from', '{From:O}', false), set_config('kpi.to', '{To:O}', false)", connection)) await set.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "recount.sql")), connection);
        await using var rows = await command.ExecuteReaderAsync();
        var figures = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await rows.ReadAsync())
            figures.Add($"{rows.GetString(0)}/{rows.GetString(1)}/{(rows.IsDBNull(2) ? "" : rows.GetString(2))}", Line(rows.GetInt64(3), rows.GetInt64(4), rows.GetInt64(5), rows.GetInt64(6), rows.GetDecimal(7)));
        return figures;
    }

    private static string Line(long asked, long counted, long excluded, long pending, decimal numerator) =>
        string.Create(CultureInfo.InvariantCulture, $"{asked} asked, {counted} counted, {excluded} excluded, {pending} pending, {numerator:0.######}");

    private async Task WriteAsync(params Call[] calls)
    {
        await using var log = new CallLog(_db, Path.Combine(Directory.CreateTempSubdirectory("hotline-kpi-").FullName, "calls.jsonl"), "node", Path.Combine(Path.GetTempPath(), $"hotline-kpi-{Environment.ProcessId}.key"), TimeProvider.System, NullLogger<CallLog>.Instance);
        foreach (var call in calls) call.Write(log);
        await log.FlushAsync();
    }

    /// <param name="Wait">Seconds in the queue until an agent answered or the caller gave up; null for one who hung up during the greeting.</param>
    /// <param name="Talk">Null where no agent answered.</param>
    /// <param name="Leaves">The agent leaves 5 seconds before the end: the citizen stays with 110.</param>
    /// <param name="Alive">Has not ended yet.</param>
    private sealed record Call(DateTimeOffset At, int? Wait, int? Talk, string Reason = "citizen hung up", string Line = "12345", bool Leaves = false, bool Alive = false)
    {
        internal void Write(CallLog log)
        {
            var (id, agent) = (CallId.New(), new AgentId("1001"));
            var (answered, queued) = (At.AddSeconds(2), At.AddSeconds(5));
            DateTimeOffset? talking = Talk is not null && Wait is { } w ? queued.AddSeconds(w) : null;
            DateTimeOffset? ended = Alive ? null : (talking?.AddSeconds(Talk!.Value) ?? queued.AddSeconds(Wait ?? 0));
            log.Write(new CallRecord(id, "", Line, At, answered, talking, ended, talking is null ? null : agent, ended is null ? null : Reason, "", PoliceState.None, null), 1);
            if (Wait is not null) log.Write(new CallEvent.Queued(id, queued));
            if (talking is { } since) log.Write(new CallEvent.AgentAnswered(id, since, agent));
            if (Leaves && talking is { } joined) log.Write(new CallEvent.AgentLeft(id, joined.AddSeconds(Talk!.Value / 2), agent));
            if (ended is { } over) log.Write(new CallEvent.Ended(id, over, Reason));
        }
    }

    public ValueTask DisposeAsync() => _db.DisposeAsync();
}
