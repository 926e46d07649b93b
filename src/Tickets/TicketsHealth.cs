using Hotline.Tickets.Deadlines;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Feed;
using Npgsql;

namespace Hotline.Tickets;

/// <param name="Why">Null when all is well.</param>
/// <param name="FeedLag">Age of the oldest event that some subscriber has not had.</param>
/// <param name="Behind">The subscriber that lacks it.</param>
/// <param name="SweepAge">Since the last sweep of the clocks; null before the first.</param>
public sealed record TicketsHealthReport(bool Ok, string? Why, TimeSpan FeedLag, string? Behind, TimeSpan? SweepAge);

/// <summary>Whether tickets can be served.</summary>
public sealed class TicketsHealth
{
    private readonly NpgsqlDataSource _db;
    private readonly ClockSweep _sweep;
    private readonly string[] _subscribers;
    private readonly TimeProvider _clock;

    internal TicketsHealth(NpgsqlDataSource db, ClockSweep sweep, IEnumerable<ITicketSubscriber> subscribers, TimeProvider clock) =>
        (_db, _sweep, _subscribers, _clock) = (db, sweep, [.. subscribers.Select(s => s.Name)], clock);

    public async Task<TicketsHealthReport> CheckAsync(CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        var sweepAge = now - _sweep.LastSweep;
        try
        {
            var last = await _db.ReadAsync(
                """
                select c.subscriber, e.at from tickets.checkpoint c,
                  lateral (select at from tickets.event where (xid, seq) > (c.xid, c.seq) order by xid, seq limit 1) e
                where c.subscriber = any($1) order by e.at limit 1
                """,
                [_subscribers], row => (Behind: row.GetString(0), At: row.Time(1)), ct);
            return last is [var (behind, at)] ? new(true, null, now - at, behind, sweepAge) : new(true, null, TimeSpan.Zero, null, sweepAge);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return new(false, "The ticket tables do not answer: " + e.Message, TimeSpan.Zero, null, sweepAge);
        }
    }
}
