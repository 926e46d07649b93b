using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Supervising;

/// <summary>承诺办理: wakes on its day, and until then is reviewed every so many days: the unit is asked how far it is.</summary>
internal static class PromiseReviews
{
    private const int Hour = 9; // of the city's day: when offices have opened

    internal static Clock Clock(CityRules rules, DateTimeOffset now, DateOnly promised) =>
        CityRules.Until(ClockName.Promise, now, Later(now, rules.StartOf(promised))) with
        {
            Marks = [.. Days(rules, now, promised).Select(d => new Mark(rules.StartOf(d).AddHours(Hour), Supervise: SupervisionLevel.Reminder))],
        };

    private static IEnumerable<DateOnly> Days(CityRules rules, DateTimeOffset now, DateOnly promised)
    {
        for (var day = rules.DayOf(now).AddDays(rules.Handling.PromiseReviewDays); day < promised; day = day.AddDays(rules.Handling.PromiseReviewDays)) yield return day;
    }

    /// <summary>A promised day that has come before the citizen could be asked wakes the ticket at once.</summary>
    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
