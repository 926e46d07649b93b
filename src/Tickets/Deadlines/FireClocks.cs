using Hotline.Tickets.City;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Supervising;

namespace Hotline.Tickets.Deadlines;

/// <summary>临期与超期: what the running clocks of a ticket have to say by now. Pure.</summary>
internal static class FireClocks
{
    internal static IReadOnlyList<TicketEvent> Decide(Ticket ticket, CityRules rules, DateTimeOffset now) =>
        Ladder.Climb([.. ticket.Clocks.SelectMany(c => Fire(c, now)).SelectMany(e => e is TicketEvent.ClockOverdue over ? Ended(over, ticket, rules, now) : [e])], ticket, rules, now);

    /// <summary>A suspension, a promise or an archiving that comes to its end is nobody's delay: only what follows is told.</summary>
    private static List<TicketEvent> Ended(TicketEvent.ClockOverdue over, Ticket ticket, CityRules rules, DateTimeOffset now)
    {
        var follows = Consequence(over, ticket, rules, now).ToList();
        return over.Clock is ClockName.Suspension or ClockName.Promise or ClockName.Archive && follows.Count > 0 ? follows : [over, .. follows];
    }

    /// <summary>What follows when nobody did anything until the end of a clock.</summary>
    private static IEnumerable<TicketEvent> Consequence(TicketEvent.ClockOverdue over, Ticket ticket, CityRules rules, DateTimeOffset now) => (over.Clock, ticket.State) switch
    {
        (ClockName.ReturnDecision, TicketState.ReturnRequested) => [AcceptReturn.Happened(ticket, reason: null, silent: true, rules, now)],
        (ClockName.Suspension, TicketState.Suspended) => [Suspension.Resume(ticket, "挂起期满，自动恢复办理", rules, now)],
        (ClockName.Information, TicketState.AwaitingInformation) => [SupplyInformation.Resumed(new("诉求人期满未补充，转派单员处理"), ticket, rules, now)],
        (ClockName.Promise, TicketState.Closed { PromisedFor: { } day }) => [new TicketEvent.Woken(day) { Started = [rules.Start(ClockName.Handling, ticket.Facts, now, redo: true, unit: ticket.State.Responsible)] }],
        (ClockName.Archive, { IsOpen: false }) => [new TicketEvent.Archived()],
        _ => [],
    };

    /// <summary>Every mark that was reached, in its order, and the end where it stands among them.</summary>
    private static IEnumerable<TicketEvent> Fire(Clock clock, DateTimeOffset now)
    {
        if (clock.PausedAt is not null) yield break;
        var overdue = clock.Overdue || now < clock.DueAt;
        foreach (var mark in clock.Marks.Skip(clock.Passed).TakeWhile(m => m.At <= now))
        {
            if (!overdue && mark.At >= clock.DueAt)
            {
                overdue = true;
                yield return new TicketEvent.ClockOverdue(clock.Name, clock.DueAt, clock.Task);
            }

            yield return new TicketEvent.ClockWarned(clock.Name, clock.DueAt, mark.Card, clock.Task);
        }

        if (!overdue) yield return new TicketEvent.ClockOverdue(clock.Name, clock.DueAt, clock.Task);
    }
}
