using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Merging;

/// <summary>A ticket beside another (关联工单).</summary>
/// <param name="Leads">The other was said to follow, repeat or stem from this one.</param>
public sealed record RelatedTicket(
    TicketId Id, TicketNumber Number, RelationKind Kind, bool Leads, StateName State, string Title, string? Department, string Reason, string By, DateTimeOffset At);

/// <summary>What a ticket has to do with others now.</summary>
/// <param name="MergedInto">主单; null where it follows nobody, or its reader may not know whom.</param>
/// <param name="Followers">从单 that follow it now, the hidden ones too.</param>
/// <param name="Hidden">Related tickets that are confidential and not shown to this reader.</param>
public sealed record TicketRelations(TicketNumber? MergedInto, int Followers, IReadOnlyList<RelatedTicket> Related, int Hidden, IReadOnlyList<RelationLine> Log);

/// <summary>One line of a ticket's chain of relations.</summary>
public sealed record RelationLine(int No, RelationKind Kind, TicketNumber? Other, string Reason, Actor By, DateTimeOffset At);

/// <summary>A proposal to merge, or a ticket that lost its master, for dispatchers (并单待办).</summary>
public sealed record RelationToDo(TicketNumber Number, string Title, RelationKind Kind, TicketNumber Master, string Reason, string By, DateTimeOffset At);

/// <summary>
/// Reads relations. Units never learn of a confidential ticket they do not handle: it is counted and not named. Nothing of a
/// requester is in any answer.
/// </summary>
public sealed class Relations(NpgsqlDataSource db, CityRules rules)
{
    private const int Most = 5000;

    public async Task<TicketRelations> ReadAsync(TicketId id, Actor reader, CancellationToken ct)
    {
        var all = await db.ReadAsync(
            """
            select o.id, o.number, r.kind, r.other = $1, o.state, o.title, o.department, r.reason, r.actor, r.at, o.confidential
            from (select * from tickets.relation where ticket_id = $1 union all select * from tickets.relation where other = $1) r
            join tickets.ticket o on o.id = case when r.other = $1 then r.ticket_id else r.other end
            where r.kind <> 'declined' order by r.at, o.number limit $2
            """,
            [id.Value, Most],
            row => (Line: new RelatedTicket(
                new(row.GetGuid(0)), row.Number(1), row.Code<RelationKind>(2), row.GetBoolean(3), row.Code<StateName>(4), row.GetString(5), rules.NameOf(row.Department(6)),
                row.GetString(7), EventJson.Read<Actor>(row.GetString(8)).Name, row.Time(9)), Hidden: reader.IsOfUnit && row.GetBoolean(10)), ct);
        var seen = all.Where(r => !r.Hidden).Select(r => r.Line).ToList();
        var named = seen.ToDictionary(r => (r.Id, r.Leads), r => r.Number);
        return new(
            seen.FirstOrDefault(r => r is { Kind: RelationKind.Merged, Leads: false })?.Number, all.Count(r => r.Line is { Kind: RelationKind.Merged, Leads: true }), seen, all.Count - seen.Count,
            await LogAsync(id, named, ct));
    }

    /// <summary>What waits for a dispatcher: agents' proposals, and tickets whose master ended without a reply and that are open still.</summary>
    public async Task<IReadOnlyList<RelationToDo>> ToDoAsync(CancellationToken ct) => await db.ReadAsync(
        """
        select t.number, t.title, r.kind, m.number, r.reason, r.actor, r.at
        from tickets.relation_log r join tickets.ticket t on t.id = r.ticket_id join tickets.ticket m on m.id = r.other
        where r.kind in ('proposed', 'released') and r.no = (select max(no) from tickets.relation_log l where l.ticket_id = r.ticket_id)
          and t.merged_into is null and t.state = any ($1) and (r.kind = 'proposed' or t.version = r.version)
        order by r.at, t.number limit 500
        """,
        [Transitions.Open.Select(s => s.Code()).ToArray()],
        row => new RelationToDo(row.Number(0), row.GetString(1), row.Code<RelationKind>(2), row.Number(3), row.GetString(4), EventJson.Read<Actor>(row.GetString(5)).Name, row.Time(6)), ct);

    /// <summary>Whether a ticket's chain of relations still holds: nobody changed, removed or moved a line.</summary>
    public async Task<bool> IsUntouchedAsync(TicketId id, CancellationToken ct)
    {
        var rows = await db.ReadAsync(
            """
            select hash = tickets.relation_chain(lag(hash) over (order by no), ticket_id, no, kind, other, reason, before, after, version, head, actor, at) and no = row_number() over (order by no)
            from tickets.relation_log where ticket_id = $1
            """,
            [id.Value], row => row.GetBoolean(0), ct);
        return rows.TrueForAll(holds => holds);
    }

    private async Task<List<RelationLine>> LogAsync(TicketId id, Dictionary<(TicketId, bool), TicketNumber> named, CancellationToken ct) => await db.ReadAsync(
        "select no, kind, other, reason, actor, at from tickets.relation_log where ticket_id = $1 order by no", [id.Value],
        row => new RelationLine(
            row.GetInt32(0), row.Code<RelationKind>(1), named.TryGetValue((new(row.GetGuid(2)), false), out var number) ? number : null, row.GetString(3),
            EventJson.Read<Actor>(row.GetString(4)), row.Time(5)), ct);
}
