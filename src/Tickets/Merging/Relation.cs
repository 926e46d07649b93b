using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hotline.Tickets.Merging;

/// <summary>What a line of the relation log says of a ticket and another (关联关系). A stored code never changes.</summary>
[JsonConverter(typeof(KebabJson<RelationKind>))]
public enum RelationKind
{
    /// <summary>It follows the other, its master.</summary>
    [Description("并单")] Merged,

    /// <summary>It stands for itself again, as it was.</summary>
    [Description("解除并单")] Unmerged,

    /// <summary>It got its own reply when the master got one, and stands for itself again.</summary>
    [Description("随主单答复")] Answered,

    /// <summary>The master ended without a reply: it stands for itself again, and a dispatcher is told.</summary>
    [Description("主单终止，自动解除")] Released,

    /// <summary>It ended by itself while it followed: withdrawn, or sent to 110.</summary>
    [Description("自行结束")] Left,

    /// <summary>It was answered or closed before: the two are only shown beside each other.</summary>
    [Description("关联")] Linked,

    /// <summary>An agent proposes to merge.</summary>
    [Description("建议并单")] Proposed,

    /// <summary>A dispatcher does not merge what was proposed.</summary>
    [Description("不并单")] Declined,

    /// <summary>It was cut off the other, which held two matters.</summary>
    [Description("拆单")] Split,

    /// <summary>It repeats the other: the caller insisted on a new ticket.</summary>
    [Description("重复件")] Duplicate,
}

/// <summary>A ticket of a relation as merging sees it, read under its row's lock.</summary>
/// <param name="HasFollowers">Others follow it now.</param>
/// <param name="Answered">It has an approved reply.</param>
/// <param name="Caller">Fingerprint of the caller's number; null for none.</param>
internal sealed record Party(
    TicketId Id, TicketNumber Number, StateName State, TicketKind Kind, bool Confidential, TicketId? MergedInto, bool HasFollowers, bool Answered, byte[]? Caller)
{
    internal bool IsOpen => Transitions.Open.Contains(State);

    /// <summary>It is still to be answered: following a master makes sense.</summary>
    internal bool AwaitsReply => IsOpen && State != StateName.AwaitingFollowUp;

    /// <summary>Who joins now gets the reply at once.</summary>
    internal bool GivesReply => Answered && State is StateName.AwaitingFollowUp or StateName.Closed or StateName.Answered;

    internal bool IsOfCaller(Party other) => Caller is not null && other.Caller is not null && Caller.AsSpan().SequenceEqual(other.Caller);
}
