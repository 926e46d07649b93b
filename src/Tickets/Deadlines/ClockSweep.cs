using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hotline.Tickets.Deadlines;

/// <summary>
/// Every second, fires the clocks that are due. A clock's row is locked, its events appended and the row moved on in one
/// transaction: exactly once in effect, on any number of hosts, after any crash.
/// </summary>
internal sealed partial class ClockSweep(NpgsqlDataSource db, CityRules rules, TimeProvider clock, ILogger<ClockSweep> log) : BackgroundService
{
    private readonly HashSet<Guid> _failing = [];

    /// <summary>When the last whole sweep ended; null before the first.</summary>
    internal DateTimeOffset? LastSweep { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var everySecond = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        do
        {
            try { await SweepAsync(stoppingToken); }
            catch (Exception e) when (e is not OperationCanceledException) { SweepFailed(log, e); }
        }
        while (await everySecond.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>One sweep, apart from the loop, so that a test can run it at a time of its own.</summary>
    /// <returns>How many tickets had something to say.</returns>
    internal async Task<int> SweepAsync(CancellationToken ct)
    {
        var fired = 0;
        _failing.Clear();
        while (await FireNextAsync(ct)) fired++;
        LastSweep = clock.GetUtcNow();
        return fired;
    }

    // one ticket, one transaction: its id is drawn when the ticket is locked, which the order of the feed relies on
    private async Task<bool> FireNextAsync(CancellationToken ct)
    {
        var now = clock.Now();
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await LockNextAsync(connection, now, ct) is not var (id, stored)) return false;

        try
        {
            var valid = rules.At(now);
            var events = FireClocks.Decide(stored.Ticket, valid, now);
            if (events.Count == 0) throw new InvalidOperationException($"The clock rows of ticket {id} do not agree with its snapshot.");
            await TicketStore.AppendAsync(connection, id, stored, events, new Signature(Actor.System, now, valid.Version), ct);
            await transaction.CommitAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            ClockFailed(log, id, e);
            _failing.Add(id.Value); // the others must not wait behind it
        }

        return true;
    }

    private async Task<(TicketId Id, Stored Stored)?> LockNextAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            select t.id, t.body, t.version from tickets.clock c join tickets.ticket t on t.id = c.ticket_id
            where c.fire_at <= $1 and t.merged_into is null and t.id <> all ($2) order by c.fire_at limit 1 for update of c, t skip locked
            """,
            connection) { Parameters = { new() { Value = now }, new() { Value = _failing.ToArray() } } };
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? (new(row.GetGuid(0)), new(EventJson.Read<Ticket>(row.GetString(1)), row.GetInt32(2))) : null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The clock sweep failed; the next one is in a second")]
    private static partial void SweepFailed(ILogger log, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "The clocks of ticket {Ticket} could not fire; they are tried again with the next sweep")]
    private static partial void ClockFailed(ILogger log, TicketId ticket, Exception e);
}
