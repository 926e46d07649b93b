using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hotline.Tickets.Deadlines;

/// <summary>A stretch of time that counted towards a limit, both ends in China Standard Time.</summary>
public sealed record CountedInterval(DateTimeOffset From, DateTimeOffset To);

/// <summary>时限证明: a due time and the intervals that were counted to reach it, to be kept and shown.</summary>
/// <param name="UnknownYear">True when a day was passed whose year has no published notice: plain weekdays were counted, and
/// the due time may move when the notice appears. Callers warn.</param>
public sealed record Due(DateTimeOffset At, IReadOnlyList<CountedInterval> Intervals, bool UnknownYear);

/// <summary>计时起点: from where a limit is counted; cities differ, so the rule says which.</summary>
[JsonConverter(typeof(KebabJson<DayCount>))]
public enum DayCount
{
    /// <summary>The day of the start does not count; n days are due at the end of the n-th day after it. The usual reading of days.</summary>
    [Description("次日起")] FromNextDay,

    /// <summary>The day of the start is the first day, unless it is a day off or already past its close.</summary>
    [Description("当日起")] FromStartDay,

    /// <summary>From the very moment: a day is a full day's time. The usual reading of minutes and hours.</summary>
    [Description("即时起")] FromMoment,

    /// <summary>What comes at night or on a day off counts as come when work begins next; then from the very moment.</summary>
    [Description("上班时起")] FromOpening,
}
