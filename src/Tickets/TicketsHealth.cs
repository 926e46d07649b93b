using Hotline.Tickets.Deadlines;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets;

/// <param name="Why">Null when all is well.</param>
/// <param name="FeedLag">Age of the oldest event that some subscriber has not had.</param>
/// <param name="SweepAge">Since the last sweep of the clocks; null before the first.</param>
public sealed record TicketsHealthReport(bool Ok, string? Why, TimeSpan FeedLag, TimeSpan? SweepAge);

/// <summary>Whether tickets can be served.</summary>
public sealed class TicketsHealth
{
    private readonly NpgsqlDataSource _db;
    private readonly ClockSweep _sweep;
    private readonly TimeProvider _clock;

    internal TicketsHealth(NpgsqlDataSource db, ClockSweep sweep, TimeProvider clock) => (_db, _sweep, _clock) = (db, sweep, clock);

    public async Task<TicketsHealthReport> CheckAsync(CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        var sweepAge = now - _sweep.LastSweep;
        try
        {
            var oldest = await _db.ReadAsync(
                "select min((select e.at from tickets.event e where (e.xid, e.seq) > (c.xid, c.seq) order by e.xid, e.seq limit 1)) from tickets.checkpoint c",
                [], row => row.MaybeTime(0), ct);
            return new(true, null, oldest[0] is { } at ? now - at : TimeSpan.Zero, sweepAge);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return new(false, "The ticket tables do not answer: " + e.Message, TimeSpan.Zero, sweepAge);
        }
    }
}
