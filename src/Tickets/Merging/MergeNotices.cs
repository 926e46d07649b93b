using Hotline.Tickets.Delivery;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Merging;

/// <summary>并单告知: tells a caller that the ticket is handled with another. The row of the wish stands in the merge's own transaction, so no letter is lost; none is written twice.</summary>
internal sealed class MergeNotices(NpgsqlDataSource db, LetterOffice office)
{
    private const int AtATime = 200;

    /// <summary>Who joins an answered master gets the reply at once and no word before it.</summary>
    internal static NpgsqlBatchCommand Wish(IReadOnlyList<TicketId> tickets, TicketId master) => Sql.Command(
        """
        insert into tickets.merge_notice (ticket_id, no, master, at)
        select l.ticket_id, l.no, l.other, l.at from unnest($1) t cross join lateral (select * from tickets.relation_log where ticket_id = t order by no desc limit 1) l where l.other = $2
        """,
        tickets.Select(t => t.Value).ToArray(), master.Value);

    /// <returns>How many were dealt with.</returns>
    internal async Task<int> PassAsync(CancellationToken ct)
    {
        var wished = await db.ReadAsync(
            """
            select n.ticket_id, n.no, case when m.confidential or t.confidential then null else m.number end, n.at, t.merged_into = n.master
            from tickets.merge_notice n join tickets.ticket t on t.id = n.ticket_id join tickets.ticket m on m.id = n.master order by n.at, n.ticket_id limit $1
            """,
            [AtATime], row => (Ticket: new TicketId(row.GetGuid(0)), No: row.GetInt32(1), Master: row.Maybe<string>(2), At: row.Time(3), Follows: !row.IsDBNull(4) && row.GetBoolean(4)), ct);
        foreach (var w in wished)
        {
            if (w.Follows) await office.PostAsync(new(w.Ticket, $"merge:{w.No}", LetterKind.Merged, new Dictionary<string, string?>(StringComparer.Ordinal) { ["master"] = w.Master }, w.At), ct);
            await db.ExecuteAsync("delete from tickets.merge_notice where ticket_id = $1 and no = $2", [w.Ticket.Value, w.No], ct);
        }

        return wished.Count;
    }
}
