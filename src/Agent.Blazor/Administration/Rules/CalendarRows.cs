using Hotline.Agent.Blazor.Administration.Imports;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Agent.Blazor.Administration.Rules;

/// <summary>Days off and make-up days as rows of a table. Days that a file does not name stay as they are; a day that is again as the State Council's notice has it is no day of the city's own any more.</summary>
internal static class CalendarRows
{
    /// <summary>What the notice says, and whether the city says otherwise, stands in an export and is not read.</summary>
    internal static IReadOnlyList<string> Columns { get; } = ["day", "works", "name", "official", "ofCity"];

    internal static NamedDay Read(CsvRow row)
    {
        var day = row.Day("day");
        if (row.Text("day") is null) row.Wrong("day", "missing");
        return new(day ?? DateOnly.MinValue, row.YesOrNo("works"), row.Text("name", 30) ?? "");
    }

    internal static void Check(IReadOnlyList<(CsvRow Row, NamedDay Item)> rows, CityProfile profile)
    {
        var calendar = DaysOf(rows.Select(r => r.Item), profile);
        foreach (var (row, day) in rows.GroupBy(r => r.Item.Day).Where(g => g.Key != DateOnly.MinValue).SelectMany(g => g.Skip(1))) row.Wrong("day", "twice", day.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        foreach (var (row, _) in rows.Where(r => r.Item.Name.Length == 0 && calendar.TryGetValue(r.Item.Day, out var there) && there.Works != r.Item.Works && there.Official != r.Item.Works)) row.Wrong("name", "missing");
    }

    internal static ImportState State(NamedDay day, CityProfile profile) => DaysOf([day], profile) is var days && !days.TryGetValue(day.Day, out var there) ? ImportState.Same
        : there.Works == day.Works && (day.Name.Length == 0 || day.Name == there.Name) ? ImportState.Same : there.OfCity ? ImportState.Changed : ImportState.Added;

    internal static CityProfile Into(CityProfile profile, IReadOnlyList<NamedDay> given)
    {
        var there = DaysOf(given, profile);
        var news = given.Where(d => State(d, profile) != ImportState.Same).ToList();
        var named = news.Where(d => d.Name.Length > 0 && !(d.Works == there[d.Day].Official && there[d.Day].OfCity)).ToList();
        return profile with { Days = [.. profile.Days.Where(d => news.TrueForAll(n => n.Day != d.Day)).Concat(named).OrderBy(d => d.Day)] };
    }

    private static Dictionary<DateOnly, CalendarDay> DaysOf(IEnumerable<NamedDay> days, CityProfile profile) =>
        days.Select(d => d.Day.Year).Distinct().Where(y => y is >= 2000 and <= 2100).SelectMany(y => CalendarYear.Of(profile, y).Days).ToDictionary(d => d.Day);
}
