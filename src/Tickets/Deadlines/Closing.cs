using Hotline.Tickets.City;

namespace Hotline.Tickets.Deadlines;

/// <summary>What a ticket that ends still waits for: its archiving, until when the citizen may speak up again, and a promise that wakes it.</summary>
internal static class Closing
{
    internal static IReadOnlyList<Clock> Clocks(CityRules rules, DateTimeOffset now, DateOnly? promised = null) => promised is { } day
        ? [CityRules.Until(ClockName.Promise, now, Later(now, rules.StartOf(day)))]
        : [rules.Within(ClockName.Archive, new Limit(rules.Handling.ReopenDays, LimitUnit.NaturalDays), now)];

    /// <summary>A promised day that has come before the citizen could be asked wakes the ticket at once.</summary>
    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
