using Hotline.Tickets.City;

namespace Hotline.Tickets.Delivery;

/// <summary>静默时段: nobody's phone rings for us between 21:00 and 08:00 of the city. Pure.</summary>
internal static class QuietHours
{
    private static readonly TimeSpan Morning = TimeSpan.FromHours(8), Night = TimeSpan.FromHours(21);

    /// <summary>That moment, or the next morning.</summary>
    internal static DateTimeOffset Next(DateTimeOffset at, CityRules rules)
    {
        var day = rules.DayOf(at);
        var time = at - rules.StartOf(day);
        if (time < Morning) return rules.StartOf(day) + Morning;
        return time < Night ? at : rules.StartOf(day.AddDays(1)) + Morning;
    }

    internal static bool Is(DateTimeOffset at, CityRules rules) => Next(at, rules) != at;
}
