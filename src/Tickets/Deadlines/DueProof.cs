using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hotline.Tickets.Deadlines;

/// <summary>Why a stretch of time counts towards a limit or does not.</summary>
[JsonConverter(typeof(KebabJson<StretchCause>))]
public enum StretchCause
{
    [Description("计入")] Counted,
    [Description("调休上班，计入")] MakeUpDay,
    [Description("未到计时起点")] NotYet,
    [Description("停表")] Paused,
    [Description("午休")] Lunch,
    [Description("非工作时间")] OffHours,
    [Description("周末")] Weekend,
    [Description("节假日")] Holiday,
    [Description("按当时规则不计")] OtherRules,
}

/// <summary>A stretch of the way from a clock's start to its end, both ends in China Standard Time.</summary>
/// <param name="Why">The holiday's name, the ground of the pause.</param>
public sealed record ProofStretch(DateTimeOffset From, DateTimeOffset To, StretchCause Cause, string? Why)
{
    public bool Counts => Cause is StretchCause.Counted or StretchCause.MakeUpDay;
}

/// <summary>The end was moved: by a pause that ended, an extension, a change of the rules.</summary>
public sealed record ProofMove(DateTimeOffset At, string What, string? Why, DateTimeOffset Before, DateTimeOffset Due);

/// <summary>时限证明: one run of a clock explained, each stretch with its cause; what counts sums to what the limit is.</summary>
/// <param name="Rule">The limit, from where and in which hours it is counted.</param>
/// <param name="RulesVersion">Of the rules it was started under.</param>
/// <param name="Basis">法定时限: the article.</param>
/// <param name="Counted">Altogether; while the clock stands still, so far.</param>
/// <param name="Left">What is left while it stands still.</param>
/// <param name="UnknownYear">It touches a year whose notice is not published: provisional.</param>
public sealed record DueProof(
    ClockName Name, int? Task, string Rule, string RulesVersion, string? Basis, DateTimeOffset StartedAt, DateTimeOffset DueAt, TimeSpan Counted, TimeSpan? Left,
    IReadOnlyList<ProofStretch> Stretches, IReadOnlyList<ProofMove> Moves, IReadOnlyList<Mark> Marks, bool UnknownYear);
