using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.City;

/// <summary>How clocks start, stand still, run on and are lengthened (时限计算). Pure.</summary>
public sealed partial class CityRules
{
    /// <summary>Starts a clock by the first limit that fits the ticket.</summary>
    /// <param name="redo">重办、退回: after a reply has been refused once.</param>
    /// <param name="task">Of a co-handler's or whistle's clock.</param>
    /// <param name="unit">Who has to act, where limits may differ from unit to unit.</param>
    public Clock Start(ClockName name, RequestFacts facts, DateTimeOffset now, bool redo = false, int? task = null, DepartmentId? unit = null)
    {
        var row = LimitOf(name, facts, redo, unit);
        var due = Add(now, row.Value, row.Unit);
        IReadOnlyList<Mark> marks = row.WarnAfter is { } after ? [new(Add(now, after, row.Unit).At.ToUniversalTime(), Card.Yellow)] : [];
        return Of(name, new Limit(row.Value, row.Unit), now, due) with { Marks = marks, Task = task };
    }

    /// <summary>A clock that is due at a given moment, such as a promised date.</summary>
    public static Clock Until(ClockName name, DateTimeOffset now, DateTimeOffset at) =>
        Of(name, new Limit((int)Math.Ceiling((at - now).TotalMinutes), LimitUnit.Minutes), now, WorkCalendar.AddTime(now, at - now));

    /// <summary>A clock of a limit given by hand, such as a co-handler's days.</summary>
    public Clock Within(ClockName name, Limit limit, DateTimeOffset now, int? task = null) => Of(name, limit, now, Add(now, limit.Value, limit.Unit)) with { Task = task };

    /// <summary>It stands still: what was counted so far is kept, and how much is left.</summary>
    public Clock Pause(Clock clock, DateTimeOffset now)
    {
        var counted = clock.Counted.Where(i => i.From < now).Select(i => i.To <= now ? i : i with { To = now.ToOffset(i.To.Offset) }).ToList();
        var left = clock.DueAt <= now ? TimeSpan.Zero : Measure(clock, now, clock.DueAt);
        return clock with { PausedAt = now, Left = left, Counted = counted };
    }

    /// <summary>It runs on with what was left, counted in its own calendar.</summary>
    public Clock Resume(Clock clock, DateTimeOffset now)
    {
        if (clock is not { PausedAt: { } since, Left: { } left }) return clock;
        if (left == TimeSpan.Zero) return clock with { PausedAt = null, Left = null };
        var due = IsWorking(clock.Limit.Unit) ? Calendar.AddWorkingTime(now, left) : WorkCalendar.AddTime(now, left);
        return Moved(clock, due, now, since) with { PausedAt = null, Left = null };
    }

    /// <summary>延期: more counted time after the present end.</summary>
    public Clock Extend(Clock clock, Limit more, DateTimeOffset now)
    {
        var due = Add(clock.DueAt, more.Value, more.Unit);
        var moved = Moved(clock, due, clock.DueAt, clock.DueAt);
        return moved with { Limit = moved.Limit with { Value = moved.Limit.Value + (more.Unit == moved.Limit.Unit ? more.Value : 0) }, Overdue = false };
    }

    private static Clock Moved(Clock clock, Due due, DateTimeOffset from, DateTimeOffset since)
    {
        var by = due.At.ToUniversalTime() - clock.DueAt;
        return clock with
        {
            DueAt = due.At.ToUniversalTime(),
            Counted = [.. clock.Counted, .. due.Intervals],
            UnknownYear = clock.UnknownYear || due.UnknownYear,
            Marks = [.. clock.Marks.Select((m, i) => i < clock.Passed ? m : m with { At = m.At + by })],
        };
    }

    private TimeSpan Measure(Clock clock, DateTimeOffset from, DateTimeOffset to) =>
        IsWorking(clock.Limit.Unit) ? Calendar.WorkingTimeBetween(from, to) : to - from;

    private static bool IsWorking(LimitUnit unit) => unit is LimitUnit.WorkingDays or LimitUnit.WorkingHours;

    private static Clock Of(ClockName name, Limit limit, DateTimeOffset now, Due due) =>
        new(name, limit, now, due.At.ToUniversalTime(), due.Intervals, due.UnknownYear);

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
        ClockName.Archive => new(name, 30, LimitUnit.NaturalDays),
        _ => new(name, 1, LimitUnit.WorkingDays),
    };

    private Due Add(DateTimeOffset start, int value, LimitUnit unit) => unit switch
    {
        LimitUnit.Minutes => WorkCalendar.AddTime(start, TimeSpan.FromMinutes(value)),
        LimitUnit.WorkingHours => Calendar.AddWorkingTime(start, TimeSpan.FromHours(value)),
        LimitUnit.WorkingDays => Calendar.AddWorkingDays(start, value),
        _ => WorkCalendar.AddNaturalDays(start, value),
    };
}
