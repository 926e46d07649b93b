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

    public async Task HandleAsync(IReadOnlyList<FedEvent> events, CancellationToken ct)
    {
        foreach (var e in events.Select(e => e.Recorded))
        {
            if (e.Event is TicketEvent.Approved or TicketEvent.ReplyCorrected or TicketEvent.RepliedWithMaster or TicketEvent.AnsweredOnTheSpot) await HandleAsync(e, ct);
        }
    }

    private async Task HandleAsync(RecordedEvent e, CancellationToken ct)
    {
        var cited = (await CitedAsync(e, ct)).Distinct().ToList();
        await using var batch = db.CreateBatch();
        batch.BatchCommands.Add(Recall.Await(cited.Select(c => c.Article)));
        batch.BatchCommands.Add(Sql.Command(
            "update tickets.citation set superseded_at = $3 where ticket_id = $1 and version < $2 and superseded_at is null", e.Ticket.Value, e.Version, e.At));
        batch.BatchCommands.Add(Sql.Command(
            "update tickets.recalled_reply set state = $3, ended_at = $4, actor = $5 where ticket_id = $1 and version < $2 and state = 'open'",
            e.Ticket.Value, e.Version, e.Event is TicketEvent.ReplyCorrected ? "corrected" : "superseded", e.At, EventJson.Parameter(e.By)));
        batch.BatchCommands.Add(Sql.Command(
            """
            insert into tickets.citation (ticket_id, version, article_id, article_version, cited_at)
            select $1, $2, a, v, $5 from unnest($3::uuid[], $4::int[]) c (a, v) on conflict do nothing
            """,
            e.Ticket.Value, e.Version, cited.Select(c => c.Article).ToArray(), cited.Select(c => c.Version).ToArray(), e.At));
        batch.BatchCommands.Add(Recall.Late(e.Ticket, e.Version));
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Of the reply that was approved; a correction without citations of its own keeps those before it.</summary>
    private async Task<IReadOnlyList<Citation>> CitedAsync(RecordedEvent e, CancellationToken ct) => e.Event switch
    {
        TicketEvent.AnsweredOnTheSpot a => a.Citations ?? [],
        TicketEvent.ReplyCorrected { Citations: { } cited } => cited,
        TicketEvent.RepliedWithMaster m => m.Reply?.Citations ?? [],
        _ => await db.ReadAsync(
            """
            select body from tickets.event where ticket_id = $1 and version < $2 and (kind in ('replied', 'replied-with-master', 'answered-on-the-spot') or (kind = 'reply-corrected' and body ? 'citations'))
            order by version desc limit 1
            """,
            [e.Ticket.Value, e.Version], row => EventJson.Read<TicketEvent>(row.GetString(0)), ct) is [var before] ? Of(before) : [],
    };

    private static IReadOnlyList<Citation> Of(TicketEvent before) => before switch
    {
        TicketEvent.Replied r => r.Reply.Citations,
        TicketEvent.RepliedWithMaster m => m.Reply?.Citations ?? [],
        TicketEvent.ReplyCorrected c => c.Citations ?? [],
        TicketEvent.AnsweredOnTheSpot a => a.Citations ?? [],
        _ => [],
    };
}
