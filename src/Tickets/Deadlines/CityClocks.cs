using System.Diagnostics.CodeAnalysis;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.City;

/// <summary>
/// How clocks start, stand still, run on and are lengthened (时限计算). Pure. A clock is an amount of time counted in its own
/// calendar: what was counted stays counted, whatever happens to the clock.
/// </summary>
public sealed partial class CityRules
{
    /// <summary>Starts a clock by the law's limit where one holds for the matter, else by the first of the city's that fits.</summary>
    /// <param name="redo">重办、退回: after a reply has been refused once.</param>
    /// <param name="task">Of a co-handler's or whistle's clock.</param>
    /// <param name="unit">Who has to act, where limits may differ from unit to unit.</param>
    public Clock Start(ClockName name, RequestFacts facts, DateTimeOffset now, bool redo = false, int? task = null, DepartmentId? unit = null)
    {
        var (row, basis) = RuleOf(name, facts, redo, unit);
        var clock = Begun(name, new Limit(row.Value, row.Unit), row.CountedFrom, HoursOf(row), now) with { Task = task, Basis = basis };
        return clock with { Marks = Placed(clock, MarksOf(name, row)) };
    }

    /// <summary>A clock that is due at a given moment, such as a promised date.</summary>
    public static Clock Until(ClockName name, DateTimeOffset now, DateTimeOffset at)
    {
        var due = WorkCalendar.AddTime(now, at - now);
        return new(name, new Limit((int)Math.Ceiling((at - now).TotalMinutes), LimitUnit.Minutes), now, due.At.ToUniversalTime(), due.Intervals, UnknownYear: false) { Given = true };
    }

    /// <summary>A clock of a limit given by hand, such as a co-handler's days.</summary>
    public Clock Within(ClockName name, Limit limit, DateTimeOffset now, int? task = null)
    {
        var clock = Begun(name, limit, null, null, now) with { Task = task, Given = true };
        return clock with { Marks = Placed(clock, MarksOf(name, null)) };
    }

    /// <summary>It stands still: what was counted so far is kept, and how much is left.</summary>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "One of the four ways of a clock; callers ask the rules for each.")]
    public Clock Pause(Clock clock, DateTimeOffset now)
    {
        if (clock.PausedAt is not null) return clock;
        var counted = clock.Counted.Where(i => i.From < now).Select(i => i.To <= now ? i : i with { To = now.ToOffset(i.To.Offset) }).ToList();
        return clock with { PausedAt = now, Left = Sum(clock.Counted) - Sum(counted), Counted = counted };
    }

    /// <summary>It runs on with what was left, counted in its own calendar; a clock that had not begun to count begins no earlier than it would have.</summary>
    public Clock Resume(Clock clock, DateTimeOffset now)
    {
        if (clock is not { PausedAt: { } since, Left: { } left }) return clock;
        var running = clock with { PausedAt = null, Left = null, Pauses = since < now ? [.. clock.Pauses ?? [], new(China(since), China(now))] : clock.Pauses };
        if (clock.DueAt <= since) return running with { Marks = Delayed(clock, since, now) };
        return Replaced(running, Run(clock, clock.Counted.Count == 0 ? Later(now, FirstMoment(clock)) : now, left));
    }

    /// <summary>延期: more counted time after the present end. In another unit, what is left is from now on counted in that one.</summary>
    public Clock Extend(Clock clock, Limit more, DateTimeOffset now)
    {
        var limit = more.Unit == clock.Limit.Unit ? clock.Limit with { Value = clock.Limit.Value + more.Value } : more;
        var same = IsWorking(more.Unit) == IsWorking(clock.Limit.Unit);
        var longer = (same ? clock with { CountedFrom = more.Unit == clock.Limit.Unit ? clock.CountedFrom : CountOf(clock) } : Recounted(clock, more.Unit, now)) with { Limit = limit, Overdue = false, Extended = [.. clock.Extended ?? [], more] };
        var amount = AmountOf(more, longer.Hours, now, DayCount.FromMoment);
        if (clock.PausedAt is not null) return longer with { Left = longer.Left + amount };
        var due = Run(longer, clock.DueAt, amount);
        var moved = longer with { DueAt = due.At.ToUniversalTime(), Counted = Joined(longer.Counted, due.Intervals), UnknownYear = clock.UnknownYear || due.UnknownYear };
        return moved with { Marks = Renewed(moved, [.. clock.Marks, .. MarksOf(clock.Name, null).Where(m => !clock.Marks.Any(had => had.Card == m.Card && had.Supervise == m.Supervise))], now) };
    }

    /// <summary>子单不得晚于主单: a clock that would end after its lead's ends with it, and from now on is counted as the lead's is, so that a pause cannot part them.</summary>
    public Clock NotAfter(Clock clock, Clock lead, DateTimeOffset now)
    {
        if (clock.PausedAt is not null || lead.PausedAt is not null || lead.DueAt <= now || clock.DueAt <= lead.DueAt) return clock;
        var tied = clock with
        {
            Limit = IsWorking(lead.Limit.Unit) == IsWorking(clock.Limit.Unit) ? clock.Limit : lead.Limit, CountedFrom = DayCount.FromMoment, Hours = lead.Hours,
            DueAt = lead.DueAt, UnknownYear = lead.UnknownYear,
            Counted = Joined(Pause(clock, now).Counted, [.. lead.Counted.Where(i => i.To > now).Select(i => i.From < now ? i with { From = China(now) } : i)]),
        };
        return tied with { Marks = [.. tied.Marks.Take(tied.Passed), .. Placed(tied, tied.Marks.Skip(tied.Passed))] };
    }

    /// <summary>The counted intervals of what is left, in another measure; the end stays where it is.</summary>
    private Clock Recounted(Clock clock, LimitUnit unit, DateTimeOffset now)
    {
        var (past, calendar) = (Pause(clock, now).Counted, CalendarOf(clock.Hours));
        if (clock.PausedAt is not null || clock.DueAt <= now) return clock;
        return clock with { CountedFrom = DayCount.FromMoment, Counted = [.. past, .. IsWorking(unit) ? calendar.Between(now, clock.DueAt) : [new(China(now), China(clock.DueAt))]] };
    }

    private Clock Begun(ClockName name, Limit limit, DayCount? count, string? hours, DateTimeOffset now)
    {
        var clock = new Clock(name, limit, now, now, [], UnknownYear: false) { CountedFrom = count, Hours = hours };
        var due = Run(clock, FirstMoment(clock), AmountOf(limit, hours, now, CountOf(clock)));
        return clock with { DueAt = due.At.ToUniversalTime(), Counted = due.Intervals, UnknownYear = due.UnknownYear };
    }

    private Clock Replaced(Clock clock, Due due)
    {
        var moved = clock with { DueAt = due.At.ToUniversalTime(), Counted = Joined(clock.Counted, due.Intervals), UnknownYear = clock.UnknownYear || due.UnknownYear };
        return moved with { Marks = [.. moved.Marks.Take(moved.Passed), .. Placed(moved, moved.Marks.Skip(moved.Passed))] };
    }

    /// <summary>How much time a limit is, in its own measure.</summary>
    private TimeSpan AmountOf(Limit limit, string? hours, DateTimeOffset start, DayCount count) => limit.Unit switch
    {
        LimitUnit.Minutes => TimeSpan.FromMinutes(limit.Value),
        LimitUnit.WorkingHours => TimeSpan.FromHours(limit.Value),
        LimitUnit.WorkingDays => CalendarOf(hours).WorkingTimeOf(limit.Value, start, count),
        _ => WorkCalendar.TimeOfDays(limit.Value, start, count),
    };

    private Due Run(Clock clock, DateTimeOffset from, TimeSpan amount) =>
        IsWorking(clock.Limit.Unit) ? CalendarOf(clock.Hours).AddWorkingTime(from, amount) : WorkCalendar.AddTime(from, amount);

    private DateTimeOffset FirstMoment(Clock clock) => CalendarOf(clock.Hours).CountsFrom(clock.StartedAt, CountOf(clock));

    private static DayCount CountOf(Clock clock) =>
        clock.CountedFrom ?? (clock.Limit.Unit is LimitUnit.WorkingDays or LimitUnit.NaturalDays ? DayCount.FromNextDay : DayCount.FromMoment);

    internal WorkCalendar CalendarOf(string? hours) => Edition.CalendarOf(hours);

    /// <summary>As they are on the clock: the hours themselves, whatever becomes of a calendar's name.</summary>
    private string? HoursOf(ClockLimit row) => row.Hours is { } named && Edition.Calendars.TryGetValue(named, out var calendar) ? calendar.Hours.ToString() : row.Hours;

    /// <summary>法定时限: the law that was chosen for the matter, or else the one that names its category, goes before the city's limits.</summary>
    private (ClockLimit Row, string? Basis) RuleOf(ClockName name, RequestFacts facts, bool redo, DepartmentId? unit)
    {
        var main = facts.Category is { } own ? Edition.MainOf.GetValueOrDefault(own) : null;
        var law = Handling.Statutory.FirstOrDefault(s => facts.Statutory is { } code ? s.Code == code
            : s.Categories?.Any(c => c == facts.Category || c == main) == true && (s.Types is null or { Count: 0 } || s.Types.Contains(facts.Type)));
        return law?.Limits.FirstOrDefault(l => l.Fits(name, facts, redo, unit, main)) is { } lawful ? (lawful, law.Basis) : (LimitOf(name, facts, redo, unit), null);
    }

    /// <summary>Limits of the clocks a profile need not name.</summary>
    private static ClockLimit Usual(ClockName name) => name switch
    {
        ClockName.StageFeedback => new(name, 3, LimitUnit.WorkingDays),
        ClockName.ReturnDecision or ClockName.ExtensionDecision or ClockName.SuspensionDecision => new(name, 4, LimitUnit.WorkingHours),
        ClockName.Dispute => new(name, 4, LimitUnit.WorkingHours),
        ClockName.Information => new(name, 5, LimitUnit.WorkingDays),
        ClockName.CoHandling => new(name, 3, LimitUnit.WorkingDays),
        ClockName.Arrival => new(name, 60, LimitUnit.Minutes),
        ClockName.Supervision => new(name, 1, LimitUnit.WorkingDays),
        ClockName.Archive or ClockName.Promise or ClockName.Suspension => throw new InvalidOperationException($"{name} has no limit of its own: reopenDays, the day promised and the cap of the ground say when it ends."),
        _ => new(name, 1, LimitUnit.WorkingDays),
    };

    private static bool IsWorking(LimitUnit unit) => unit is LimitUnit.WorkingDays or LimitUnit.WorkingHours;

    /// <summary>Two stretches that meet are one.</summary>
    private static List<CountedInterval> Joined(IReadOnlyList<CountedInterval> first, IReadOnlyList<CountedInterval> then) =>
        first.Count > 0 && then.Count > 0 && first[^1].To == then[0].From ? [.. first.SkipLast(1), first[^1] with { To = then[0].To }, .. then.Skip(1)] : [.. first, .. then];

    private static TimeSpan Sum(IEnumerable<CountedInterval> intervals) => TimeSpan.FromTicks(intervals.Sum(i => (i.To - i.From).Ticks));

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset China(DateTimeOffset at) => at.ToOffset(WorkCalendar.Offset);
}
