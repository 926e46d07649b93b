using Hotline.Tickets.City;

namespace Hotline.Tickets.Deadlines;

/// <summary>时限重算: what changed rules or a changed calendar do to the clocks of one ticket. Pure; the rehearsal of a profile asks the same.</summary>
public static class RescheduleTicket
{
    /// <summary>The event with every clock that moves, stands with another rest or has other marks; null where none does.</summary>
    /// <param name="reason">Why the rules were changed, as it was published.</param>
    public static TicketEvent.Rescheduled? Decide(Ticket ticket, CityRules before, CityRules after, string reason, DateTimeOffset now)
    {
        var clocks = ticket.Clocks.Select(c => (Was: c, Is: after.Reschedule(c, ticket, before, now))).ToList();
        var lead = clocks.Find(c => c.Is is { Name: ClockName.Handling, Task: null }).Is;
        var moved = clocks.Select(c => lead is not null && c.Is.Name == ClockName.CoHandling ? c with { Is = CityRules.Same(c.Was, after.NotAfter(c.Is, lead, now)) } : c).Where(c => !ReferenceEquals(c.Was, c.Is)).ToList();
        return moved.Count == 0 ? null : new TicketEvent.Rescheduled(reason, [.. moved.Select(c => c.Was.DueAt)]) { Changed = [.. moved.Select(c => c.Is)] };
    }
}
