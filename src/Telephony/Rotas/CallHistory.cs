using Hotline.Telephony.Queues;
using Npgsql;

namespace Hotline.Telephony.Rotas;

/// <summary>What came in by half hour, and how long a call kept an agent: what a forecast is made from.</summary>
/// <param name="db">Reading throws Npgsql.NpgsqlException while the database is away.</param>
public sealed class CallHistory(NpgsqlDataSource db)
{
    /// <summary>Every day of the period, also one without a call; days before the first call ever are left out.</summary>
    /// <param name="zone">The city's.</param>
    public async Task<IReadOnlyList<DayOfCalls>> ReadAsync(DateOnly first, int days, TimeZoneInfo zone, CancellationToken ct)
    {
        var from = Midnight(first, zone);
        var rows = await db.ReadAsync(
            """
            select (c.arrived_at at time zone $3)::date, (extract(hour from c.arrived_at at time zone $3) * 2 + floor(extract(minute from c.arrived_at at time zone $3) / 30))::int, count(*)
            from telephony.call c
            where c.arrived_at >= $1 and c.arrived_at < $2 and exists (select 1 from telephony.call_event e where e.call_id = c.id and e.kind = 'queued')
            group by 1, 2
            """,
            [from, Midnight(first.AddDays(days), zone), zone.Id], row => (Day: row.GetFieldValue<DateOnly>(0), Interval: row.GetInt32(1), Calls: row.GetInt64(2)), ct);
        if (rows.Count == 0) return [];
        var found = rows.ToDictionary(r => (r.Day, r.Interval), r => (double)r.Calls);
        var began = rows.Min(r => r.Day);
        return [.. Enumerable.Range(0, days).Select(first.AddDays).Where(d => d >= began)
            .Select(d => new DayOfCalls(d, [.. Enumerable.Range(0, CallForecast.Intervals).Select(i => found.GetValueOrDefault((d, i)))]))];
    }

    /// <summary>平均处理时长: from the answer to the end of the wrap-up, over the calls of the period; null where there was none.</summary>
    public async Task<TimeSpan?> HandlingAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct) => (await db.ReadAsync(
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
