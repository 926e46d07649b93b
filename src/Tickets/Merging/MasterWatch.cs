using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hotline.Tickets.Merging;

/// <summary>
/// Every second, looks whose master has come to an end and lets the followers go: with an own reply where the master has one, as
/// they were where it was withdrawn, not accepted or sent to 110. Who joins later is served by the next pass. Each follower is a
/// transaction of its own: exactly once in effect, on any number of hosts, after any crash.
/// </summary>
internal sealed partial class MasterWatch(NpgsqlDataSource db, TicketStore store, CityRules rules, MergeNotices notices, TimeProvider clock, ILogger<MasterWatch> log) : BackgroundService
{
    private readonly FeedBell _bell = new(db);
    private const int AtATime = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var everySecond = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        do
        {
            try
            {
                await PassAsync(stoppingToken);
                await notices.PassAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException) { PassFailed(log, e); }
        }
        while (await everySecond.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>One pass, apart from the loop, so that a test can run it at a time of its own.</summary>
    /// <returns>How many followers were let go.</returns>
    internal async Task<int> PassAsync(CancellationToken ct)
    {
        var (done, failed) = (0, new HashSet<TicketId>());
        while (await NextAsync(failed, ct) is { Count: > 0 } followers)
        {
            foreach (var (id, master) in followers)
            {
                if (await LetGoOrLogAsync(id, master, ct)) done++;
                else failed.Add(id);
            }
        }

        if (done > 0) _bell.Ring();
        return done;
    }

    private async Task<List<(TicketId Id, TicketId Master)>> NextAsync(HashSet<TicketId> failed, CancellationToken ct) => await db.ReadAsync(
        """
        select f.id, f.merged_into from tickets.ticket f join tickets.ticket m on m.id = f.merged_into
        where (m.state <> all ($1) or f.state <> all ($1) or m.state = 'awaiting-follow-up') and f.id <> all ($2) order by f.merged_into, f.number limit $3
        """,
        [Transitions.Open.Select(s => s.Code()).ToArray(), failed.Select(f => f.Value).ToArray(), AtATime],
        row => (new TicketId(row.GetGuid(0)), new TicketId(row.GetGuid(1))), ct);

    private async Task<bool> LetGoOrLogAsync(TicketId id, TicketId master, CancellationToken ct)
    {
        try
        {
            return await LetGoAsync(id, master, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LetGoFailed(log, id, e); // the others must not wait behind it
            return false;
        }
    }

    private async Task<bool> LetGoAsync(TicketId id, TicketId masterId, CancellationToken ct)
    {
        var now = clock.Now();
        var inForce = rules.At(now);
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await MergeDesk.LoadLockedAsync(connection, id, ct, skipLocked: true) is not { } follower || follower.Ticket.MergedInto != masterId) return false; // another host has it, or it was unmerged

        var master = (await store.LoadAsync(masterId, ct))!.Ticket;
        if (!follower.Ticket.State.IsOpen) await EndAsync(RelationKind.Left, follower.Ticket.State.Name.Chinese());
        else if (ReplyWithMaster.Of(master) is { } reply) await ReplyAsync(reply);
        else if (!master.State.IsOpen) await EndAsync(RelationKind.Released, $"主单{master.State.Name.Chinese()}");
        else return false;
        await transaction.CommitAsync(ct);
        return true;

        Task EndAsync(RelationKind kind, string reason) => RelationLog.RunAsync(
            connection, [RelationLog.Line([id], kind, masterId, reason, after: null, Actor.System, now), .. RelationLog.StandAlone(id, follower.Ticket)], ct);

        async Task ReplyAsync(ReplyWithMaster reply)
        {
            await RelationLog.RunAsync(connection, [RelationLog.Line([id], RelationKind.Answered, masterId, $"主单 {reply.Master} 已答复", after: null, Actor.System, now)], ct);
            if (Deciding.Decide(reply, follower.Ticket, Actor.System, inForce, now) is not Decision.Happened happened) throw new InvalidOperationException($"Follower {id} cannot take its master's reply.");
            await TicketStore.AppendAsync(connection, id, follower, happened.Events, new Signature(Actor.System, now, inForce.Version), ct);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Looking for masters that have ended failed; the next look is in a second")]
    private static partial void PassFailed(ILogger log, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "Follower {Ticket} could not be given its master's reply; it is tried again with the next pass")]
    private static partial void LetGoFailed(ILogger log, TicketId ticket, Exception e);
}
