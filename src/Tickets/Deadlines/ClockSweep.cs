using System.Collections.Concurrent;
using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hotline.Tickets.Deadlines;

/// <summary>
/// Fires the clocks that are due, many tickets to a transaction: what follows from a clock and the clock's own row stand or fall
/// together, so that each fires exactly once in effect, on any number of hosts, after any crash. It wakes when the next clock is
/// due, and every second to see those that others have started.
/// </summary>
internal sealed partial class ClockSweep(NpgsqlDataSource db, CityRules rules, TimeProvider clock, ILogger<ClockSweep> log) : BackgroundService
{
    private const int AtOnce = 100;
    private const int Workers = 2;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, bool> _setAside = [];
    private readonly FeedBell _bell = new(db);

    /// <summary>When the last whole sweep ended; null before the first.</summary>
    internal DateTimeOffset? LastSweep { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var pause = Longest;
            try
            {
                await SweepAsync(stoppingToken);
                pause = await UntilNextAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                SweepFailed(log, e);
            }

            await Task.Delay(pause, clock, stoppingToken);
        }
    }

    /// <summary>One sweep, apart from the loop, so that a test can run it at a time of its own.</summary>
    /// <returns>How many tickets had something to say.</returns>
    internal async Task<int> SweepAsync(CancellationToken ct)
    {
        _setAside.Clear();
        var fired = await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => DrainAsync(ct)));
        LastSweep = clock.GetUtcNow();
        return fired.Sum();
    }

    /// <summary>Batch after batch until nothing is due. A batch that fails is tried again ticket by ticket: one that cannot fire must not hold up the others.</summary>
    private async Task<int> DrainAsync(CancellationToken ct)
    {
        for (var (all, singly) = (0, 0); ; singly = Math.Max(0, singly - 1))
        {
            var (locked, fired) = await FireAsync(singly > 0 ? 1 : AtOnce, ct);
            if (locked == 0) return all;
            if (fired is { } some) all += some;
            else if (singly == 0) singly = locked + 1;
        }
    }

    /// <returns>How many tickets were locked, and how many of them fired; null when the batch failed as a whole.</returns>
    private async Task<(int Locked, int? Fired)> FireAsync(int atMost, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var due = await DueTickets.LockAsync(connection, clock.Now(), atMost, _setAside.Keys, ct);
        if (due.Locked.Count == 0) return (0, 0);

        foreach (var later in due.Locked.Keys.Except(due.Ready)) _setAside[later] = true; // the next sweep has them
        try
        {
            await using var batch = new NpgsqlBatch(connection);
            var fired = due.Ready.Count(id => Decide(new(id), due.Locked[id], batch));
            if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(ct);
            await transaction.CommitAsync(ct);
            if (fired > 0) _bell.Ring();
            return (due.Locked.Count, fired);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (due.Locked.Count == 1) SetAside(due.Locked.Keys.Single(), e);
            return (due.Locked.Count, null);
        }
    }

    private bool Decide(TicketId id, Stored stored, NpgsqlBatch batch)
    {
        var now = clock.Now();
        try
        {
            var valid = rules.At(now);
            var events = FireClocks.Decide(stored.Ticket, valid, now);
            List<NpgsqlBatchCommand> writes = events.Count == 0
                ? [DueTickets.Mend(id, stored.Ticket)]
                : [.. TicketWrites.Of(id, stored, events, new Signature(Actor.System, now, valid.Version))];
            foreach (var command in writes) batch.BatchCommands.Add(command);
            if (events.Count > 0) return true;
            RowsMended(log, id);
            _setAside[id.Value] = true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            SetAside(id.Value, e);
        }

        return false;
    }

    private void SetAside(Guid ticket, Exception e)
    {
        ClockFailed(log, new(ticket), e);
        _setAside[ticket] = true;
    }

    private async Task<TimeSpan> UntilNextAsync(CancellationToken ct)
    {
        var now = clock.Now();
        var next = await db.ReadAsync("select fire_at from tickets.clock where fire_at > $1 order by fire_at limit 1", [now], row => row.GetFieldValue<DateTimeOffset>(0), ct);
        return next is [var at] && at - now < Longest ? (at - now > Shortest ? at - now : Shortest) : Longest;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The clock sweep failed; the next one is in a second")]
    private static partial void SweepFailed(ILogger log, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "The clocks of ticket {Ticket} could not fire; they are tried again with the next sweep")]
    private static partial void ClockFailed(ILogger log, TicketId ticket, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The clock rows of ticket {Ticket} did not agree with its snapshot and were set right by it")]
    private static partial void RowsMended(ILogger log, TicketId ticket);
}
