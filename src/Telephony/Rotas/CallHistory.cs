using System.Collections.Concurrent;
using Hotline.Telephony.Queues;
using Npgsql;

namespace Hotline.Telephony.Rotas;

/// <summary>What came in by half hour, and how long a call kept an agent: what a forecast is made from.</summary>
/// <param name="db">Reading throws Npgsql.NpgsqlException while the database is away.</param>
public sealed class CallHistory(NpgsqlDataSource db, TimeProvider clock)
{
    /// <summary>Days and handling times that are over do not change: they are read again only in case a call was written late.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Daily = TimeSpan.FromDays(1);
    private static readonly TimeSpan WrittenBy = TimeSpan.FromDays(7);
    private readonly ConcurrentDictionary<(DateOnly Day, string Zone), (DateTimeOffset ReadAt, DayOfCalls Calls)> _known = new();
    private readonly ConcurrentDictionary<(DateTimeOffset From, DateTimeOffset To), (DateTimeOffset ReadAt, TimeSpan? Handling)> _handling = new();

    /// <summary>Every day of the period, also one without a call; days before the first call ever are left out.</summary>
    /// <param name="zone">The city's.</param>
    public async Task<IReadOnlyList<DayOfCalls>> ReadAsync(DateOnly first, int days, TimeZoneInfo zone, CancellationToken ct)
    {
        var all = Enumerable.Range(0, days).Select(first.AddDays).ToList();
        var now = clock.GetUtcNow();
        if (all.Where(d => !IsKnown(d, zone, now)).ToList() is [var stale, ..] unknown) await LearnAsync(stale, unknown[^1], zone, now, ct);
        return [.. all.Select(d => _known[(d, zone.Id)].Calls).SkipWhile(d => d.Calls.All(c => c == 0))];
    }

    private bool IsKnown(DateOnly day, TimeZoneInfo zone, DateTimeOffset now) =>
        _known.TryGetValue((day, zone.Id), out var known) && Midnight(day.AddDays(2), zone) <= known.ReadAt
        && now - known.ReadAt < (known.ReadAt - Midnight(day, zone) > WrittenBy ? Daily : Lately);

    private async Task LearnAsync(DateOnly first, DateOnly last, TimeZoneInfo zone, DateTimeOffset now, CancellationToken ct)
    {
        var rows = await db.ReadAsync(
            """
            select (c.arrived_at at time zone $3)::date, (extract(hour from c.arrived_at at time zone $3) * 2 + floor(extract(minute from c.arrived_at at time zone $3) / 30))::int, count(*)
            from telephony.call c
            where c.arrived_at >= $1 and c.arrived_at < $2 and exists (select 1 from telephony.call_event e where e.call_id = c.id and e.kind = 'queued')
            group by 1, 2
            """,
            [Midnight(first, zone), Midnight(last.AddDays(1), zone), zone.Id], row => (Day: row.GetFieldValue<DateOnly>(0), Interval: row.GetInt32(1), Calls: row.GetInt64(2)), ct);
        var found = rows.ToDictionary(r => (r.Day, r.Interval), r => (double)r.Calls);
        for (var d = first; d <= last; d = d.AddDays(1)) _known[(d, zone.Id)] = (now, new(d, [.. Enumerable.Range(0, CallForecast.Intervals).Select(i => found.GetValueOrDefault((d, i)))]));
    }

    /// <summary>平均处理时长: from the answer to the end of the wrap-up, over the calls of the period; null where there was none.</summary>
    public async Task<TimeSpan?> HandlingAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (_handling.TryGetValue((from, to), out var known) && to < known.ReadAt && now - known.ReadAt < Lately) return known.Handling;
        foreach (var old in _handling.Where(h => now - h.Value.ReadAt >= Lately).Select(h => h.Key)) _handling.TryRemove(old, out _);
        var handling = await ReadHandlingAsync(from, to, ct);
        _handling[(from, to)] = (now, handling);
        return handling;
    }

    private async Task<TimeSpan?> ReadHandlingAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct) => (await db.ReadAsync(
        """
        select extract(epoch from sum(next_at - at)) / nullif(count(distinct call_id) filter (where state = 'Talking'), 0) from (
          select state, call_id, at, lead(at) over (partition by node, agent order by at, seq) as next_at from telephony.seat_history where at >= $1 and at < $2) step
        where state in ('Talking', 'Held', 'WrapUp') and next_at - at < interval '4 hours'
        """,
        [from.ToUniversalTime(), to.ToUniversalTime()], row => row.MaybeValue<decimal>(0) is { } seconds and > 0 ? TimeSpan.FromSeconds((double)seconds) : (TimeSpan?)null, ct))[0];

    internal static DateTimeOffset Midnight(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
