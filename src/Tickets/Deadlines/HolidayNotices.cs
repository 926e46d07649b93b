using System.Collections.Frozen;
using System.Text.Json;

namespace Hotline.Tickets.Deadlines;

/// <summary>A day that is not what its weekday says: a holiday, a make-up working day (调休上班), a day of the city's own (地方假).</summary>
/// <param name="Works">False for a day off.</param>
/// <param name="Name">Such as 国庆节.</param>
public sealed record NamedDay(DateOnly Day, bool Works, string Name);

/// <summary>
/// 放假安排: the State Council's yearly notices, kept in notices.json in the order of publication. Where two notices name one
/// day the later one holds (劳动节 2019, the 春节 of 2020 prolonged).
/// </summary>
internal static class HolidayNotices
{
    private sealed record Notice(int Year, string Reference, DateOnly Published, Holiday[] Holidays);

    private sealed record Holiday(string Name, DateOnly From, DateOnly To, DateOnly[]? Workdays);

    private static readonly Notice[] All = Read();

    /// <summary>The years whose notice is known.</summary>
    internal static FrozenSet<int> Years { get; } = All.Select(notice => notice.Year).ToFrozenSet();

    /// <summary>Days the notices name.</summary>
    internal static FrozenDictionary<DateOnly, NamedDay> Days { get; } = Named();

    /// <summary>The notices of a year, in the order of publication.</summary>
    internal static IReadOnlyList<CalendarNotice> Of(int year) =>
        [.. All.Where(n => n.Year == year).Select(n => new CalendarNotice(n.Year, n.Reference, n.Published, [.. n.Holidays.Select(h => h.Name).Distinct()]))];

    private static FrozenDictionary<DateOnly, NamedDay> Named()
    {
        var days = new Dictionary<DateOnly, NamedDay>();
        foreach (var holiday in All.SelectMany(notice => notice.Holidays))
        {
            for (var day = holiday.From; day <= holiday.To; day = day.AddDays(1)) days[day] = new(day, Works: false, holiday.Name);
            foreach (var day in holiday.Workdays ?? []) days[day] = new(day, Works: true, holiday.Name);
        }
        return days.ToFrozenDictionary();
    }

    private static Notice[] Read()
    {
        using var file = typeof(HolidayNotices).Assembly.GetManifestResourceStream("calendar/notices.json")!;
        return JsonSerializer.Deserialize<Notice[]>(file, JsonSerializerOptions.Web)!;
    }
}
