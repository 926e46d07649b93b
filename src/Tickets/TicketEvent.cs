using System.Text.Json.Serialization;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Handling;

namespace Hotline.Tickets;

/// <summary>
/// Something that happened to a ticket. The list is closed, and a stored name never changes. Who did it, when and under which
/// version of the rules stands beside it in <see cref="RecordedEvent"/>.
/// </summary>
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(AnsweredOnTheSpot), "answered-on-the-spot")]
[JsonDerivedType(typeof(Dispatched), "dispatched")]
[JsonDerivedType(typeof(SignedFor), "signed-for")]
[JsonDerivedType(typeof(Contacted), "contacted")]
[JsonDerivedType(typeof(Returned), "returned")]
[JsonDerivedType(typeof(Replied), "replied")]
[JsonDerivedType(typeof(Approved), "approved")]
[JsonDerivedType(typeof(SentBack), "sent-back")]
[JsonDerivedType(typeof(FollowedUp), "followed-up")]
[JsonDerivedType(typeof(Rated), "rated")]
[JsonDerivedType(typeof(TransferredToPolice), "transferred-to-110")]
[JsonDerivedType(typeof(PoliceResultRecorded), "police-result-recorded")]
[JsonDerivedType(typeof(ClockWarned), "clock-warned")]
[JsonDerivedType(typeof(ClockOverdue), "clock-overdue")]
public abstract record TicketEvent
{
    private TicketEvent() { }

    /// <summary>The clocks this started.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Clock>? Started { get; init; }

    /// <summary>受理</summary>
    public sealed record Accepted(TicketNumber Number, RequestFacts Facts) : TicketEvent;

    /// <summary>直接答复</summary>
    public sealed record AnsweredOnTheSpot(string Answer) : TicketEvent;

    /// <summary>派单</summary>
    /// <param name="Before">The department that held it before, after a return.</param>
    /// <param name="ReturnableUntil">退单时限</param>
    public sealed record Dispatched(DepartmentId To, DepartmentId? Before, string? Reason, DateTimeOffset ReturnableUntil) : TicketEvent;

    /// <summary>签收</summary>
    public sealed record SignedFor(DepartmentId By) : TicketEvent;

    /// <summary>先行联系</summary>
    public sealed record Contacted(FirstContact Contact) : TicketEvent;

    /// <summary>退单</summary>
    public sealed record Returned(DepartmentId By, ReturnReason Code, string Reason, DepartmentId? Suggested) : TicketEvent;

    /// <summary>答复</summary>
    public sealed record Replied(DepartmentId By, Reply Reply) : TicketEvent;

    /// <summary>审核通过: from now on the citizen reads the unified reply.</summary>
    /// <param name="Before">The department's wording where the reviewer changed it.</param>
    /// <param name="Closes">The citizen wished no reply: there is nobody to ask.</param>
    public sealed record Approved(string UnifiedReply, string? Before, bool Closes) : TicketEvent;

    /// <summary>审核退回</summary>
    public sealed record SentBack(string Reason) : TicketEvent;

    /// <summary>回访</summary>
    public sealed record FollowedUp(FollowUpAnswer Answer, FollowUpOutcome Outcome) : TicketEvent;

    /// <summary>市民评价</summary>
    public sealed record Rated(bool Solved, Satisfaction Satisfaction, string? Comment, FollowUpOutcome Outcome) : TicketEvent;

    /// <summary>转110</summary>
    public sealed record TransferredToPolice(string Reason) : TicketEvent;

    /// <summary>110办理结果</summary>
    public sealed record PoliceResultRecorded(string Result, string? Before) : TicketEvent;

    /// <summary>临期提醒</summary>
    public sealed record ClockWarned(ClockName Clock, DateTimeOffset Due) : TicketEvent;

    /// <summary>超期</summary>
    public sealed record ClockOverdue(ClockName Clock, DateTimeOffset Due) : TicketEvent;
}

/// <summary>An event with who, when and under which rules (办理日志).</summary>
/// <param name="Seq">Its place in the log of all tickets.</param>
/// <param name="Version">Its place in the ticket, from 1.</param>
public sealed record RecordedEvent(long Seq, TicketId Ticket, int Version, TicketEvent Event, Actor By, DateTimeOffset At, string RulesVersion);
