using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Feed;
using Hotline.Tickets.Requesters;
using Npgsql;

namespace Hotline.Tickets.FollowingUp;

/// <summary>
/// Opens one survey for each closing of a ticket, keeps its next try, and ends it. What was not drawn is closed as not rated when the
/// limit of the follow-up is over. The plan stands beside the ticket, where the unit that handled it does not read.
/// </summary>
internal sealed class FollowUpPlanner(NpgsqlDataSource db, TicketStore store, PersonalDataKey key, CityRules rules, ITicketDesk desk) : ITicketSubscriber
{
    public string Name => "follow-up";

    public async Task HandleAsync(IReadOnlyList<FedEvent> events, CancellationToken ct)
    {
        foreach (var e in events.Select(e => e.Recorded)) await HandleAsync(e, ct);
    }

    private Task HandleAsync(RecordedEvent e, CancellationToken ct) => e.Event switch
    {
        TicketEvent.Approved { Closes: false } => OpenAsync(e, null, null, ct),
        TicketEvent.RepliedWithMaster { Closes: false, By: { } unit } m => OpenAsync(e, unit, m.Reply?.WrittenBy, ct),
        TicketEvent.FollowedUp { Outcome: FollowUpOutcome.TryAgain } => TriedAsync(e, ct),
        TicketEvent.FollowedUp f => EndAsync(e, (f.Answer.Result ?? (f.Answer.Reached ? FollowUpResult.Reached : FollowUpResult.NoAnswer)).Code(), called: f.Answer.Result != FollowUpResult.NotAsked, ct),
        TicketEvent.Rated or TicketEvent.Reopened or TicketEvent.Withdrawn or TicketEvent.TransferredToPolice => EndAsync(e, e.Event.Kind(), called: false, ct),
        TicketEvent.ClockOverdue { Clock: Deadlines.ClockName.FollowUp } => LimitOverAsync(e, ct),
        _ => Task.CompletedTask,
    };

    /// <summary>The closing an event belongs to: as many replies were approved, or came with the master's, by then. Times would not tell events of one moment apart.</summary>
    private const string Round = "(select count(*) from tickets.event where ticket_id = $1 and kind in ('approved', 'replied-with-master') and version <= $2)";

    private async Task OpenAsync(RecordedEvent e, DepartmentId? unit, string? handler, CancellationToken ct)
    {
        var (ticket, city) = ((await store.LoadAsync(e.Ticket, ct))!.Ticket, rules.At(e.At));
        var plan = FollowUpPlan.Of(ticket, key.Fingerprint("follow-up", $"{e.Ticket}:{e.Version}"), city);
        await db.ExecuteAsync(
            $"""
            insert into tickets.follow_up (ticket_id, round, unit, handler, sampled, risk, grounds, opened_at, next_at)
            select $1, {Round}, coalesce($8::text, r.body->>'by'), coalesce($9::text, r.body->'reply'->>'writtenBy'), $3, $4, $5, $6, $7::timestamptz
            from (select 1) one left join lateral (select body from tickets.event where ticket_id = $1 and kind = 'replied' and version < $2 order by version desc limit 1) r on $8::text is null
            on conflict do nothing
            """,
            [
                e.Ticket.Value, e.Version, plan.Sampled, plan.Risk, plan.Grounds.Select(g => g.Code()).ToArray(), e.At,
                plan.Sampled ? new CallingHours(city).Next([], e.At) : null, unit?.Code, handler,
            ],
            ct);
    }

    // from the ticket as it stands, so that the same event twice changes nothing
    private async Task TriedAsync(RecordedEvent e, CancellationToken ct)
    {
        if ((await store.LoadAsync(e.Ticket, ct))!.Ticket.State is not TicketState.AwaitingFollowUp state) return;
        await db.ExecuteAsync(
            $"update tickets.follow_up set tries = $3, next_at = case when sampled then $4::timestamptz end where ticket_id = $1 and round = {Round} and closed_at is null",
            [e.Ticket.Value, e.Version, state.Attempts, new CallingHours(rules.At(e.At)).Next(state.Tries, e.At)], ct);
    }

    /// <summary>A citizen may still answer on the web what nobody could ask on the phone.</summary>
    private Task<int> EndAsync(RecordedEvent e, string outcome, bool called, CancellationToken ct) => db.ExecuteAsync(
        $"""
        update tickets.follow_up set outcome = $3, tries = tries + case when $5 and closed_at is null then 1 else 0 end, closed_at = coalesce(closed_at, $4), next_at = null
        where ticket_id = $1 and round = {Round} and (closed_at is null or ($3 = 'rated' and outcome not in ('reached', 'rated')))
        """,
        [e.Ticket.Value, e.Version, outcome, e.At, called], ct);

    private async Task LimitOverAsync(RecordedEvent e, CancellationToken ct)
    {
        var asked = await db.ReadAsync($"select sampled from tickets.follow_up where ticket_id = $1 and round = {Round} and closed_at is null", [e.Ticket.Value, e.Version], row => row.GetBoolean(0), ct);
        if (asked is [false]) await desk.HandleAsync(e.Ticket, new FollowUpTicket(Reached: false) { Result = FollowUpResult.NotAsked }, Actor.System, ct);
    }
}
