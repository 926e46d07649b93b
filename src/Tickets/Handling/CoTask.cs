using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hotline.Tickets.Handling;

/// <summary>协办性质</summary>
[JsonConverter(typeof(KebabJson<TaskKind>))]
public enum TaskKind
{
    [Description("协办")] CoHandling,
    [Description("会商任务")] Conference,
    [Description("吹哨")] Whistle,
}

/// <summary>How a task ended.</summary>
[JsonConverter(typeof(KebabJson<TaskOutcome>))]
public enum TaskOutcome
{
    [Description("办理中")] Open,
    [Description("已答复")] Answered,
    [Description("已免除")] Waived,
    [Description("随主单终止")] Cancelled,
}

/// <summary>评分, from one side of a whistle to the other.</summary>
/// <param name="Grade">1 to 5.</param>
public sealed record WhistleRating(int Grade, string? Comment);

/// <summary>A part of a ticket that another unit does for the lead (协办任务), numbered from 1, with a clock of its own.</summary>
/// <param name="Question">What is asked of the unit.</param>
/// <param name="CodeMac">Keyed hash of the arrival code of a whistle.</param>
public sealed record CoTask(int No, TaskKind Kind, DepartmentId Unit, string Question, DateTimeOffset AssignedAt, string? CallKind = null, string? CodeMac = null)
{
    public TaskOutcome Outcome { get; init; }
    public string? Answer { get; init; }
    public string? WaivedBecause { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public DateTimeOffset? ArrivedAt { get; init; }
    public WhistleRating? ResponseRating { get; init; }
    public WhistleRating? CallRating { get; init; }

    /// <summary>The number of the meeting it came of (会商); null for others.</summary>
    public int? Meeting { get; init; }

    [JsonIgnore]
    public bool IsOpen => Outcome == TaskOutcome.Open;
}

/// <summary>会商, numbered from 1 in its ticket: who met, when, what was decided. The tasks that came of it name it.</summary>
public sealed record Meeting(int No, IReadOnlyList<string> Participants, DateTimeOffset HeldAt, string Decision);

/// <summary>共享查看: a unit sees the matter without the person, until a day.</summary>
public sealed record Share(DepartmentId Unit, bool MayComment, DateTimeOffset Until);
