using Hotline.Tickets.EventStore;
using Hotline.Tickets.Feed;
using Hotline.Tickets.Requesters;
using Npgsql;

namespace Hotline.Tickets.Partners;

/// <summary>
/// 结果回传: what becomes of a case that a partner handed over is told under its own number, and a ticket that goes to 110 (or another line)
/// without a call goes as a packet (系统推送). Events may come twice; packets do not.
/// </summary>
internal sealed class PartnerSubscriber(NpgsqlDataSource db, TicketStore store, ExchangeLedger ledger, PersonalDataKey key, TimeProvider clock) : ITicketSubscriber
{
    /// <summary>What is older is not pushed by itself: 110 must not be called to what was over long ago. It waits in the ledger for somebody to look (未回执).</summary>
    private static readonly TimeSpan News = TimeSpan.FromDays(1);

    private sealed record Origin(long Id, string Partner, string Correlation, ExchangeState State, bool Urgent);

    internal const string Checkpoint = "partners";

    public string Name => Checkpoint;

    public async Task HandleAsync(IReadOnlyList<FedEvent> events, CancellationToken ct)
    {
        foreach (var e in events) await HandleAsync(e, ct);
    }

    private async Task HandleAsync(FedEvent e, CancellationToken ct)
    {
        var leaves = e.Recorded.Event as TicketEvent.TransferredToPolice;
        if (leaves is null && e.Recorded.Event is not TicketEvent.PoliceResultRecorded && Told(e.Recorded.Event) is null) return;
        var (origin, target) = (await OriginAsync(e.Recorded.Ticket, ct), leaves?.Line ?? PartnerOptions.Police);
        if (leaves is not null && origin?.Partner != target) await PushAsync(e, leaves, target, ct);
        if (origin is not null && ToldTo(origin, e.Recorded.Event, target) is { } told) await TellAsync(e, origin, told, ct);
    }

    /// <summary>转办: a case that goes from here to another line is not back with its sender, who hears what that line says.</summary>
    private static (ExchangeState State, string? Text, bool Final)? ToldTo(Origin origin, TicketEvent happened, string target) => happened switch
    {
        TicketEvent.TransferredToPolice e when origin.Partner == target => (ExchangeState.Refused, e.Reason, true),
        TicketEvent.TransferredToPolice => (ExchangeState.Accepted, $"已转{target}", false),
        TicketEvent.PoliceResultRecorded e => origin.State == ExchangeState.Refused ? null : (ExchangeState.Returned, e.Result, true),
        _ => Told(happened),
    };

    /// <summary>What of a ticket's life here concerns the side it came from: the state, the words, and whether it is the end.</summary>
    private static (ExchangeState State, string? Text, bool Final)? Told(TicketEvent happened) => happened switch
    {
        TicketEvent.Dispatched => (ExchangeState.Accepted, null, false),
        TicketEvent.AnsweredOnTheSpot e => (ExchangeState.Returned, e.Answer, true),
        TicketEvent.NotAccepted e => (ExchangeState.Returned, string.IsNullOrWhiteSpace(e.Explanation) ? e.Path : e.Explanation, true),
        TicketEvent.Approved e => (ExchangeState.Returned, e.UnifiedReply, true),
        TicketEvent.RepliedWithMaster e => (ExchangeState.Returned, e.UnifiedReply, true),
        TicketEvent.ReplyCorrected e => (ExchangeState.Returned, e.UnifiedReply, true),
        TicketEvent.Reopened => (ExchangeState.Accepted, null, false),
        TicketEvent.Withdrawn => (ExchangeState.Returned, null, true),
        _ => null,
    };

    private async Task TellAsync(FedEvent e, Origin origin, (ExchangeState State, string? Text, bool Final) told, CancellationToken ct)
    {
        var (kind, version) = (e.Recorded.Event.Kind(), e.Recorded.Version);
        var packet = new OutcomePacket("outcome", origin.Correlation, version, e.Recorded.At, e.Number.Digits, told.State, kind, told.Text, told.Final);
        await using var batch = db.CreateBatch();
        batch.BatchCommands.Add(ledger.Offer(origin.Partner, ExchangeKind.Outcome, $"{origin.Correlation}#{version}{(told.Final ? "#final" : "")}", packet, e.Recorded.Ticket, origin.Urgent));
        batch.BatchCommands.Add(Sql.Command(
            "update tickets.partner_exchange set state = $2, answered_at = $3, by_actor = $4::text::jsonb, reason = coalesce(reason, $5) where id = $1 and (state = 'acked' or ($2 = 'refused' and state = 'accepted'))",
            origin.Id, (told.State == ExchangeState.Refused ? ExchangeState.Refused : ExchangeState.Accepted).Code(), e.Recorded.At, EventJson.Write(e.Recorded.By), told.State == ExchangeState.Refused ? told.Text : null));
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Where the call has taken its packet along there is nothing to push: the ticket is only written beside it. That holds for the first time: what came back
    /// from there and goes again is a packet of its own, with its own answer.
    /// </summary>
    private async Task PushAsync(FedEvent e, TicketEvent.TransferredToPolice sent, string target, CancellationToken ct)
    {
        if (await store.LoadAsync(e.Recorded.Ticket, ct) is not { Ticket: var ticket }) return;
        var again = await WentBeforeAsync(e, target, ct);
        if (!again && ticket.Facts.CallId is { } call && await db.ExecuteAsync(
            "update tickets.partner_exchange set ticket_id = $2 where partner = $3 and direction = 'out' and kind = 'call' and correlation = $1", [call, e.Recorded.Ticket.Value, target], ct) > 0) return;

        var (facts, requester) = (ticket.Facts, await RequesterAsync(e.Recorded.Ticket, ct));
        var packet = new CasePacket(
            "case", again ? $"{e.Number.Digits}-{e.Recorded.Version}" : e.Number.Digits, e.Recorded.At, facts.Title, facts.Text, facts.Place, facts.At, requester.Name, requester.Phone, facts.Urgency != Urgency.Normal, facts.Confidential, sent.Reason);
        await using var batch = db.CreateBatch();
        batch.BatchCommands.Add(ledger.Offer(target, ExchangeKind.Case, packet.Correlation, packet, e.Recorded.Ticket, packet.Urgent, held: clock.GetUtcNow() - e.Recorded.At > News));
        await batch.ExecuteNonQueryAsync(ct);
    }

    private async Task<bool> WentBeforeAsync(FedEvent e, string target, CancellationToken ct) => (await db.ReadAsync(
        "select 1 from tickets.event where ticket_id = $1 and version < $2 and kind = 'transferred-to-110' and coalesce(body ->> 'line', $4) = $3 limit 1",
        [e.Recorded.Ticket.Value, e.Recorded.Version, target, PartnerOptions.Police], row => true, ct)).Count == 1;

    private async Task<Origin?> OriginAsync(TicketId ticket, CancellationToken ct) => (await db.ReadAsync(
        "select id, partner, correlation, state, urgent from tickets.partner_exchange where ticket_id = $1 and direction = 'in' and kind = 'case'", [ticket.Value],
        row => new Origin(row.GetInt64(0), row.GetString(1), row.GetString(2), row.Code<ExchangeState>(3), row.GetBoolean(4)), ct)).SingleOrDefault();

    private async Task<Requester> RequesterAsync(TicketId ticket, CancellationToken ct) => (await db.ReadAsync(
        "select sealed from tickets.requester where ticket_id = $1", [ticket.Value], row => key.Open<Requester>(row.GetFieldValue<byte[]>(0), ticket.ToString()), ct)).SingleOrDefault() ?? new(null, null);
}
