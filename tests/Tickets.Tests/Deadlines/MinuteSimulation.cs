using System.Text.Json;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Tests.Deadlines;

/// <summary>
/// A calendar as one long row of minutes, each worked or not, and how many were worked before each: written from the rules of days,
/// without anything of the calendar it judges. Moments are ticks from the first midnight of 2024 in China.
/// </summary>
internal sealed class MinuteCalendar
{
    internal const long Minute = TimeSpan.TicksPerMinute;
    internal const long Day = TimeSpan.TicksPerDay;
    internal const int Days = 1461 + 365;
    internal static readonly DateTimeOffset Zero = new(2024, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));
    private static readonly Dictionary<DateOnly, bool> Notices = ReadNotices();
    private readonly int[] _workedBefore = new int[(Days * 1440) + 1];
    private readonly bool[] _works = new bool[Days];
    private readonly int _opens;

    /// <param name="hours">Null for time that never stands still.</param>
    internal MinuteCalendar(string? hours, IReadOnlyDictionary<DateOnly, bool> cityDays)
    {
        var open = new bool[1440];
        foreach (var part in (hours ?? "00:00-24:00").Split(','))
            for (var minute = MinuteOf(part[..5]); minute < MinuteOf(part[6..]); minute++) open[minute] = true;
        _opens = Array.IndexOf(open, true);
        PerDay = Minute * open.Count(o => o);
        for (var day = 0; day < Days; day++)
        {
            var date = DateOnly.FromDateTime(Zero.DateTime).AddDays(day);
            _works[day] = hours is null || (cityDays.TryGetValue(date, out var works) || Notices.TryGetValue(date, out works) ? works : (int)date.DayOfWeek is > 0 and < 6);
            for (var minute = 0; minute < 1440; minute++) _workedBefore[(day * 1440) + minute + 1] = _workedBefore[(day * 1440) + minute] + (_works[day] && open[minute] ? 1 : 0);
        }
    }

    internal long PerDay { get; }

    /// <summary>Time worked before a moment.</summary>
    internal long Worked(long at)
    {
        var minute = at / Minute;
        return (Minute * _workedBefore[minute]) + (_workedBefore[minute + 1] > _workedBefore[minute] ? at % Minute : 0);
    }

    /// <summary>The first moment at which so much has been worked since another.</summary>
    internal long First(long from, long amount) => amount == 0 ? from : Search(Worked(from) + amount, orMore: true);

    /// <summary>The last moment before which exactly so much was worked altogether.</summary>
    internal long Last(long worked) => Search(worked, orMore: false);

    /// <summary>When work begins on the n-th working day from the day that ends at or holds a moment.</summary>
    internal long Opening(long end, int days)
    {
        var day = (int)((end - 1) / Day);
        while (days != 0)
        {
            day += Math.Sign(days);
            if (_works[day]) days -= Math.Sign(days);
        }

        return (day * Day) + (_opens * Minute);
    }

    private long Search(long worked, bool orMore)
    {
        var (low, high) = (0, _workedBefore.Length - 1); // the first minute before which that much, or more than that, was worked
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (orMore ? Minute * _workedBefore[middle] >= worked : Minute * _workedBefore[middle] > worked) high = middle;
            else low = middle + 1;
        }

        var over = (Minute * _workedBefore[low]) - worked;
        return (low * Minute) - over;
    }

    internal static long Of(DateTimeOffset at) => (at - Zero).Ticks;

    private static int MinuteOf(string time) => (int.Parse(time[..2]) * 60) + int.Parse(time[3..]);

    private static Dictionary<DateOnly, bool> ReadNotices()
    {
        using var file = typeof(WorkCalendar).Assembly.GetManifestResourceStream("calendar/notices.json")!;
        var days = new Dictionary<DateOnly, bool>();
        foreach (var holiday in JsonDocument.Parse(file).RootElement.EnumerateArray().SelectMany(n => n.GetProperty("holidays").EnumerateArray()))
        {
            for (var day = DateOf(holiday.GetProperty("from")); day <= DateOf(holiday.GetProperty("to")); day = day.AddDays(1)) days[day] = false;
            if (holiday.TryGetProperty("workdays", out var workdays))
                foreach (var day in workdays.EnumerateArray()) days[DateOf(day)] = true;
        }

        return days;

        static DateOnly DateOf(JsonElement text) => DateOnly.ParseExact(text.GetString()!, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
    }
}

/// <summary>A limit as the simulation takes it: so many of a unit, from where, in which calendar.</summary>
internal sealed record SimulatedLimit(int Value, LimitUnit Unit, DayCount? Count, MinuteCalendar Working, MinuteCalendar Always)
{
    internal bool IsWorking => Unit is LimitUnit.WorkingDays or LimitUnit.WorkingHours;

    internal MinuteCalendar Calendar => IsWorking ? Working : Always;

    internal DayCount From => Count ?? (Unit is LimitUnit.WorkingDays or LimitUnit.NaturalDays ? DayCount.FromNextDay : DayCount.FromMoment);

    /// <summary>From where it is counted.</summary>
    internal long FirstMoment(long start) => From switch
    {
        DayCount.FromNextDay => ((start / MinuteCalendar.Day) + 1) * MinuteCalendar.Day,
        DayCount.FromOpening => Working.First(start, 1) - 1,
        _ => start,
    };

    internal long Amount(long start) => AmountOf(Value, Unit, start, From);

    internal long AmountOf(int value, LimitUnit unit, long start, DayCount from)
    {
        var midnight = ((start / MinuteCalendar.Day) + 1) * MinuteCalendar.Day;
        var today = from != DayCount.FromStartDay ? 0 : unit switch
        {
            LimitUnit.WorkingDays => Working.Worked(midnight) - Working.Worked(start),
            LimitUnit.NaturalDays => midnight - start,
            _ => 0,
        };
        var one = unit switch { LimitUnit.Minutes => MinuteCalendar.Minute, LimitUnit.WorkingHours => 60 * MinuteCalendar.Minute, LimitUnit.WorkingDays => Working.PerDay, _ => MinuteCalendar.Day };
        return today > 0 ? today + ((value - 1) * one) : value * one;
    }
}

/// <summary>A clock that knows nothing of intervals: a counter that goes on while it runs and is due when it has reached its limit.</summary>
internal sealed class SimulatedClock
{
    private readonly long _start;
    private readonly List<(long From, long To)> _ran = [];
    private List<(MinuteCalendar Calendar, long From, long To)> _past = [];
    private SimulatedLimit _limit;
    private long _total;
    private long _since;

    internal SimulatedClock(SimulatedLimit limit, long start) => (_limit, _start, _since, _total) = (limit, start, start, limit.Amount(start));

    internal bool Runs { get; private set; } = true;

    internal long Due => _limit.Calendar.First(From, _total - Used);

    /// <summary>Counted so far, each stretch as it was counted then.</summary>
    private long Used { get; set; }

    private long From => Used > 0 ? _since : Math.Max(_since, _limit.FirstMoment(_start));

    internal void Pause(long now)
    {
        Count(now);
        Runs = false;
    }

    internal void Resume(long now) => (_since, Runs) = (now, true);

    /// <summary>More of the same measure is counted on; more of another is counted from the present end, and so is all that is left.</summary>
    internal void Extend(int value, LimitUnit unit, long now)
    {
        var other = _limit with { Value = value, Unit = unit, Count = unit == _limit.Unit ? _limit.Count : _limit.From };
        var more = _limit.AmountOf(value, unit, now, DayCount.FromMoment);
        if (other.IsWorking == _limit.IsWorking)
        {
            _total += more;
            _limit = unit == _limit.Unit ? _limit with { Value = _limit.Value + value } : other;
            return;
        }

        var end = other.Calendar.First(Due, more);
        Count(now);
        _limit = other with { Count = DayCount.FromMoment };
        _total = Used + other.Calendar.Worked(end) - other.Calendar.Worked(now);
    }

    /// <summary>Another rule: time that was used stays used, days stay days, and in another measure the time it ran counts anew.</summary>
    internal void Change(SimulatedLimit rule, long now)
    {
        if (Runs) Count(now);
        var left = _total - Used;
        var days = rule.Unit == LimitUnit.WorkingDays && _limit.Unit == LimitUnit.WorkingDays;
        long Scale(long time) => days ? (long)((Int128)time * rule.Working.PerDay / _limit.Working.PerDay) : time;
        if ((rule.Value, rule.Unit, rule.From) == (_limit.Value, _limit.Unit, _limit.From))
        {
            left = Scale(left);
        }
        else if (rule.IsWorking == _limit.IsWorking)
        {
            left = Math.Max(0, rule.Amount(_start) - Scale(Used));
        }
        else
        {
            var first = rule.FirstMoment(_start);
            _past = [.. _ran.Where(r => r.To > first).Select(r => (rule.Calendar, Math.Max(r.From, first), r.To))];
            Used = _past.Sum(p => p.Calendar.Worked(p.To) - p.Calendar.Worked(p.From));
            left = Math.Max(0, rule.Amount(_start) - Used);
        }

        (_limit, _total) = (rule, Used + left);
    }

    internal SimulatedLimit Limit => _limit;

    /// <summary>Where a mark lies: by share, so long before the end or after it; null before the start.</summary>
    internal long? Mark(MarkRule rule)
    {
        var all = _past.Sum(p => p.Calendar.Worked(p.To) - p.Calendar.Worked(p.From)) + _total - Used;
        var other = _limit with { Unit = rule.Unit };
        var time = _limit.AmountOf(Math.Abs(rule.Offset), rule.Unit, 0, DayCount.FromMoment);
        var at = rule switch
        {
            { Percent: { } share } => Along(all / 10 * share / 100 * 10),
            { Opening: true } => _limit.Working.Opening(Due, rule.Offset),
            { Offset: >= 0 } => other.Calendar.First(Due, time),
            _ when other.IsWorking == _limit.IsWorking => Along(all - time),
            _ => other.Calendar.Last(other.Calendar.Worked(Due) - time),
        };
        return at > _start ? at : null;
    }

    /// <summary>The last moment at which no more than that was counted, over all it ran and will run.</summary>
    private long? Along(long counted)
    {
        if (counted <= 0) return null;
        foreach (var (calendar, from, to) in _past.Append((_limit.Calendar, From, Due)))
        {
            var ran = calendar.Worked(to) - calendar.Worked(from);
            if (counted < ran) return calendar.Last(calendar.Worked(from) + counted);
            counted -= ran;
        }

        return Due + counted;
    }

    private void Count(long now)
    {
        _ran.Add((_since, now));
        if (now > From)
        {
            var from = From;
            _past.Add((_limit.Calendar, from, now));
            Used += _limit.Calendar.Worked(now) - _limit.Calendar.Worked(from);
        }

        _since = now;
    }
}
