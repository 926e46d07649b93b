using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.FollowingUp;

/// <summary>重办: when, and with which clocks.</summary>
internal static class Redo
{
    /// <summary>As often as the city redoes; the redo that raises the ticket comes on top.</summary>
    internal static FollowUpOutcome Again(Ticket ticket, CityRules rules) =>
        ticket.PromisedFor is null && (ticket.Redos < rules.Profile.Counts.Redos || ticket.Redos + 1 == rules.Handling.RedoToRaise) ? FollowUpOutcome.Redo : FollowUpOutcome.Close;

    /// <summary>A redo has its own contact and handling clocks; a closed ticket waits for its archiving or its promise.</summary>
    internal static IReadOnlyList<Clock>? Clocks(FollowUpOutcome outcome, Ticket ticket, CityRules rules, DateTimeOffset now) => outcome switch
    {
        FollowUpOutcome.Redo => [rules.Start(ClockName.FirstContact, ticket.Facts, now, redo: true, unit: ticket.State.Responsible), rules.Start(ClockName.Handling, ticket.Facts, now, redo: true, unit: ticket.State.Responsible)],
        FollowUpOutcome.Close when ticket.State is TicketState.AwaitingFollowUp => Closing.Clocks(rules, now, ticket.PromisedFor),
        _ => null,
    };
}
