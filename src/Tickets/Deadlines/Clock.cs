using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hotline.Tickets.Deadlines;

/// <summary>时限种类</summary>
[JsonConverter(typeof(KebabJson<ClockName>))]
public enum ClockName
{
    [Description("派单")] Dispatch,
    [Description("签收")] SignIn,
    [Description("首次联系")] FirstContact,
    [Description("办理")] Handling,
    [Description("审核")] Review,
    [Description("回访")] FollowUp,
}

/// <summary>时限单位</summary>
[JsonConverter(typeof(KebabJson<LimitUnit>))]
public enum LimitUnit
{
    [Description("分钟")] Minutes,
    [Description("工作小时")] WorkingHours,
    [Description("工作日")] WorkingDays,
    [Description("自然日")] NaturalDays,
}

/// <summary>A limit as the city sets it (时限), such as 5 working days with a warning when 4 are used.</summary>
public sealed record Limit(int Value, LimitUnit Unit, int? WarnAfter);

/// <summary>A clock that runs on a ticket, with its due time explained (时限证明).</summary>
/// <param name="Counted">The intervals that were counted; their lengths sum to the limit.</param>
/// <param name="UnknownYear">The calendar of a year it touches is not known yet: the due time is provisional.</param>
public sealed record Clock(
    ClockName Name, Limit Limit, DateTimeOffset StartedAt, DateTimeOffset? WarnAt, DateTimeOffset DueAt,
    IReadOnlyList<CountedInterval> Counted, bool UnknownYear, bool Warned = false, bool Overdue = false);
