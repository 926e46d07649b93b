using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hotline.Tickets;

/// <summary>The names of the states (工单状态).</summary>
[JsonConverter(typeof(KebabJson<StateName>))]
public enum StateName
{
    [Description("待派单")] AwaitingDispatch,
    [Description("待签收")] AwaitingSignature,
    [Description("办理中")] InHandling,
    [Description("待审核")] AwaitingReview,
    [Description("待回访")] AwaitingFollowUp,
    [Description("办结")] Closed,
    [Description("直接答复办结")] Answered,
    [JsonStringEnumMemberName("transferred-to-110"), Description("已转110")] TransferredToPolice,
}

/// <summary>Where a ticket stands, with what only that state knows. The list is closed, and a stored name never changes.</summary>
[JsonDerivedType(typeof(AwaitingDispatch), "awaiting-dispatch")]
[JsonDerivedType(typeof(AwaitingSignature), "awaiting-signature")]
[JsonDerivedType(typeof(InHandling), "in-handling")]
[JsonDerivedType(typeof(AwaitingReview), "awaiting-review")]
[JsonDerivedType(typeof(AwaitingFollowUp), "awaiting-follow-up")]
[JsonDerivedType(typeof(Closed), "closed")]
[JsonDerivedType(typeof(Answered), "answered")]
[JsonDerivedType(typeof(TransferredToPolice), "transferred-to-110")]
public abstract record TicketState
{
    private TicketState() { }

    [JsonIgnore]
    public abstract StateName Name { get; }

    /// <summary>The department that has to act or has acted; null before the first dispatch.</summary>
    [JsonIgnore]
    public virtual DepartmentId? Responsible => null;

    /// <summary>待派单</summary>
    public sealed record AwaitingDispatch : TicketState
    {
        public override StateName Name => StateName.AwaitingDispatch;
    }

    /// <summary>待签收</summary>
    public sealed record AwaitingSignature(DepartmentId Department, DateTimeOffset ReturnableUntil) : TicketState
    {
        public override StateName Name => StateName.AwaitingSignature;
        public override DepartmentId? Responsible => Department;
    }

    /// <summary>办理中</summary>
    /// <param name="ReturnableUntil">Null when it was sent back or is a redo: then it may not be returned.</param>
    public sealed record InHandling(DepartmentId Department, DateTimeOffset? ReturnableUntil, bool ContactRecorded) : TicketState
    {
        public override StateName Name => StateName.InHandling;
        public override DepartmentId? Responsible => Department;
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
        public override StateName Name => StateName.AwaitingFollowUp;
        public override DepartmentId? Responsible => Department;
    }

    /// <summary>办结</summary>
    /// <param name="Solved">As the citizen says; null when the citizen could not be asked or wished no reply.</param>
    public sealed record Closed(DepartmentId Department, bool? Solved) : TicketState
    {
        public override StateName Name => StateName.Closed;
        public override DepartmentId? Responsible => Department;
    }

    /// <summary>直接答复办结</summary>
    public sealed record Answered(string Answer) : TicketState
    {
        public override StateName Name => StateName.Answered;
    }

    /// <summary>已转110</summary>
    public sealed record TransferredToPolice(string Note, string? Result) : TicketState
    {
        public override StateName Name => StateName.TransferredToPolice;
    }
}
