using System.Globalization;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Feed;

/// <summary>How far a subscriber has read.</summary>
internal sealed record Checkpoint(ulong Xid, long Seq)
{
    public static bool operator >=(Checkpoint a, Checkpoint b) => (a.Xid, a.Seq).CompareTo((b.Xid, b.Seq)) >= 0;

    public static bool operator <=(Checkpoint a, Checkpoint b) => b >= a;
}

/// <summary>
/// Reads the log in the order (transaction id, seq), below the oldest transaction that still runs. Reading by seq alone would
/// lose events: a number drawn early may be committed late. Below the horizon nothing can appear any more, and as writers of one
/// ticket pass one after the other (TicketWrites), the order keeps each ticket's own.
/// </summary>
internal sealed class FeedReader(NpgsqlDataSource db)
{
    internal const int AtATime = 500;

    internal async Task<(IReadOnlyList<FedEvent> Events, Checkpoint End)> ReadAsync(Checkpoint after, CancellationToken ct)
    {
        var end = after;
        var events = await db.ReadAsync(
            """
            select e.seq, e.ticket_id, e.version, e.body, e.actor, e.at, e.rules, t.number, t.state, t.department, e.xid
            from tickets.event e join tickets.ticket t on t.id = e.ticket_id
            where (e.xid, e.seq) > ($1::text::xid8, $2) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
            order by e.xid, e.seq limit $3
            """,
            [Xid(after.Xid), after.Seq, AtATime],
            row =>
            {
                end = new(row.GetFieldValue<ulong>(10), row.GetInt64(0));
                return Fed(row);
            },
            ct);
        return (events, end);
    }

    /// <summary>
    /// The first events of the next tickets, in the order of their ids, whatever the log's order is. The tickets are chosen before their
    /// events are looked up: otherwise both are merged from the log's beginning for every batch.
    /// </summary>
    internal async Task<IReadOnlyList<FedEvent>> BeginningsAsync(Guid after, CancellationToken ct) => await db.ReadAsync(
        """
        select e.seq, e.ticket_id, e.version, e.body, e.actor, e.at, e.rules, t.number, t.state, t.department
        from (select id, number, state, department from tickets.ticket where id > $1 order by id limit $2) t join tickets.event e on e.ticket_id = t.id and e.version = 1 order by t.id
        """,
        [after, AtATime], Fed, ct);

    /// <summary>Where the log ends now: from here on nothing is missed.</summary>
    internal async Task<Checkpoint> NowAsync(CancellationToken ct) =>
        (await db.ReadAsync("select pg_snapshot_xmin(pg_current_snapshot())", [], row => new Checkpoint(row.GetFieldValue<ulong>(0), 0), ct))[0];

    internal async Task<Checkpoint> CheckpointAsync(string subscriber, CancellationToken ct)
    {
        var found = await db.ReadAsync(
            "select xid, seq from tickets.checkpoint where subscriber = $1", [subscriber], row => new Checkpoint(row.GetFieldValue<ulong>(0), row.GetInt64(1)), ct);
        return found.Count == 0 ? new(0, 0) : found[0];
    }

    internal Task SaveAsync(string subscriber, Checkpoint at, CancellationToken ct) => db.ExecuteAsync(
        "insert into tickets.checkpoint (subscriber, xid, seq) values ($1, $2::text::xid8, $3) on conflict (subscriber) do update set xid = excluded.xid, seq = excluded.seq",
        [subscriber, Xid(at.Xid), at.Seq], ct);

    internal async Task<bool> HasAsync(Checkpoint at, TicketId ticket, CancellationToken ct) => (await db.ReadAsync(
        "select 1 from tickets.event where xid = $1::text::xid8 and seq = $2 and ticket_id = $3", [Xid(at.Xid), at.Seq, ticket.Value], _ => 1, ct)).Count == 1;

    /// <summary>The last event that can be seen now, though others before it may not be safe to read yet.</summary>
    internal async Task<Checkpoint> EndAsync(CancellationToken ct)
    {
        var found = await db.ReadAsync(
            "select xid, seq from tickets.event order by xid desc, seq desc limit 1", [], row => new Checkpoint(row.GetFieldValue<ulong>(0), row.GetInt64(1)), ct);
        return found.Count == 0 ? new(0, 0) : found[0];
    }

    /// <summary>Whether the subscriber has read all that can be seen now; what comes later has a later place.</summary>
    internal async Task<bool> IsAtEndAsync(string subscriber, CancellationToken ct) => (await db.ReadAsync(
        "select (c.xid, c.seq) >= (e.xid, e.seq) from tickets.checkpoint c cross join (select xid, seq from tickets.event order by xid desc, seq desc limit 1) e where c.subscriber = $1",
        [subscriber], row => row.GetBoolean(0), ct)) is [true];

    /// <summary>Waits until no other host hands events to the subscriber.</summary>
    internal static async Task LockAsync(NpgsqlConnection connection, string subscriber, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select pg_advisory_lock(hashtextextended('tickets.feed:' || $1, 0))", connection) { Parameters = { new() { Value = subscriber } } };
        await command.ExecuteNonQueryAsync(ct);
    }

    internal static async Task<bool> TryLockAsync(NpgsqlConnection connection, string subscriber, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended('tickets.feed:' || $1, 0))", connection) { Parameters = { new() { Value = subscriber } } };
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    internal static async Task UnlockAsync(NpgsqlConnection connection, string subscriber)
    {
        await using var command = new NpgsqlCommand("select pg_advisory_unlock(hashtextextended('tickets.feed:' || $1, 0))", connection) { Parameters = { new() { Value = subscriber } } };
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    internal static TicketChange Change(FedEvent e) => new(e.Recorded.Ticket, e.Number, e.Recorded.Version, e.Recorded.Event.Kind(), e.State, e.Department);

    private static FedEvent Fed(NpgsqlDataReader row) => new(
        new RecordedEvent(
            row.GetInt64(0), new(row.GetGuid(1)), row.GetInt32(2), EventJson.Read<TicketEvent>(row.GetString(3)), EventJson.Read<Actor>(row.GetString(4)), row.Time(5), row.GetString(6)),
        row.Number(7), row.Code<StateName>(8), row.Department(9));

    private static string Xid(ulong value) => value.ToString(CultureInfo.InvariantCulture);
}
