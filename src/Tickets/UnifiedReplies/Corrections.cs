using Hotline.Tickets.EventStore;
using Hotline.Tickets.Knowledge;
using Npgsql;

namespace Hotline.Tickets.UnifiedReplies;

/// <summary>A correction that waits for somebody else to send it (更正队列).</summary>
public sealed record CorrectionLine(long Id, TicketNumber Number, long? Recall, string? Before, string Text, string Reason, IReadOnlyList<Citation>? Citations, Actor Writer, DateTimeOffset At);

/// <summary>What was queued, and the tickets that could not be: their reply is no longer there to correct, or not this unit's.</summary>
public sealed record Queued(IReadOnlyList<long> Corrections, IReadOnlyList<TicketNumber> Left);

/// <summary>A correction that was not sent, and why.</summary>
public sealed record RefusedCorrection(long Correction, string Code, string Reason, string English);

/// <summary>What became of a batch of corrections.</summary>
public sealed record SentCorrections(IReadOnlyList<long> Sent, IReadOnlyList<RefusedCorrection> Refused);

/// <summary>Queues corrections of sent letters and sends them (更正答复): written by one person, sent by another, to all who got the old one.</summary>
public sealed class Corrections
{
    private readonly NpgsqlDataSource _db;
    private readonly Onces _onces;
    private readonly TicketStore _store;
    private readonly ITicketDesk _desk;
    private readonly RecallFile _recalls;
    private readonly TimeProvider _clock;

    internal Corrections(NpgsqlDataSource db, Onces onces, TicketStore store, ITicketDesk desk, RecallFile recalls, TimeProvider clock) =>
        (_db, _onces, _store, _desk, _recalls, _clock) = (db, onces, store, desk, recalls, clock);

    /// <summary>The present reply, inside the text of a correction.</summary>
    private const string Present = "{reply}";

    private sealed record Draft(TicketId Ticket, string Text, IReadOnlyList<Citation>? Cites);

    /// <summary>All of one request or none of it; with the same <paramref name="key"/> and the same <paramref name="asked"/> nothing is queued twice.</summary>
    /// <param name="text">May hold {reply} where the present reply is to stand.</param>
    /// <param name="citations">Of the new version; null to take the recalled article out, or its published version in its place.</param>
    internal async Task<Queued> QueueAsync(IReadOnlyList<TicketNumber> numbers, string text, string reason, IReadOnlyList<Citation>? citations, long? recall, Actor by, string? key, object asked, CancellationToken ct) =>
        (await _onces.DoAsync(key, asked, by, async once => (Queued?)await QueueAsync(numbers, text, reason, citations, recall, by, once, ct), ct))!;

    private async Task<Queued> QueueAsync(IReadOnlyList<TicketNumber> numbers, string text, string reason, IReadOnlyList<Citation>? citations, long? recall, Actor by, Once? once, CancellationToken ct)
    {
        var (drafts, left) = (new List<Draft>(), new List<TicketNumber>());
        var recalled = recall is { } r ? await _recalls.ArticleAsync(r, ct) : null;
        foreach (var number in (await WithFollowersAsync(numbers, ct)).Distinct())
        {
            var id = await _store.FindAsync(number, ct);
            var stored = id is null ? null : await _store.LoadAsync(id.Value, ct);
            if (stored?.Ticket is not { UnifiedReply: { } present, State.Name: StateName.AwaitingFollowUp or StateName.Closed } ticket || (by.IsOfUnit && ticket.State.Responsible != by.Department))
            {
                left.Add(number);
                continue;
            }

            var cites = citations ?? (recalled is { } old ? await RenewedAsync(ticket.Reply?.Citations ?? [], old, ct) : null);
            drafts.Add(new(id!.Value, text.Replace(Present, present, StringComparison.Ordinal), cites));
        }

        return await InsertAsync(drafts, left, recall, reason, by, once, ct);
    }

    public async Task<IReadOnlyList<CorrectionLine>> OpenAsync(CancellationToken ct) => await _db.ReadAsync(
        """
        select c.id, t.number, c.recall_id, t.body ->> 'unifiedReply', c.text, c.reason, c.cites, c.writer, c.at
        from tickets.correction c join tickets.ticket t on t.id = c.ticket_id where c.ended_at is null order by c.id limit 500
        """,
        [],
        row => new CorrectionLine(
            row.GetInt64(0), row.Number(1), row.MaybeValue<long>(2), row.Maybe<string>(3), row.GetString(4), row.GetString(5), EventJson.Read<IReadOnlyList<Citation>?>(row.GetString(6)),
            EventJson.Read<Actor>(row.GetString(7)), row.Time(8)), ct);

    /// <summary>批量更正: queues a correction of the open replies on a recall's list, of all or of those named; a unit corrects its own.</summary>
    /// <param name="named">Null for all that are open.</param>
    public async Task<Queued> QueueRecalledAsync(long recall, IReadOnlyCollection<TicketNumber>? named, string text, string reason, Actor by, CancellationToken ct)
    {
        var open = (await _recalls.RepliesAsync(recall, by.IsOfUnit ? by.Department : null, ct)).Where(r => r is { State: RecalledState.Open, Queued: false } && named?.Contains(r.Number) != false);
        return await QueueAsync([.. open.Select(r => r.Number)], text, reason, citations: null, recall, by, once: null, ct);
    }

    /// <summary>起草一件更正 of one sent reply.</summary>
    /// <param name="present">The reply as the writer saw it.</param>
    public async Task<Decision> QueueOneAsync(TicketNumber number, string? present, string? text, string? reason, Actor by, CancellationToken ct)
    {
        if (new FieldErrors().Required("publicText", text, 4000).Required("reason", reason, 500).Decision is { } wrong) return wrong;
        if (text == present) return CorrectReply.SameText;
        return (await QueueAsync([number], text!, reason!, citations: null, recall: null, by, once: null, ct)).Corrections.Count > 0 ? new Decision.Happened() : NothingSent;
    }

    /// <summary>更正发出: the ticket's rules decide. A second try after a crash finds the text sent and only closes the line.</summary>
    public async Task<Decision> SendAsync(long id, Actor by, CancellationToken ct)
    {
        var found = await _db.ReadAsync(
            "select ticket_id, text, reason, cites, writer from tickets.correction where id = $1 and ended_at is null", [id],
            row => (Ticket: new TicketId(row.GetGuid(0)), Command: new CorrectReply(
                row.GetString(1), row.GetString(2), EventJson.Read<Actor>(row.GetString(4)).Id, EventJson.Read<IReadOnlyList<Citation>?>(row.GetString(3)))), ct);
        if (found is not [var correction]) return Unknown;

        var decision = await SentBeforeAsync(correction.Ticket, correction.Command, ct) ? new Decision.Happened() : await _desk.HandleAsync(correction.Ticket, correction.Command, by, ct);
        if (decision is Decision.Happened) await EndAsync(id, sent: true, by, ct);
        return decision;
    }

    /// <summary>Each on its own: one that is refused holds up no other.</summary>
    public async Task<SentCorrections> SendAllAsync(IReadOnlyList<long> ids, Actor by, CancellationToken ct)
    {
        var (sent, refused) = (new List<long>(), new List<RefusedCorrection>());
        foreach (var id in ids.Distinct())
        {
            switch (await SendAsync(id, by, ct))
            {
                case Decision.Happened: sent.Add(id); break;
                case Decision.Refused why: refused.Add(new(id, why.Code, why.Reason, why.English)); break;
                case Decision.Invalid invalid: refused.Add(new(id, "invalid", string.Join('；', invalid.Errors.SelectMany(e => e.Value)), string.Join(", ", invalid.Errors.Keys))); break;
            }
        }

        return new(sent, refused);
    }

    /// <summary>更正作废</summary>
    public async Task<Decision> DropAsync(long id, Actor by, CancellationToken ct) => await EndAsync(id, sent: false, by, ct) == 1 ? new Decision.Happened() : Unknown;

    /// <summary>并单: who got the same letter by a merge gets its correction too.</summary>
    private async Task<IReadOnlyList<TicketNumber>> WithFollowersAsync(IReadOnlyList<TicketNumber> numbers, CancellationToken ct) =>
    [
        .. numbers,
        .. await _db.ReadAsync(
            """
            select distinct f.number from tickets.ticket m join tickets.relation_log l on l.other = m.id join tickets.ticket f on f.id = l.ticket_id
            where m.number = any($1) and f.body ->> 'unifiedReply' = m.body ->> 'unifiedReply' and f.state in ('awaiting-follow-up', 'closed') order by 1
            """,
            [numbers.Select(n => n.Digits).ToArray()], row => row.Number(0), ct),
    ];

    private async Task<bool> SentBeforeAsync(TicketId ticket, CorrectReply c, CancellationToken ct)
    {
        var last = await _db.ReadAsync(
            "select body from tickets.event where ticket_id = $1 and kind = 'reply-corrected' order by version desc limit 1", [ticket.Value], row => EventJson.Read<TicketEvent>(row.GetString(0)), ct);
        return last is [TicketEvent.ReplyCorrected e] && e.UnifiedReply == c.PublicText && e.Reason == c.Reason && (e.Citations ?? []).SequenceEqual(c.Citations ?? []);
    }

    private Task<int> EndAsync(long id, bool sent, Actor by, CancellationToken ct) => _db.ExecuteAsync(
        "update tickets.correction set ended_at = $2, ended_by = $3::text::jsonb, sent = $4 where id = $1 and ended_at is null", [id, _clock.Now(), EventJson.Write(by), sent], ct);

    private async Task<IReadOnlyList<Citation>> RenewedAsync(IReadOnlyList<Citation> present, ArticleVersionId old, CancellationToken ct)
    {
        var now = await _db.ReadAsync(
            "select version from tickets.article_version where article_id = $1 and state = 'published' and expires_at > $2", [old.Article, _clock.Now()], row => new Citation(old.Article, row.GetInt32(0)), ct);
        return [.. present.Where(c => c.Article != old.Article), .. now];
    }

    private async Task<Queued> InsertAsync(List<Draft> drafts, List<TicketNumber> left, long? recall, string reason, Actor by, Once? once, CancellationToken ct)
    {
        var now = _clock.Now();
        await using var connection = await _db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var made = new List<long>(drafts.Count);
        foreach (var d in drafts) made.AddRange(await connection.ReadAsync(
            "insert into tickets.correction (ticket_id, recall_id, text, reason, cites, writer, at) values ($1, $2, $3, $4, $5::text::jsonb, $6::text::jsonb, $7) returning id",
            [d.Ticket.Value, recall, d.Text, reason, EventJson.Write(d.Cites), EventJson.Write(by), now], row => row.GetInt64(0), ct));
        var queued = new Queued(made, left);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in Onces.Row(once, queued, now)) batch.BatchCommands.Add(command);
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return queued;
    }

    internal static Decision.Refused NothingSent { get; } = new("nothing-sent", "该工单没有可更正的已发答复", "The ticket has no sent reply that could be corrected.");
    internal static Decision.Refused Unknown { get; } = new("unknown-correction", "没有这条待发出的更正", "There is no such open correction.");
}
