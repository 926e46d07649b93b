using Hotline.Tickets.City;

namespace Hotline.Tickets.Deadlines;

/// <summary>A State Council notice (放假安排).</summary>
/// <param name="Reference">文号</param>
public sealed record CalendarNotice(int Year, string Reference, DateOnly Published, IReadOnlyList<string> Holidays);

/// <summary>One day of the city's calendar.</summary>
/// <param name="Name">Of a holiday, a make-up day or a day of the city's own; null for a day as its weekday is.</param>
/// <param name="Official">Whether the notices make it a working day.</param>
/// <param name="OfCity">The city itself says what the day is.</param>
public sealed record CalendarDay(DateOnly Day, bool Works, string? Name, bool Official, bool OfCity)
{
    /// <summary>调休上班: a weekend on which work is done.</summary>
    public bool MakesUp => Works && Day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}

/// <summary>A year of the city's working calendar, with where it comes from (工作日历年视图).</summary>
/// <param name="Notices">Empty: the year's notice is not known and plain weekdays are counted.</param>
public sealed record CalendarYear(int Year, IReadOnlyList<CalendarNotice> Notices, IReadOnlyList<CalendarDay> Days)
{
    /// <summary>Days on which the city works otherwise than the notice says.</summary>
    public IEnumerable<CalendarDay> Differences => Days.Where(d => d.Works != d.Official);

    /// <summary>The years whose notice is known, the first first.</summary>
    public static IReadOnlyList<int> Known { get; } = [.. HolidayNotices.Years.Order()];

    public static CalendarYear Of(CityProfile profile, int year)
    {
        var hours = WorkHours.Parse(profile.WorkHours);
        var (national, city) = (WorkCalendar.National(hours), WorkCalendar.OfCity(hours, profile.Days));
        var own = profile.Days.Select(d => d.Day).ToHashSet();
        var first = new DateOnly(year, 1, 1);
        var days = Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365).Select(first.AddDays)
            .Select(day => new CalendarDay(day, city.IsWorkday(day), city.NameOf(day)?.Name, national.IsWorkday(day), own.Contains(day))).ToList();
        return new(year, HolidayNotices.Of(year), days);
    }
}
