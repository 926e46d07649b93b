using System.Globalization;
using Npgsql;

namespace Hotline.Tickets.EventStore;

/// <summary>A snapshot that is not what its events add up to.</summary>
/// <param name="Version">Of the ticket in the store.</param>
/// <param name="Difference">Which column, and how it differs.</param>
public sealed record SnapshotDifference(TicketId Ticket, int Version, string Difference);

/// <summary>
/// Makes tickets anew from their events and compares with what is stored (重建): the snapshot must come out the same byte for
/// byte. Reads only, some hundred tickets at a time in the order of their ids.
/// </summary>
public sealed class Rebuild(NpgsqlDataSource db)
{
    private const int AtATime = 500;

    /// <summary>The ticket after its first <paramref name="upTo"/> events, or all.</summary>
    /// <returns>Null where there is no such ticket or it had no events by then.</returns>
    public static Ticket? Of(IEnumerable<RecordedEvent> events, int? upTo = null) =>
        events.Where(e => upTo is null || e.Version <= upTo).Aggregate((Ticket?)null, (ticket, e) => Ticket.Evolve(ticket, e.Event));

    /// <summary>Compares every ticket after <paramref name="after"/>, in the order of ids.</summary>
    /// <returns>How many were compared and which differ.</returns>
    public async Task<(long Compared, IReadOnlyList<SnapshotDifference> Differences)> CompareAsync(CancellationToken ct)
    {
        var (after, compared, differences) = (Guid.Empty, 0L, new List<SnapshotDifference>());
        while (true)
        {
            var rows = await ReadAsync(after, ct);
            if (rows.Count == 0) return (compared, differences);
            differences.AddRange((await Task.WhenAll(rows.Chunk(AtATime / 2).Select(part => Task.Run(() => part.Select(Compare).OfType<SnapshotDifference>().ToList(), ct)))).SelectMany(d => d));
            (after, compared) = (rows[^1].Id, compared + rows.Count);
        }
    }

    private sealed record Row(Guid Id, int Version, string State, string? Department, string Title, int Level, string Body, string[] Events);

    private Task<List<Row>> ReadAsync(Guid after, CancellationToken ct) => db.ReadAsync(
        """
        select t.id, t.version, t.state, t.department, t.title, t.level, t.body::text, array(select e.body::text from tickets.event e where e.ticket_id = t.id order by e.version)
        from tickets.ticket t where t.id > $1 order by t.id limit $2
        """,
        [after, AtATime],
        row => new Row(row.GetGuid(0), row.GetInt32(1), row.GetString(2), row.Maybe<string>(3), row.GetString(4), row.GetInt32(5), row.GetString(6), row.GetFieldValue<string[]>(7)), ct);

    private static SnapshotDifference? Compare(Row row)
    {
        var ticket = row.Events.Select(EventJson.Read<TicketEvent>).Aggregate((Ticket?)null, Ticket.Evolve)!;
        var stored = EventJson.Write(EventJson.Read<Ticket>(row.Body)); // jsonb keeps its own order of keys
        var problem = (row.Events.Length == row.Version, EventJson.Write(ticket) == stored, row.State == ticket.State.Name.Code(),
                row.Department == ticket.State.Responsible?.Code, row.Title == ticket.Facts.Title && row.Level == ticket.Level) switch
        {
            (false, _, _, _, _) => string.Create(CultureInfo.InvariantCulture, $"version {row.Version}, {row.Events.Length} events"),
            (_, false, _, _, _) => "body",
            (_, _, false, _, _) => "state",
            (_, _, _, false, _) => "department",
            (_, _, _, _, false) => "title or level",
            _ => null,
        };
        return problem is null ? null : new(new TicketId(row.Id), row.Version, problem);
    }
}
