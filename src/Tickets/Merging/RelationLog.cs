using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Merging;

/// <summary>Writes the relation log and reads the parties of a merge under their locks. Everything runs in a transaction of the caller.</summary>
internal static class RelationLog
{
    /// <summary>
    /// Locks the tickets in the order of their ids, so that two merges of the same tickets wait for each other and never crosswise.
    /// The lock is the one of an ordinary change: it lets others write rows that only point to these tickets.
    /// </summary>
    internal static async Task<Dictionary<TicketId, Party>> LockAsync(NpgsqlConnection connection, IReadOnlyCollection<TicketId> ids, CancellationToken ct)
    {
        var given = ids.Select(i => i.Value).ToArray();
        await using (var locking = Command(connection, "select id from tickets.ticket where id = any($1) order by id for no key update", given)) await locking.ExecuteNonQueryAsync(ct);

        var found = new Dictionary<TicketId, Party>();
        await using var command = Command(
            connection,
            """
            select t.id, t.number, t.state, t.kind, t.confidential, t.merged_into, exists (select 1 from tickets.ticket f where f.merged_into = t.id), t.body ? 'unifiedReply', r.phone_mac
            from tickets.ticket t left join tickets.requester r on r.ticket_id = t.id where t.id = any($1)
            """,
            given);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            var id = new TicketId(row.GetGuid(0));
            found[id] = new(
                id, row.Number(1), row.Code<StateName>(2), row.Code<TicketKind>(3), row.GetBoolean(4), row.IsDBNull(5) ? null : new TicketId(row.GetGuid(5)),
                row.GetBoolean(6), row.GetBoolean(7), row.Maybe<byte[]>(8));
        }

        return found;
    }

    /// <summary>One line for each ticket, chained to its last. The tickets are locked, or nobody knows them yet.</summary>
    internal static NpgsqlBatchCommand Line(IEnumerable<TicketId> tickets, RelationKind kind, TicketId other, string reason, TicketId? after, Actor by, DateTimeOffset at) => Sql.Command(
        """
        insert into tickets.relation_log (ticket_id, no, kind, other, reason, before, after, version, head, actor, at, hash)
        select t.id, coalesce(l.no, 0) + 1, $2, $3, $4, t.merged_into, $5, e.version, e.hash, $6, $7,
          tickets.relation_chain(l.hash, t.id, coalesce(l.no, 0) + 1, $2, $3, $4, t.merged_into, $5, e.version, e.hash, $6, $7)
        from tickets.ticket t
        cross join lateral (select version, hash from tickets.event where ticket_id = t.id order by version desc limit 1) e
        left join lateral (select no, hash from tickets.relation_log where ticket_id = t.id order by no desc limit 1) l on true
        where t.id = any($1) order by t.id
        """,
        tickets.Select(t => t.Value).ToArray(), kind.Code(), other.Value, reason, Id(after), EventJson.Parameter(by), at);

    /// <summary>They follow the master, and their clocks fall silent. What the clocks say lies in the tickets and is not touched.</summary>
    internal static IEnumerable<NpgsqlBatchCommand> Follow(IReadOnlyList<TicketId> tickets, TicketId master)
    {
        var ids = tickets.Select(t => t.Value).ToArray();
        yield return Sql.Command("update tickets.ticket set merged_into = $2 where id = any($1)", ids, master.Value);
        yield return Sql.Command("update tickets.clock set fire_at = null where ticket_id = any($1) and fire_at is not null", ids);
    }

    /// <summary>It stands for itself, and its clocks speak again: what was due meanwhile fires with the next sweep.</summary>
    internal static IEnumerable<NpgsqlBatchCommand> StandAlone(TicketId ticket, Ticket body)
    {
        yield return Sql.Command("update tickets.ticket set merged_into = null where id = $1", ticket.Value);
        foreach (var clock in body.Clocks)
        {
            if (TicketWrites.FiresAt(clock, body with { MergedInto = null }) is { } at)
                yield return Sql.Command("update tickets.clock set fire_at = $4 where ticket_id = $1 and name = $2 and task = $3 and stopped_at is null", ticket.Value, clock.Name.Code(), clock.Task ?? 0, at);
        }
    }

    internal static async Task RunAsync(NpgsqlConnection connection, IEnumerable<NpgsqlBatchCommand> commands, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in commands) batch.BatchCommands.Add(command);
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlParameter Id(TicketId? id) => new() { Value = (object?)id?.Value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid };

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object value) => new(sql, connection) { Parameters = { new() { Value = value } } };
}
