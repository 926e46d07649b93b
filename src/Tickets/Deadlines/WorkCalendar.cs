namespace Hotline.Tickets.Deadlines;

/// <summary>
/// 工作日历: working days and working time in China Standard Time (UTC+8, no summer time since 1991). Weekends are off except
/// make-up working days (调休), holidays are off, as the State Council's yearly notices say. A year without notice counts plain
/// weekdays and is told by <see cref="Due.UnknownYear"/>; its last days of December may still move with the next year's notice.
/// </summary>
public sealed class WorkCalendar
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    private readonly WorkHours _hours;
    private readonly IReadOnlyDictionary<DateOnly, bool> _cityDays;

    private WorkCalendar(WorkHours hours, IReadOnlyDictionary<DateOnly, bool> cityDays) => (_hours, _cityDays) = (hours, cityDays);

    /// <summary>The calendar of the national notices.</summary>
    public static WorkCalendar National(WorkHours hours) => new(hours, new Dictionary<DateOnly, bool>());

    /// <summary>The national calendar with a city's own days over it (地方假): true works, false is off.</summary>
    public static WorkCalendar OfCity(WorkHours hours, IReadOnlyDictionary<DateOnly, bool> cityDays) => new(hours, cityDays);

    /// <summary>Whether the notice of the day's year is known, or the city itself has said what the day is.</summary>
    public bool IsKnown(DateOnly day) => HolidayNotices.Years.Contains(day.Year) || _cityDays.ContainsKey(day);

    /// <summary>工作日</summary>
    public bool IsWorkday(DateOnly day) =>
        _cityDays.TryGetValue(day, out var works) || HolidayNotices.Days.TryGetValue(day, out works)
            ? works
            : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>
    /// Due when the given working time has run. Outside work hours the clock stands; time used up exactly at a close is due at
    /// that close, not at the next opening. Zero is due at the start itself.
    /// </summary>
    public Due AddWorkingTime(DateTimeOffset start, TimeSpan working)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(working, TimeSpan.Zero);
        start = start.ToOffset(Offset);
        var (at, rest, counted) = (start, working, new List<CountedInterval>());
        for (var day = DateOf(start); rest > TimeSpan.Zero; day = day.AddDays(1))
            foreach (var part in WorkOf(day, from: start))
            {
                if (rest == TimeSpan.Zero) break;
                at = part.To - part.From < rest ? part.To : part.From + rest;
                rest -= at - part.From;
                counted.Add(part with { To = at });
            }
        return Explained(start, at, counted);
    }

    /// <summary>
    /// Due at the close of the n-th working day; by default the day of the start does not count, so a ticket dispatched on a
    /// Monday with one working day is due on Tuesday at the close, and one dispatched on a day off on the first working day.
    /// </summary>
    /// <param name="days">At least 1.</param>
    public Due AddWorkingDays(DateTimeOffset start, int days, DayCount count = DayCount.FromNextDay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        if (count == DayCount.FromMoment) return AddWorkingTime(start, days * _hours.PerDay);

        start = start.ToOffset(Offset);
        var counted = new List<CountedInterval>(days);
        for (var day = FirstDay(start, count); counted.Count < days; day = day.AddDays(1))
            if (IsWorkday(day)) counted.Add(new(Later(start, At(day, _hours.Opens)), At(day, _hours.Closes)));
        return Explained(start, counted[^1].To, counted);
    }

    /// <summary>自然日: due at 24:00 of the n-th day, or n times 24 hours from the moment. Every year is known to have days.</summary>
    /// <param name="days">At least 1.</param>
    public static Due AddNaturalDays(DateTimeOffset start, int days, DayCount count = DayCount.FromNextDay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        start = start.ToOffset(Offset);
        var midnight = At(DateOf(start), TimeSpan.Zero);
        return count switch
        {
            DayCount.FromMoment => AddTime(start, TimeSpan.FromDays(days)),
            DayCount.FromStartDay => AddTime(start, midnight.AddDays(days) - start),
            _ => new(midnight.AddDays(days + 1), [new(midnight.AddDays(1), midnight.AddDays(days + 1))], UnknownYear: false),
        };
    }

    /// <summary>Minutes and hours that never stand still (分钟、小时).</summary>
    public static Due AddTime(DateTimeOffset start, TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        start = start.ToOffset(Offset);
        return new(start + time, [new(start, start + time)], UnknownYear: false);
    }

    /// <summary>Working time from one moment to another; negative when <paramref name="b"/> is the earlier (so much overdue).</summary>
    public TimeSpan WorkingTimeBetween(DateTimeOffset a, DateTimeOffset b)
    {
        if (b < a) return -WorkingTimeBetween(b, a);
        var (from, to, sum) = (a.ToOffset(Offset), b.ToOffset(Offset), TimeSpan.Zero);
        for (var day = DateOf(from); day <= DateOf(to); day = day.AddDays(1))
            foreach (var part in WorkOf(day, from))
                if (part.From < to) sum += (part.To < to ? part.To : to) - part.From;
        return sum;
    }

    /// <summary>The working intervals of a day, cut off before a moment.</summary>
    private List<CountedInterval> WorkOf(DateOnly day, DateTimeOffset from)
    {
        var work = new List<CountedInterval>(_hours.Parts.Length);
        if (!IsWorkday(day)) return work;
        foreach (var part in _hours.Parts)
            if (At(day, part.To) > from) work.Add(new(Later(from, At(day, part.From)), At(day, part.To)));
        return work;
    }

    private DateOnly FirstDay(DateTimeOffset start, DayCount count)
    {
        var today = DateOf(start);
        return count == DayCount.FromStartDay && start < At(today, _hours.Closes) ? today : today.AddDays(1);
    }

    private Due Explained(DateTimeOffset start, DateTimeOffset at, List<CountedInterval> counted)
    {
        var last = DateOf(counted.Count == 0 ? at : counted[^1].From);
        return new(at, counted, !IsKnown(DateOf(start)) || !IsKnown(last));
    }

    private static DateOnly DateOf(DateTimeOffset at) => DateOnly.FromDateTime(at.DateTime);

    private static DateTimeOffset At(DateOnly day, TimeSpan time) => new(day.ToDateTime(TimeOnly.MinValue) + time, Offset);

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
