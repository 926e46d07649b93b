namespace Hotline.Tickets.Deadlines;

/// <summary>临期与超期: what the running clocks of a ticket have to say by now. Pure.</summary>
internal static class FireClocks
{
    internal static IReadOnlyList<TicketEvent> Decide(Ticket ticket, DateTimeOffset now) =>
        [.. ticket.Clocks.Select(c => Fire(c, now)).OfType<TicketEvent>()];

    /// <summary>A clock found past its due time at once, after a time without sweeps, is overdue and no longer warned of.</summary>
    private static TicketEvent? Fire(Clock clock, DateTimeOffset now) => clock switch
    {
        { Overdue: false } when now >= clock.DueAt => new TicketEvent.ClockOverdue(clock.Name, clock.DueAt),
        { Overdue: false, Warned: false, WarnAt: { } warnAt } when now >= warnAt => new TicketEvent.ClockWarned(clock.Name, clock.DueAt),
        _ => null,
    };
}
