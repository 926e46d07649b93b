using Hotline.Tickets.City;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Supervising;

namespace Hotline.Tickets.Deadlines;

/// <summary>临期与超期: what the running clocks of a ticket have to say by now. Pure.</summary>
internal static class FireClocks
{
    /// <summary>One after the other in the order of time, each on the ticket that the ones before have left.</summary>
    internal static IReadOnlyList<TicketEvent> Decide(Ticket ticket, CityRules rules, DateTimeOffset now)
    {
        var events = new List<TicketEvent>();
        while (ticket.Clocks.Where(c => c.FiresAt <= now).MinBy(c => c.FiresAt) is { } clock)
            foreach (var happened in Fire(clock, ticket, rules, now))
            {
                events.Add(happened);
                ticket = Ticket.Evolve(ticket, happened);
            }

        return events;
    }

    /// <summary>The next mark of a clock, or its end where that comes first.</summary>
    private static List<TicketEvent> Fire(Clock clock, Ticket ticket, CityRules rules, DateTimeOffset now)
    {
        if (clock.Passed == clock.Marks.Count || (!clock.Overdue && clock.Marks[clock.Passed].At >= clock.DueAt))
            return Ended(new(clock.Name, clock.DueAt, clock.Task), ticket, rules, now);

        var mark = clock.Marks[clock.Passed];
        var told = new TicketEvent.ClockWarned(clock.Name, clock.DueAt, mark.Card, clock.Task);
        return mark.Supervise is { } level ? [told, Ladder.Step(clock.Name, level, ticket, rules, now)] : [told];
    }

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
}
