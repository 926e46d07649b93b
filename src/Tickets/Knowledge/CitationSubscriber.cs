using Hotline.Tickets.EventStore;
using Hotline.Tickets.Feed;
using Npgsql;

namespace Hotline.Tickets.Knowledge;

/// <summary>
/// Keeps the index of which reply cites which version (KBS-2), out of the log: an approved reply, a correction or an agent's answer
/// takes the place of the ticket's one before. Rows are named by their event, so a repetition changes nothing.
/// </summary>
internal sealed class CitationSubscriber(NpgsqlDataSource db) : ITicketSubscriber
{
    public string Name => "citations";

    /// <summary>All in one round trip: while a thousand commands come a second, the index must not fall behind them.</summary>
    public async Task HandleAsync(IReadOnlyList<FedEvent> events, CancellationToken ct)
    {
        var replies = events.Select(e => e.Recorded)
            .Where(e => e.Event is TicketEvent.Approved or TicketEvent.ReplyCorrected or TicketEvent.RepliedWithMaster or TicketEvent.AnsweredOnTheSpot)
            .DistinctBy(e => (e.Ticket, e.Version)).ToList();
        if (replies.Count == 0) return;
        var before = await RepliesBeforeAsync(replies, ct);
        var cited = replies.ConvertAll(e => Cited(e, before).Distinct().ToList());
        await using var batch = db.CreateBatch();
        batch.BatchCommands.Add(Recall.Await(cited.SelectMany(c => c).Select(c => c.Article)));
        for (var n = 0; n < replies.Count; n++) Index(batch, replies[n], cited[n]);
        await batch.ExecuteNonQueryAsync(ct);
    }

    private static void Index(NpgsqlBatch batch, RecordedEvent e, List<Citation> cited)
    {
        batch.BatchCommands.Add(Sql.Command(
            "update tickets.citation set superseded_at = $3 where ticket_id = $1 and version < $2 and superseded_at is null", e.Ticket.Value, e.Version, e.At));
        batch.BatchCommands.Add(Sql.Command(
            "update tickets.recalled_reply set state = $3, ended_at = $4, actor = $5 where ticket_id = $1 and version < $2 and state = 'open'",
            e.Ticket.Value, e.Version, e.Event is TicketEvent.ReplyCorrected ? "corrected" : "superseded", e.At, EventJson.Parameter(e.By)));
        if (cited.Count == 0) return;
        batch.BatchCommands.Add(Sql.Command(
            """
            insert into tickets.citation (ticket_id, version, article_id, article_version, cited_at)
            select $1, $2, a, v, $5 from unnest($3::uuid[], $4::int[]) c (a, v) on conflict do nothing
            """,
            e.Ticket.Value, e.Version, cited.Select(c => c.Article).ToArray(), cited.Select(c => c.Version).ToArray(), e.At));
        batch.BatchCommands.Add(Recall.Late(e.Ticket, e.Version));
    }

    /// <summary>Of the reply that was approved; a correction without citations of its own keeps those before it.</summary>
    private static IReadOnlyList<Citation> Cited(RecordedEvent e, Dictionary<(Guid, int), TicketEvent> before) => e.Event switch
    {
        TicketEvent.AnsweredOnTheSpot a => a.Citations ?? [],
        TicketEvent.ReplyCorrected { Citations: { } cited } => cited,
        TicketEvent.RepliedWithMaster m => m.Reply?.Citations ?? [],
        _ => before.TryGetValue((e.Ticket.Value, e.Version), out var reply) ? Of(reply) : [],
    };

    /// <summary>The newest reply of each ticket before these versions.</summary>
    private async Task<Dictionary<(Guid, int), TicketEvent>> RepliesBeforeAsync(List<RecordedEvent> replies, CancellationToken ct)
    {
        var rows = await db.ReadAsync(
            """
            select r.ticket_id, r.version, e.body from unnest($1::uuid[], $2::int[]) r (ticket_id, version) cross join lateral (
              select body from tickets.event where ticket_id = r.ticket_id and version < r.version
                and (kind in ('replied', 'replied-with-master', 'answered-on-the-spot') or (kind = 'reply-corrected' and body ? 'citations'))
              order by version desc limit 1) e
            """,
            [replies.Select(e => e.Ticket.Value).ToArray(), replies.Select(e => e.Version).ToArray()],
            row => (Ticket: row.GetGuid(0), Version: row.GetInt32(1), Reply: EventJson.Read<TicketEvent>(row.GetString(2))), ct);
        return rows.ToDictionary(r => (r.Ticket, r.Version), r => r.Reply);
    }

    private static IReadOnlyList<Citation> Of(TicketEvent before) => before switch
    {
        TicketEvent.Replied r => r.Reply.Citations,
        TicketEvent.RepliedWithMaster m => m.Reply?.Citations ?? [],
        TicketEvent.ReplyCorrected c => c.Citations ?? [],
        TicketEvent.AnsweredOnTheSpot a => a.Citations ?? [],
        _ => [],
    };
}
