using Npgsql;

namespace Hotline.Tickets.EventStore;

/// <summary>Somebody else changed the ticket first.</summary>
public sealed class TicketMovedOnException(TicketId id, Exception inner) : Exception($"Ticket {id} has moved on.", inner);

/// <summary>A ticket as it lies in the store.</summary>
internal sealed record Stored(Ticket Ticket, int Version)
{
    internal Stored After(IReadOnlyList<TicketEvent> events) => new(events.Aggregate(Ticket, Ticket.Evolve), Version + events.Count);
}

/// <summary>The append-only log of every ticket, with what follows from it, one transaction per command.</summary>
internal sealed class TicketStore(NpgsqlDataSource db)
{
    private readonly FeedBell _bell = new(db);
    private readonly TicketNumbers _numbers = new(db);

    private const string LoadOf = "select body, version, merged_into from tickets.ticket where id = $1";

    internal async Task<Stored?> LoadAsync(TicketId id, CancellationToken ct) => (await db.ReadAsync(LoadOf, [id.Value], Row, ct)).SingleOrDefault();

    /// <summary>For a batch that reads more of the ticket; its rows are read by <see cref="Row"/>.</summary>
    internal static NpgsqlBatchCommand Load(TicketId id) => Sql.Command(LoadOf, id.Value);

    internal static Stored Row(NpgsqlDataReader row) =>
        new(EventJson.Read<Ticket>(row.GetString(0)) with { MergedInto = row.IsDBNull(2) ? null : new TicketId(row.GetGuid(2)) }, row.GetInt32(1));

    /// <summary>备注与内部说明: what colleagues wrote for each other.</summary>
    internal async Task<IReadOnlyList<string>> NotesAsync(TicketId id, CancellationToken ct) => await db.ReadAsync(
        "select coalesce(body ->> 'text', body ->> 'reason', body -> 'reply' ->> 'internalNote', '') from tickets.event where ticket_id = $1 and kind in ('noted', 'accepted-after-all', 'replied')", [id.Value], row => row.GetString(0), ct);

    internal Task<TicketId?> FindAsync(TicketNumber number, CancellationToken ct) => _numbers.FindAsync(number, ct);

    /// <summary>The ids of those numbers that are known.</summary>
    internal async Task<Dictionary<TicketNumber, TicketId>> FindAsync(IReadOnlyList<TicketNumber> numbers, CancellationToken ct)
    {
        var found = await db.ReadAsync(
            "select number, id from tickets.ticket where number = any($1)", [numbers.Select(n => n.Digits).ToArray()], row => (Number: row.Number(0), Id: new TicketId(row.GetGuid(1))), ct);
        return found.ToDictionary(f => f.Number, f => f.Id);
    }

    /// <summary>Keeps a try that a rule stood against and that is reported.</summary>
    internal Task RememberTryAsync(TicketId id, string code, Step step, Actor by, DateTimeOffset at, CancellationToken ct) => db.ExecuteAsync(
        "insert into tickets.refused_try (ticket_id, code, step, actor, at) values ($1, $2, $3, $4::jsonb, $5)", [id.Value, code, step.Code(), EventJson.Write(by), at], ct);

    /// <summary>Writes the first events of a ticket with whatever else must stand or fall with them.</summary>
    internal async Task CreateAsync(
        TicketId id, IReadOnlyList<TicketEvent> events, Signature signature, IReadOnlyList<NpgsqlBatchCommand> more, CancellationToken ct)
    {
        await using var batch = db.CreateBatch();
        foreach (var command in TicketWrites.Of(id, before: null, events, signature)) batch.BatchCommands.Add(command);
        foreach (var command in more) batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync(ct);
        _bell.Ring();
    }

    /// <exception cref="TicketMovedOnException">The ticket is no longer at the version of <paramref name="before"/>.</exception>
    internal async Task AppendAsync(TicketId id, Stored before, IReadOnlyList<TicketEvent> events, Signature signature, CancellationToken ct)
    {
        if (events.Count == 0) return;
        await using var batch = db.CreateBatch();
        await RunAsync(batch, id, before, events, signature, ct);
        _bell.Ring();
    }

    /// <summary>The same inside a transaction of the caller; the feed finds it with its next poll.</summary>
    internal static async Task AppendAsync(
        NpgsqlConnection connection, TicketId id, Stored before, IReadOnlyList<TicketEvent> events, Signature signature, CancellationToken ct)
    {
        if (events.Count == 0) return;
        await using var batch = new NpgsqlBatch(connection);
        await RunAsync(batch, id, before, events, signature, ct);
    }

    private static async Task RunAsync(
        NpgsqlBatch batch, TicketId id, Stored before, IReadOnlyList<TicketEvent> events, Signature signature, CancellationToken ct)
    {
        foreach (var command in TicketWrites.Of(id, before, events, signature)) batch.BatchCommands.Add(command);
        try
        {
            await batch.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException e) when (e is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "event_ticket_id_version_key" })
        {
            throw new TicketMovedOnException(id, e);
        }
    }
}
