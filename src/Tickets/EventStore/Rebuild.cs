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
            differences.AddRange((await Task.WhenAll(rows.Chunk(AtATime / 2).Select(part => Task.Run(() => CompareAsync(part, ct), ct)))).SelectMany(d => d));
            (after, compared) = (rows[^1].Id, compared + rows.Count);
        }
    }

    private sealed record Row(Guid Id, int Version, string[] Events, DateTimeOffset[] Times);

    private Task<List<Row>> ReadAsync(Guid after, CancellationToken ct) => db.ReadAsync(
        """
        select t.id, t.version, array(select e.body::text from tickets.event e where e.ticket_id = t.id order by e.version),
          array(select e.at from tickets.event e where e.ticket_id = t.id order by e.version)
        from tickets.ticket t where t.id > $1 order by t.id limit $2
        """,
        [after, AtATime],
        row => new Row(row.GetGuid(0), row.GetInt32(1), row.GetFieldValue<string[]>(2), row.GetFieldValue<DateTimeOffset[]>(3)), ct);

    /// <summary>PostgreSQL compares: its text of the whole row as stored, and with every column that follows from the events put in anew.</summary>
    private async Task<IReadOnlyList<SnapshotDifference>> CompareAsync(Row[] rows, CancellationToken ct) => await db.ReadAsync(
        """
        select t.id, t.version, coalesce((select string_agg(o.key, ', ') from jsonb_each(to_jsonb(t)) o join jsonb_each(to_jsonb(anew)) n using (key) where o.value::text <> n.value::text), 'version')
        from unnest($1::uuid[], $2::text[]) as x (id, made) join tickets.ticket t on t.id = x.id cross join lateral jsonb_populate_record(t, x.made::jsonb) anew
        where t::text <> anew::text
        """,
        [rows.Select(r => r.Id).ToArray(), rows.Select(Made).ToArray()], row => new SnapshotDifference(new(row.GetGuid(0)), row.GetInt32(1), row.GetString(2)), ct);

    private static string Made(Row row)
    {
        var fold = row.Events.Select(EventJson.Read<TicketEvent>).Zip(row.Times).Aggregate((SnapshotRow?)null, (before, e) => SnapshotRow.After(before, e.First, e.Second));
        return fold?.ToJson(row.Events.Length) ?? "{}";
    }
}
