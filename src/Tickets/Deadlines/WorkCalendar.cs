namespace Hotline.Tickets.Deadlines;

/// <summary>
/// 工作日历: working days and working time in China Standard Time (UTC+8, no summer time since 1991). Weekends are off except
/// make-up working days (调休), holidays are off, as the State Council's yearly notices say. A year without notice counts plain
/// weekdays and is told by <see cref="Due.UnknownYear"/>; its last days of December may still move with the next year's notice.
/// </summary>
public sealed class WorkCalendar
{
    internal static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    private readonly IReadOnlyDictionary<DateOnly, NamedDay> _cityDays;

    private WorkCalendar(WorkHours hours, IReadOnlyDictionary<DateOnly, NamedDay> cityDays) => (Hours, _cityDays) = (hours, cityDays);

    public WorkHours Hours { get; }

    /// <summary>The calendar of the national notices.</summary>
    public static WorkCalendar National(WorkHours hours) => OfCity(hours, []);

    /// <summary>The national calendar with a city's own days over it (地方假).</summary>
    public static WorkCalendar OfCity(WorkHours hours, IEnumerable<NamedDay> cityDays) => new(hours, cityDays.ToDictionary(d => d.Day));

    /// <summary>The same days with other hours, such as those of a desk that never closes.</summary>
    public WorkCalendar With(WorkHours hours) => new(hours, _cityDays);

    /// <summary>Whether the notice of the day's year is known, or the city itself has said what the day is.</summary>
    public bool IsKnown(DateOnly day) => HolidayNotices.Years.Contains(day.Year) || _cityDays.ContainsKey(day);

    /// <summary>What the notices or the city say of a day; null for one that is as its weekday.</summary>
    public NamedDay? NameOf(DateOnly day) => _cityDays.GetValueOrDefault(day) ?? HolidayNotices.Days.GetValueOrDefault(day);

    /// <summary>工作日</summary>
    public bool IsWorkday(DateOnly day) => NameOf(day)?.Works ?? day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

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
        {
            foreach (var part in WorkOf(day, from: start))
            {
                if (rest == TimeSpan.Zero) break;
                at = part.To - part.From < rest ? part.To : part.From + rest;
                rest -= at - part.From;
                counted.Add(part with { To = at });
            }
        }

        return Explained(start, at, counted);
    }

    /// <summary>
    /// Due at the close of the n-th working day; by default the day of the start does not count, so a ticket dispatched on a
    /// Monday with one working day is due on Tuesday at the close, and one dispatched on a day off on the first working day.
    /// </summary>
    /// <param name="days">At least 1.</param>
    public Due AddWorkingDays(DateTimeOffset start, int days, DayCount count = DayCount.FromNextDay) =>
        AddWorkingTime(CountsFrom(start, count), WorkingTimeOf(days, start, count));

    /// <summary>The moment from which a limit runs that starts at another.</summary>
    public DateTimeOffset CountsFrom(DateTimeOffset start, DayCount count) => count switch
    {
        DayCount.FromNextDay => Midnight(start).AddDays(1),
        DayCount.FromOpening => SubtractWorkingTime(AddWorkingTime(start, TimeSpan.FromTicks(1)).At, TimeSpan.FromTicks(1)),
        _ => start.ToOffset(Offset),
    };

    /// <summary>The working time of so many working days; what is left of the start's own day is the first where that day counts.</summary>
    /// <param name="days">At least 1.</param>
    public TimeSpan WorkingTimeOf(int days, DateTimeOffset start, DayCount count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        var today = count == DayCount.FromStartDay ? WorkingTimeBetween(start, Midnight(start).AddDays(1)) : TimeSpan.Zero;
        return today > TimeSpan.Zero ? today + ((days - 1) * Hours.PerDay) : days * Hours.PerDay;
    }

    /// <summary>自然日: due at 24:00 of the n-th day, or n times 24 hours from the moment. Every year is known to have days.</summary>
    /// <param name="days">At least 1.</param>
    public static Due AddNaturalDays(DateTimeOffset start, int days, DayCount count = DayCount.FromNextDay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        return AddTime(count == DayCount.FromNextDay ? Midnight(start).AddDays(1) : start, TimeOfDays(days, start, count));
    }

    /// <summary>The time of so many natural days; what is left of the start's own day is the first where that day counts.</summary>
    public static TimeSpan TimeOfDays(int days, DateTimeOffset start, DayCount count) =>
        count == DayCount.FromStartDay ? Midnight(start).AddDays(days) - start : TimeSpan.FromDays(days);

    /// <summary>Minutes and hours that never stand still (分钟、小时).</summary>
    public static Due AddTime(DateTimeOffset start, TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        start = start.ToOffset(Offset);
        return new(start + time, time == TimeSpan.Zero ? [] : [new(start, start + time)], UnknownYear: false);
    }

    /// <summary>The latest moment from which that much working time runs until <paramref name="end"/>: an opening rather than the close before it.</summary>
    public DateTimeOffset SubtractWorkingTime(DateTimeOffset end, TimeSpan working)
    {
        end = end.ToOffset(Offset);
        for (var day = DateOf(end); working > TimeSpan.Zero; day = day.AddDays(-1))
        {
            if (!IsWorkday(day)) continue;
            for (var i = Hours.Parts.Length - 1; i >= 0; i--)
            {
                var (from, to) = (At(day, Hours.Parts[i].From), At(day, Hours.Parts[i].To));
                if (to > end) to = end;
                if (to <= from) continue;
                if (to - from >= working) return to - working;
                working -= to - from;
            }
        }

        return end;
    }

    /// <summary>Working time from one moment to another; negative when <paramref name="b"/> is the earlier (so much overdue).</summary>
    public TimeSpan WorkingTimeBetween(DateTimeOffset a, DateTimeOffset b)
    {
        if (b < a) return -WorkingTimeBetween(b, a);
        return TimeSpan.FromTicks(Between(a, b).Sum(part => (part.To - part.From).Ticks));
    }

    /// <summary>The stretches of working time from one moment to another.</summary>
    public IEnumerable<CountedInterval> Between(DateTimeOffset from, DateTimeOffset to)
    {
        (from, to) = (from.ToOffset(Offset), to.ToOffset(Offset));
        for (var day = DateOf(from); day <= DateOf(to); day = day.AddDays(1))
            foreach (var part in WorkOf(day, from))
                if (part.From < to) yield return part.To < to ? part : part with { To = to };
    }

    /// <summary>When work begins on the n-th working day after (or, negative, before) the day on which a limit ends.</summary>
    internal DateTimeOffset OpeningFrom(DateTimeOffset end, int days)
    {
        var day = DateOf(end.ToOffset(Offset).AddTicks(-1)); // 24:00 still belongs to its day
        for (var left = Math.Abs(days); left > 0;)
        {
            day = day.AddDays(Math.Sign(days));
            if (IsWorkday(day)) left--;
        }

        return At(day, Hours.Opens);
    }

    internal static DateOnly DateOf(DateTimeOffset at) => DateOnly.FromDateTime(at.DateTime);

    internal static DateTimeOffset At(DateOnly day, TimeSpan time) => new(day.ToDateTime(TimeOnly.MinValue) + time, Offset);

    private static DateTimeOffset Midnight(DateTimeOffset at) => At(DateOf(at.ToOffset(Offset)), TimeSpan.Zero);

    /// <summary>The working intervals of a day, cut off before a moment.</summary>
    private List<CountedInterval> WorkOf(DateOnly day, DateTimeOffset from)
    {
        var work = new List<CountedInterval>(Hours.Parts.Length);
        if (!IsWorkday(day)) return work;
        foreach (var part in Hours.Parts)
        {
            var (opens, closes) = (At(day, part.From), At(day, part.To));
            if (closes > from) work.Add(new(opens > from ? opens : from, closes));
        }

        return work;
    }

    private Due Explained(DateTimeOffset start, DateTimeOffset at, List<CountedInterval> counted)
    {
        var last = DateOf(counted.Count == 0 ? at : counted[^1].From);
        return new(at, counted, !IsKnown(DateOf(start)) || !IsKnown(last));
    }
}
