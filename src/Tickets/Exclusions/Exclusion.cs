using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hotline.Tickets.Exclusions;

/// <summary>剔除范围: which figures it is kept out of.</summary>
[JsonConverter(typeof(KebabJson<ExclusionScope>))]
public enum ExclusionScope
{
    [Description("满意率")] Satisfaction,
    [Description("解决率")] Solved,
    [Description("按时办结率")] OnTime,
    [Description("全部考核")] All,
}

/// <summary>剔除申请的状态. Only <see cref="Granted"/> keeps a ticket out of a figure.</summary>
[JsonConverter(typeof(KebabJson<ExclusionState>))]
public enum ExclusionState
{
    [Description("待审核")] Applied,
    [Description("同意剔除")] Granted,
    [Description("不予剔除")] Refused,
    [Description("申诉中")] Appealed,
    [Description("维持不予剔除")] Upheld,
}

/// <summary>A unit's wish that one closing of a ticket be kept out of its score (剔除), and what became of it. No rating is ever touched.</summary>
/// <param name="Round">The closing it is about, from 1; 0 for one that nobody was asked about.</param>
/// <param name="Code">Of the city's catalogue (剔除目录).</param>
/// <param name="DueAt">Until when the hotline has to examine it.</param>
/// <param name="Because">The reason of the last decision.</param>
public sealed record Exclusion(
    Guid Id, TicketId Ticket, TicketNumber Number, int Round, DepartmentId Unit, ExclusionScope Scope, string Code, string Reason, string Evidence,
    ExclusionState State, string AppliedBy, DateTimeOffset AppliedAt, DateTimeOffset DueAt,
    string? DecidedBy, DateTimeOffset? DecidedAt, string? Because, string? AppealedBy, DateTimeOffset? AppealedAt, string? Appeal)
{
    /// <summary>Somebody has to examine it.</summary>
    [JsonIgnore]
    public bool IsOpen => State is ExclusionState.Applied or ExclusionState.Appealed;

    /// <summary>同意或不予: by somebody who neither asked for it nor decided before. A refused appeal is the end.</summary>
    /// <returns>The exclusion as it is from now on, or why not.</returns>
    internal (Exclusion? After, Decision? Not) Decide(bool granted, string reason, Actor by, DateTimeOffset now)
    {
        if (!IsOpen) return (null, NothingToDecide);
        if (by.Id == AppliedBy || by.Id == AppealedBy) return (null, OwnApplication);
        if (by.Id == DecidedBy) return (null, OwnDecision);
        var state = granted ? ExclusionState.Granted : State == ExclusionState.Appealed ? ExclusionState.Upheld : ExclusionState.Refused;
        return (this with { State = state, DecidedBy = by.Id, DecidedAt = now, Because = reason }, null);
    }

    /// <summary>申诉, once and in time.</summary>
    /// <param name="until">The last moment for it.</param>
    /// <param name="due">Until when it has to be examined.</param>
    internal (Exclusion? After, Decision? Not) AppealedWith(string text, Actor by, DateTimeOffset until, DateTimeOffset due, DateTimeOffset now) => State switch
    {
        ExclusionState.Refused when now > until => (null, TooLateToAppeal),
        ExclusionState.Refused => (this with { State = ExclusionState.Appealed, AppealedBy = by.Id, AppealedAt = now, Appeal = text, DueAt = due }, null),
        _ => (null, NothingToAppeal),
    };

    public static Decision.Refused NothingToDecide { get; } = new("nothing-to-decide", "该剔除申请已有结论", "The exclusion has been decided on.");
    public static Decision.Refused OwnApplication { get; } = new("own-application", "申请人不能审核自己的剔除申请", "Nobody decides on an exclusion they applied for.");
    public static Decision.Refused OwnDecision { get; } = new("own-decision", "申诉须由另一人审核", "An appeal is examined by somebody else than the one who refused.");
    public static Decision.Refused NothingToAppeal { get; } = new("nothing-to-appeal", "只有不予剔除的申请可以申诉，且只能一次", "Only a refused exclusion may be appealed against, and only once.");
    public static Decision.Refused TooLateToAppeal { get; } = new("too-late-to-appeal", "已超过申诉期限", "The time to appeal is over.");
}
