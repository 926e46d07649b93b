namespace Hotline.Tickets.Deadlines;

/// <summary>A stretch of time that counted towards a limit, both ends in China Standard Time.</summary>
public sealed record CountedInterval(DateTimeOffset From, DateTimeOffset To);

/// <summary>时限证明: a due time and the intervals that were counted to reach it, to be kept and shown.</summary>
/// <param name="UnknownYear">True when a day was passed whose year has no published notice: plain weekdays were counted, and
/// the due time may move when the notice appears. Callers warn.</param>
public sealed record Due(DateTimeOffset At, IReadOnlyList<CountedInterval> Intervals, bool UnknownYear);

/// <summary>From where days are counted; cities differ, so the rule says which.</summary>
public enum DayCount
{
    /// <summary>次日起: the day of the start does not count; due at the end of the n-th day after it. The usual reading.</summary>
    FromNextDay,

    /// <summary>当日起: the day of the start is the first day, unless it is a day off or already past its close.</summary>
    FromStartDay,

    /// <summary>The clock runs from the very moment: n times a full day's time.</summary>
    FromMoment,
}
