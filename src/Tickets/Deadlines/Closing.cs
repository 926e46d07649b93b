using Hotline.Tickets.City;
using Hotline.Tickets.Supervising;

namespace Hotline.Tickets.Deadlines;

/// <summary>What a ticket that ends still waits for: its archiving, until when the citizen may speak up again, and a promise that wakes it.</summary>
internal static class Closing
{
    internal static IReadOnlyList<Clock> Clocks(CityRules rules, DateTimeOffset now, DateOnly? promised = null) => promised is { } day
        ? [PromiseReviews.Clock(rules, now, day)]
        : [rules.Within(ClockName.Archive, new Limit(rules.Handling.ReopenDays, LimitUnit.NaturalDays), now)];
}
