using System.ComponentModel;
using System.Text.Json.Serialization;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Disputes;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Handling;

namespace Hotline.Tickets;

/// <summary>The names of the states (工单状态).</summary>
[JsonConverter(typeof(KebabJson<StateName>))]
public enum StateName
{
    [Description("待派单")] AwaitingDispatch,
    [Description("待补充")] AwaitingInformation,
    [Description("待签收")] AwaitingSignature,
    [Description("办理中")] InHandling,
    [Description("退单申请中")] ReturnRequested,
    [Description("职责争议")] InDispute,
    [Description("延期申请中")] ExtensionRequested,
    [Description("挂起申请中")] SuspensionRequested,
    [Description("挂起")] Suspended,
    [Description("待审核")] AwaitingReview,
    [Description("重办中")] InRedo,
    [Description("待回访")] AwaitingFollowUp,
    [Description("办结")] Closed,
    [Description("归档")] Archived,
    [Description("直接答复办结")] Answered,
    [Description("不予受理")] NotAccepted,
    [Description("已撤回")] Withdrawn,
    [JsonStringEnumMemberName("transferred-to-110"), Description("已转110")] TransferredToPolice,
}

/// <summary>Where a ticket stands, with what only that state knows. The list is closed, and a stored name never changes.</summary>
[JsonDerivedType(typeof(AwaitingDispatch), "awaiting-dispatch")]
[JsonDerivedType(typeof(AwaitingInformation), "awaiting-information")]
[JsonDerivedType(typeof(AwaitingSignature), "awaiting-signature")]
[JsonDerivedType(typeof(InHandling), "in-handling")]
[JsonDerivedType(typeof(ReturnRequested), "return-requested")]
[JsonDerivedType(typeof(InDispute), "in-dispute")]
[JsonDerivedType(typeof(ExtensionRequested), "extension-requested")]
[JsonDerivedType(typeof(SuspensionRequested), "suspension-requested")]
[JsonDerivedType(typeof(Suspended), "suspended")]
[JsonDerivedType(typeof(AwaitingReview), "awaiting-review")]
[JsonDerivedType(typeof(AwaitingFollowUp), "awaiting-follow-up")]
[JsonDerivedType(typeof(Closed), "closed")]
[JsonDerivedType(typeof(Archived), "archived")]
[JsonDerivedType(typeof(Answered), "answered")]
[JsonDerivedType(typeof(NotAccepted), "not-accepted")]
[JsonDerivedType(typeof(Withdrawn), "withdrawn")]
[JsonDerivedType(typeof(TransferredToPolice), "transferred-to-110")]
public abstract record TicketState
{
    private TicketState() { }

    [JsonIgnore]
    public abstract StateName Name { get; }

    /// <summary>The department that has to act or has acted; null before the first dispatch.</summary>
    [JsonIgnore]
    public virtual DepartmentId? Responsible => null;

    /// <summary>在办: somebody still has to act.</summary>
    [JsonIgnore]
    public bool IsOpen => Transitions.Open.Contains(Name);

    /// <summary>待派单, and 待预审: title, class, place and secrecy are checked before it leaves.</summary>
    public sealed record AwaitingDispatch : TicketState
    {
        public override StateName Name => StateName.AwaitingDispatch;
    }

    /// <summary>待补充: the citizen has been asked; the dispatch clock stands still.</summary>
    public sealed record AwaitingInformation(string Question) : TicketState
    {
        public override StateName Name => StateName.AwaitingInformation;
    }

    /// <summary>待签收</summary>
    /// <param name="ReturnableUntil">Null where it may not be returned: it was designated.</param>
    public sealed record AwaitingSignature(DepartmentId Department, DateTimeOffset? ReturnableUntil) : TicketState
    {
        public override StateName Name => StateName.AwaitingSignature;
        public override DepartmentId? Responsible => Department;
    }

    /// <summary>办理中, or 重办中.</summary>
    /// <param name="ReturnableUntil">Null when it was designated, sent back or is a redo: then it may not be returned.</param>
    /// <param name="Redo">重办: a reply has been given and did not do.</param>
    public sealed record InHandling(DepartmentId Department, DateTimeOffset? ReturnableUntil, bool ContactRecorded, bool Redo = false) : TicketState
    {
        public override StateName Name => Redo ? StateName.InRedo : StateName.InHandling;
        public override DepartmentId? Responsible => Department;
    }

    /// <summary>退单申请中: the handling clock goes on.</summary>
    /// <param name="Before">Awaiting signature or in handling, to go back to.</param>
    public sealed record ReturnRequested(DepartmentId Department, ReturnRequest Request, TicketState Before) : TicketState
    {
        public override StateName Name => StateName.ReturnRequested;
        public override DepartmentId? Responsible => Department;
    }

    /// <summary>职责争议: the dispute desk rules (派单异议审核). No department holds it.</summary>
    /// <param name="Statements">What the departments and the dispatcher say, in order.</param>
    public sealed record InDispute(IReadOnlyList<Statement> Statements) : TicketState
    {
        public override StateName Name => StateName.InDispute;
    }

    /// <summary>延期申请中: the handling clock goes on until it is granted.</summary>
    /// <param name="Granted">Approvals it has so far.</param>
    public sealed record ExtensionRequested(InHandling Before, ExtensionRequest Request, int Granted) : TicketState
    {
        public override StateName Name => StateName.ExtensionRequested;
        public override DepartmentId? Responsible => Before.Department;
    }

    /// <summary>挂起申请中: the handling clock goes on until it is granted.</summary>
    public sealed record SuspensionRequested(InHandling Before, SuspensionRequest Request) : TicketState
    {
        public override StateName Name => StateName.SuspensionRequested;
        public override DepartmentId? Responsible => Before.Department;
    }

    /// <summary>挂起: the handling clock stands still, its own cap runs.</summary>
    public sealed record Suspended(InHandling Before, SuspensionRequest Request, DateTimeOffset Since) : TicketState
    {
        public override StateName Name => StateName.Suspended;
        public override DepartmentId? Responsible => Before.Department;
    }

    /// <summary>待审核</summary>
    public sealed record AwaitingReview(DepartmentId Department, Reply Reply) : TicketState
    {
        public override StateName Name => StateName.AwaitingReview;
        public override DepartmentId? Responsible => Department;
    }

    /// <summary>待回访</summary>
    /// <param name="Attempts">Calls that did not reach the citizen.</param>
    public sealed record AwaitingFollowUp(DepartmentId Department, int Attempts) : TicketState
    {
        /// <summary>The calls, in order.</summary>
        public IReadOnlyList<FollowUpTry> Tries { get; init; } = [];

        public override StateName Name => StateName.AwaitingFollowUp;
        public override DepartmentId? Responsible => Department;
    }

    /// <summary>办结</summary>
    /// <param name="Solved">As the citizen says; null when the citizen could not be asked or wished no reply.</param>
    /// <param name="PromisedFor">承诺办理: on that day it wakes and goes back to the handler.</param>
    public sealed record Closed(DepartmentId Department, bool? Solved, DateOnly? PromisedFor = null) : TicketState
    {
        public override StateName Name => StateName.Closed;
        public override DepartmentId? Responsible => Department;
    }

    /// <summary>归档: nothing happens to it any more.</summary>
    public sealed record Archived(DepartmentId? Department, bool? Solved, StateName From) : TicketState
    {
        public override StateName Name => StateName.Archived;
        public override DepartmentId? Responsible => Department;
    }

    /// <summary>直接答复办结</summary>
    public sealed record Answered(string Answer) : TicketState
    {
        public override StateName Name => StateName.Answered;
    }

    /// <summary>不予受理</summary>
    /// <param name="Path">合法途径: what the citizen was told to do instead.</param>
    /// <param name="Confirmed">The shift leader has confirmed it.</param>
    public sealed record NotAccepted(string Ground, string Path, string? Explanation, bool Confirmed) : TicketState
    {
        public override StateName Name => StateName.NotAccepted;
    }

    /// <summary>已撤回</summary>
    public sealed record Withdrawn(string Reason) : TicketState
    {
        public override StateName Name => StateName.Withdrawn;
    }

    /// <summary>已转110</summary>
    public sealed record TransferredToPolice(string Note, string? Result) : TicketState
    {
        public override StateName Name => StateName.TransferredToPolice;
    }
}
