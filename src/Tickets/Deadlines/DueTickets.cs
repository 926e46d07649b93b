using Hotline.Tickets.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace Hotline.Tickets.Deadlines;

/// <summary>Tickets with a clock that is due, locked for one transaction.</summary>
/// <param name="Ready">Those that may fire in it.</param>
internal sealed record DueTickets(IReadOnlyDictionary<Guid, Stored> Locked, IReadOnlyList<Guid> Ready)
{
    /// <remarks>
    /// Only ticket rows are locked, none is waited for, and every writer of a ticket's other rows holds its ticket: hosts and
    /// commands cannot block each other in a ring. The first lock draws the transaction's id, and the feed goes by these ids; a
    /// ticket that a younger transaction wrote before we locked it is therefore left to the next sweep. So is one that another host
    /// fired meanwhile: the second question sees what the locks have settled.
    /// </remarks>
    internal static async Task<DueTickets> LockAsync(NpgsqlConnection connection, DateTimeOffset now, int atMost, ICollection<Guid> except, CancellationToken ct)
    {
        var locked = new Dictionary<Guid, Stored>();
        await using (var command = Command(
            connection,
            """
            select t.id, t.body, t.version from tickets.clock c join tickets.ticket t on t.id = c.ticket_id
            where c.fire_at <= $1 and t.merged_into is null and t.id <> all ($2) order by c.fire_at limit $3 for update of t skip locked
            """,
            now, except.ToArray(), atMost))
        {
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct)) locked.TryAdd(row.GetGuid(0), new(EventJson.Read<Ticket>(row.GetString(1)), row.GetInt32(2)));
        }

        return new(locked, locked.Count == 0 ? [] : await ReadyAsync(connection, now, locked, ct));
    }

    /// <summary>The rows of a ticket that has nothing to say, set right by its snapshot.</summary>
    internal static NpgsqlBatchCommand Mend(TicketId id, Ticket ticket) => Sql.Command(
        """
        update tickets.clock c set fire_at = (
          select s.fire_at from unnest($2::text[], $3::int[], $4::timestamptz[]) s(name, task, fire_at) where s.name = c.name and s.task = c.task)
        where c.ticket_id = $1 and c.fire_at is not null
        """,
        id.Value, ticket.Clocks.Select(c => c.Name.Code()).ToArray(), ticket.Clocks.Select(c => c.Task ?? 0).ToArray(),
        new NpgsqlParameter { Value = ticket.Clocks.Select(c => c.FiresAt).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });

    private static async Task<List<Guid>> ReadyAsync(NpgsqlConnection connection, DateTimeOffset now, Dictionary<Guid, Stored> locked, CancellationToken ct)
    {
        var ready = new List<Guid>(locked.Count);
        await using var command = Command(
            connection,
            """
            select l.id from unnest($1, $2) l(id, version) join tickets.event e on e.ticket_id = l.id and e.version = l.version
            where e.xid < pg_current_xact_id() and exists (select from tickets.clock c where c.ticket_id = l.id and c.fire_at <= $3)
            """,
            locked.Keys.ToArray(), locked.Values.Select(s => s.Version).ToArray(), now);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) ready.Add(row.GetGuid(0));
        return ready;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }
}
