using System.ComponentModel;
using System.Text.Json.Serialization;
using Hotline.Tickets.Supervising;

namespace Hotline.Tickets.Deadlines;

/// <summary>时限种类</summary>
[JsonConverter(typeof(KebabJson<ClockName>))]
public enum ClockName
{
    [Description("派单")] Dispatch,
    [Description("签收")] SignIn,
    [Description("首次联系")] FirstContact,
    [Description("阶段反馈")] StageFeedback,
    [Description("办理")] Handling,
    [Description("审核")] Review,
    [Description("回访")] FollowUp,
    [Description("退单审核")] ReturnDecision,
    [Description("争议裁定")] Dispute,
    [Description("延期审批")] ExtensionDecision,
    [Description("挂起审批")] SuspensionDecision,
    [Description("挂起")] Suspension,
    [Description("待补充")] Information,
    [Description("协办")] CoHandling,
    [Description("到场")] Arrival,
    [Description("督办答复")] Supervision,
    [Description("承诺兑现")] Promise,
    [Description("归档")] Archive,
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

/// <summary>A limit as the city sets it (时限), such as 5 working days.</summary>
public sealed record Limit(int Value, LimitUnit Unit)
{
    public override string ToString() => $"{Value} {Unit.Chinese()}";
}

/// <summary>预警级别: blue half way, yellow and orange near the end, red past it.</summary>
[JsonConverter(typeof(KebabJson<Card>))]
public enum Card
{
    [Description("蓝色")] Blue,
    [Description("黄色")] Yellow,
    [Description("橙色")] Orange,
    [Description("红色")] Red,
}

/// <summary>A point on a clock's way, before or after its end (预警点): a card, a step of the supervision ladder, or both.</summary>
/// <param name="Rule">By which it moves with the clock.</param>
public sealed record Mark(DateTimeOffset At, Card? Card = null, SupervisionLevel? Supervise = null, MarkRule? Rule = null);

/// <summary>A clock on a ticket, with its due time explained (时限证明).</summary>
/// <param name="Counted">The intervals that were counted; their lengths sum to the limit.</param>
/// <param name="UnknownYear">The calendar of a year it touches is not known yet: the due time is provisional.</param>
public sealed record Clock(
    ClockName Name, Limit Limit, DateTimeOffset StartedAt, DateTimeOffset DueAt, IReadOnlyList<CountedInterval> Counted, bool UnknownYear)
{
    /// <summary>计时起点; null for the usual one of the unit.</summary>
    public DayCount? CountedFrom { get; init; }

    /// <summary>办公时间 it is counted in; null for the city's own.</summary>
    public string? Hours { get; init; }

    /// <summary>The limit was given by hand, and no rule of the city changes it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Given { get; init; }

    /// <summary>准予的延期, in order; null for none. Those of its own unit are in the limit.</summary>
    public IReadOnlyList<Limit>? Extended { get; init; }

    /// <summary>Stretches in which it stood still; null for none.</summary>
    public IReadOnlyList<CountedInterval>? Pauses { get; init; }

    /// <summary>Those told, then those to come in the order of time.</summary>
    public IReadOnlyList<Mark> Marks { get; init; } = [];

    /// <summary>How many marks have been told.</summary>
    public int Passed { get; init; }

    /// <summary>超期, told.</summary>
    public bool Overdue { get; init; }

    /// <summary>The task of the ticket that it belongs to (协办、吹哨), or the supervision order of its answer (督办); null for the ticket's own clock.</summary>
    public int? Task { get; init; }

    /// <summary>The law that sets it, where one overrides the city's limit (法定时限).</summary>
    public string? Basis { get; init; }

    /// <summary>It stands still since then.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>Counted time left while it stands still.</summary>
    public TimeSpan? Left { get; init; }

    /// <summary>When it has something to say next; null while it stands still or has said all.</summary>
    [JsonIgnore]
    public DateTimeOffset? FiresAt => (PausedAt, Passed < Marks.Count, Overdue) switch
    {
        ({ }, _, _) => null,
        (_, true, true) => Marks[Passed].At,
        (_, true, false) => Marks[Passed].At < DueAt ? Marks[Passed].At : DueAt,
        (_, false, false) => DueAt,
        _ => null,
    };
}
