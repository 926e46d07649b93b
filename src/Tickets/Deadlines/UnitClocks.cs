using Hotline.Tickets.City;

namespace Hotline.Tickets.Deadlines;

/// <summary>The clocks of a unit that a ticket was just given to, by dispatch or ruling.</summary>
internal static class UnitClocks
{
    /// <summary>Sign-in and first contact anew; the handling clock only where none runs yet.</summary>
    internal static IReadOnlyList<Clock> Start(Ticket ticket, RequestFacts facts, DepartmentId unit, CityRules rules, DateTimeOffset now) =>
    [
        rules.Start(ClockName.SignIn, facts, now, unit: unit),
        rules.Start(ClockName.FirstContact, facts, now, unit: unit),
        .. ticket.ClockOf(ClockName.Handling) is null ? [rules.Start(ClockName.Handling, facts, now, unit: unit)] : Array.Empty<Clock>(),
    ];
}
