using System.Globalization;
using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Jobs;
using Npgsql;

namespace Hotline.Tickets.Integrity;

/// <summary>
/// Makes the root of every day that is over and has none, and anchors it outside the database. A day costs what happened on
/// it, however many tickets there are.
/// </summary>
public sealed class DayRoots : IRecurringJob
{
    private readonly NpgsqlDataSource _db;
    private readonly CityRules _rules;
    private readonly Anchors _anchors;
    private readonly TimeProvider _clock;

    internal DayRoots(NpgsqlDataSource db, CityRules rules, Anchors anchors, TimeProvider clock) => (_db, _rules, _anchors, _clock) = (db, rules, anchors, clock);

    public async Task<string> RunAsync(CancellationToken ct)
    {
        var made = await MakeAsync(ct);
        return made.Count == 0 ? "没有新的日根" : string.Create(CultureInfo.InvariantCulture, $"新增 {made.Count} 个日根，最后一个 {made[^1].Day:yyyy-MM-dd}：{made[^1].Tickets} 张工单、{made[^1].Events} 个事件");
    }

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<DayRoot>> ReadAsync(DateOnly from, DateOnly to, CancellationToken ct) => await _db.ReadAsync(
        "select day, tickets, events, heads, previous, root from tickets.day_root where day between $1 and $2 order by day desc", [from, to],
        row => new DayRoot(row.GetFieldValue<DateOnly>(0), row.GetInt64(1), row.GetInt64(2), Hex(row, 3)!, Hex(row, 4), Hex(row, 5)!), ct);

    internal async Task<IReadOnlyList<DayRoot>> MakeAsync(CancellationToken ct)
    {
        var made = new List<DayRoot>();
        var last = (await _db.ReadAsync("select max(day) from tickets.day_root", [], row => row.MaybeValue<DateOnly>(0), ct))[0];
        var today = _rules.DayOf(_clock.GetUtcNow());
        for (var day = last?.AddDays(1) ?? await FirstDayAsync(today, ct); day < today; day = day.AddDays(1)) made.Add(await MakeAsync(day, ct));
        return made;
    }

    /// <summary>A day's heads, by ticket, and how many events it had.</summary>
    internal async Task<(IReadOnlyList<DayHead> Heads, long Events)> HeadsAsync(DateOnly day, CancellationToken ct)
    {
        var events = 0L;
        var heads = await _db.ReadAsync(
            """
            select ticket_id, max(version), (array_agg(hash order by version desc))[1], count(*) from tickets.event where at >= $1 and at < $2
            group by ticket_id order by ticket_id
            """,
            [_rules.StartOf(day), _rules.StartOf(day.AddDays(1))],
            row =>
            {
                events += row.GetInt64(3);
                return new DayHead(new(row.GetGuid(0)), row.GetInt32(1), Hex(row, 2)!);
            },
            ct);
        return (heads, events);
    }

    private async Task<DayRoot> MakeAsync(DateOnly day, CancellationToken ct)
    {
        var (heads, events) = await HeadsAsync(day, ct);
        var previous = (await ReadAsync(day.AddDays(-1), day.AddDays(-1), ct)).SingleOrDefault();
        var root = DayRoot.Of(day, events, heads, previous?.Root);
        await _anchors.WriteAsync(root, heads, ct); // first outside: what the database says may never be ahead of its anchor
        await _db.ExecuteAsync(
            "insert into tickets.day_root (day, tickets, events, heads, previous, root, made_at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
            [day, root.Tickets, events, Bytes(root.Heads), Bytes(root.Previous), Bytes(root.Root), _clock.Now()], ct);
        return root;
    }

    private async Task<DateOnly> FirstDayAsync(DateOnly today, CancellationToken ct) =>
        (await _db.ReadAsync("select min(at) from tickets.event", [], row => row.MaybeTime(0), ct))[0] is { } at ? _rules.DayOf(at) : today;

    private static string? Hex(NpgsqlDataReader row, int column) => row.Maybe<byte[]>(column) is { } bytes ? Convert.ToHexStringLower(bytes) : null;

    private static byte[]? Bytes(string? hex) => hex is null ? null : Convert.FromHexString(hex);
}
