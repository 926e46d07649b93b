using System.Text.Json.Serialization;
using Hotline.Tickets.Attachments;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Disputes;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Supervising;
using Hotline.Tickets.UnifiedReplies;

namespace Hotline.Tickets;

/// <summary>
/// Something that happened to a ticket. The list is closed, and a stored name never changes. Who did it, when and under which
/// version of the rules stands beside it in <see cref="RecordedEvent"/>.
/// </summary>
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(AnsweredOnTheSpot), "answered-on-the-spot")]
[JsonDerivedType(typeof(NotAccepted), "not-accepted")]
[JsonDerivedType(typeof(ConfirmedNotAccepted), "confirmed-not-accepted")]
[JsonDerivedType(typeof(AcceptedAfterAll), "accepted-after-all")]
[JsonDerivedType(typeof(Corrected), "corrected")]
[JsonDerivedType(typeof(InformationRequested), "information-requested")]
[JsonDerivedType(typeof(InformationSupplied), "information-supplied")]
[JsonDerivedType(typeof(Dispatched), "dispatched")]
[JsonDerivedType(typeof(SignedFor), "signed-for")]
[JsonDerivedType(typeof(Contacted), "contacted")]
[JsonDerivedType(typeof(Messaged), "messaged")]
[JsonDerivedType(typeof(Returned), "returned")]
[JsonDerivedType(typeof(ReturnRequested), "return-requested")]
[JsonDerivedType(typeof(ReturnAccepted), "return-accepted")]
[JsonDerivedType(typeof(ReturnRefused), "return-refused")]
[JsonDerivedType(typeof(Disputed), "disputed")]
[JsonDerivedType(typeof(Stated), "stated")]
[JsonDerivedType(typeof(Adjudicated), "adjudicated")]
[JsonDerivedType(typeof(ExtensionRequested), "extension-requested")]
[JsonDerivedType(typeof(ExtensionGranted), "extension-granted")]
[JsonDerivedType(typeof(ExtensionRefused), "extension-refused")]
[JsonDerivedType(typeof(SuspensionRequested), "suspension-requested")]
[JsonDerivedType(typeof(SuspensionGranted), "suspension-granted")]
[JsonDerivedType(typeof(SuspensionRefused), "suspension-refused")]
[JsonDerivedType(typeof(Resumed), "resumed")]
[JsonDerivedType(typeof(ProgressReported), "progress-reported")]
[JsonDerivedType(typeof(TasksAssigned), "tasks-assigned")]
[JsonDerivedType(typeof(Conferred), "conferred")]
[JsonDerivedType(typeof(TaskAnswered), "task-answered")]
[JsonDerivedType(typeof(TaskWaived), "task-waived")]
[JsonDerivedType(typeof(CheckedIn), "checked-in")]
[JsonDerivedType(typeof(ResponseRated), "response-rated")]
[JsonDerivedType(typeof(CallRated), "call-rated")]
[JsonDerivedType(typeof(Shared), "shared")]
[JsonDerivedType(typeof(Noted), "noted")]
[JsonDerivedType(typeof(Attached), "attached")]
[JsonDerivedType(typeof(Urged), "urged")]
[JsonDerivedType(typeof(Supervised), "supervised")]
[JsonDerivedType(typeof(SupervisionAnswered), "supervision-answered")]
[JsonDerivedType(typeof(SupervisionJudged), "supervision-judged")]
[JsonDerivedType(typeof(Raised), "raised")]
[JsonDerivedType(typeof(Replied), "replied")]
[JsonDerivedType(typeof(Approved), "approved")]
[JsonDerivedType(typeof(SentBack), "sent-back")]
[JsonDerivedType(typeof(ReplyCorrected), "reply-corrected")]
[JsonDerivedType(typeof(RepliedWithMaster), "replied-with-master")]
[JsonDerivedType(typeof(FollowedUp), "followed-up")]
[JsonDerivedType(typeof(Rated), "rated")]
[JsonDerivedType(typeof(Reopened), "reopened")]
[JsonDerivedType(typeof(Woken), "woken")]
[JsonDerivedType(typeof(Withdrawn), "withdrawn")]
[JsonDerivedType(typeof(Archived), "archived")]
[JsonDerivedType(typeof(TransferredToPolice), "transferred-to-110")]
[JsonDerivedType(typeof(PoliceResultRecorded), "police-result-recorded")]
[JsonDerivedType(typeof(ClockWarned), "clock-warned")]
[JsonDerivedType(typeof(ClockOverdue), "clock-overdue")]
[JsonDerivedType(typeof(Rescheduled), "rescheduled")]
public abstract record TicketEvent
{
    private TicketEvent() { }

    /// <summary>The clocks this started.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Clock>? Started { get; init; }

    /// <summary>Running clocks as they are from now on: stopped for a while, running again, lengthened.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Clock>? Changed { get; init; }

    /// <summary>受理</summary>
    public sealed record Accepted(TicketNumber Number, RequestFacts Facts) : TicketEvent;

    /// <summary>直接答复</summary>
    /// <param name="Citations">引用的知识条目</param>
    public sealed record AnsweredOnTheSpot(string Answer, IReadOnlyList<Citation>? Citations = null) : TicketEvent;

    /// <summary>不予受理</summary>
    /// <param name="Path">合法途径, as the citizen was told.</param>
    /// <param name="Insists">The person insisted all the same.</param>
    public sealed record NotAccepted(string Ground, string Path, string? Explanation, bool Insists) : TicketEvent;

    /// <summary>确认不予受理</summary>
    public sealed record ConfirmedNotAccepted(string? Note) : TicketEvent;

    /// <summary>改为受理</summary>
    public sealed record AcceptedAfterAll(string Reason) : TicketEvent;

    /// <summary>更正</summary>
    public sealed record Corrected(RequestFacts Before, RequestFacts After, string? Reason) : TicketEvent;

    /// <summary>要求补充</summary>
    public sealed record InformationRequested(string Question) : TicketEvent;

    /// <summary>补充信息</summary>
    public sealed record InformationSupplied(string Text) : TicketEvent;

    /// <summary>派单</summary>
    /// <param name="Before">The department that held it before, after a return.</param>
    /// <param name="ReturnableUntil">退单时限; null where it may not be returned.</param>
    /// <param name="Statutory">法定时限: code of the law's clock that holds instead of the city's.</param>
    public sealed record Dispatched(DepartmentId To, DepartmentId? Before, string? Reason, DateTimeOffset? ReturnableUntil, string? Statutory = null) : TicketEvent;

    /// <summary>签收</summary>
    public sealed record SignedFor(DepartmentId By) : TicketEvent;

    /// <summary>先行联系</summary>
    public sealed record Contacted(FirstContact Contact) : TicketEvent;

    /// <summary>转接短信: the unit wrote to the citizen without seeing the number.</summary>
    /// <param name="Day">Of the city, to count messages of a day.</param>
    public sealed record Messaged(DepartmentId By, string Text, DateOnly Day) : TicketEvent;

    /// <summary>退单 that took effect at once, as it was before returns were decided on.</summary>
    public sealed record Returned(DepartmentId By, ReturnReason Code, string Reason, DepartmentId? Suggested) : TicketEvent;

    /// <summary>退单申请</summary>
    public sealed record ReturnRequested(DepartmentId By, ReturnRequest Request) : TicketEvent;

    /// <summary>同意退单</summary>
    /// <param name="Silent">Nobody objected within the limit (默认同意).</param>
    public sealed record ReturnAccepted(string? Reason, bool Silent) : TicketEvent;

    /// <summary>驳回退单</summary>
    public sealed record ReturnRefused(string Reason) : TicketEvent;

    /// <summary>职责争议: to the dispute desk.</summary>
    public sealed record Disputed(Statement Statement) : TicketEvent;

    /// <summary>陈述意见</summary>
    public sealed record Stated(Statement Statement) : TicketEvent;

    /// <summary>争议裁定: designated, and from now on a precedent.</summary>
    public sealed record Adjudicated(DepartmentId To, string Reason, string Basis, string? Precedent) : TicketEvent;

    /// <summary>申请延期</summary>
    public sealed record ExtensionRequested(DepartmentId By, ExtensionRequest Request) : TicketEvent;

    /// <summary>准予延期</summary>
    /// <param name="Last">No further approval is needed: the clock has been lengthened.</param>
    public sealed record ExtensionGranted(DateTimeOffset DueBefore, DateTimeOffset Due, bool Last) : TicketEvent;

    /// <summary>不准延期</summary>
    public sealed record ExtensionRefused(string Reason) : TicketEvent;

    /// <summary>申请挂起</summary>
    public sealed record SuspensionRequested(DepartmentId By, SuspensionRequest Request) : TicketEvent;

    /// <summary>同意挂起</summary>
    public sealed record SuspensionGranted(DateTimeOffset Since, DateTimeOffset Until) : TicketEvent;

    /// <summary>不同意挂起</summary>
    public sealed record SuspensionRefused(string Reason) : TicketEvent;

    /// <summary>恢复办理</summary>
    /// <param name="StoodStill">How long altogether.</param>
    public sealed record Resumed(string Reason, TimeSpan StoodStill) : TicketEvent;

    /// <summary>阶段反馈</summary>
    public sealed record ProgressReported(DepartmentId By, string Text, DateOnly? Next) : TicketEvent;

    /// <summary>加派协办、吹哨</summary>
    public sealed record TasksAssigned(IReadOnlyList<CoTask> Tasks) : TicketEvent;

    /// <summary>会商: who met, when, what was decided; its tasks follow as their own event.</summary>
    public sealed record Conferred(IReadOnlyList<string> Participants, DateTimeOffset HeldAt, string Decision) : TicketEvent;

    /// <summary>协办答复</summary>
    public sealed record TaskAnswered(int Task, DepartmentId By, string Answer, DateTimeOffset At) : TicketEvent;

    /// <summary>免除协办</summary>
    public sealed record TaskWaived(int Task, string Reason, DateTimeOffset At) : TicketEvent;

    /// <summary>到场签到</summary>
    public sealed record CheckedIn(int Task, DepartmentId By, DateTimeOffset At) : TicketEvent;

    /// <summary>评价响应: the town rates the unit.</summary>
    public sealed record ResponseRated(int Task, int Grade, string? Comment) : TicketEvent;

    /// <summary>评价吹哨: the unit rates the call.</summary>
    public sealed record CallRated(int Task, int Grade, string? Comment) : TicketEvent;

    /// <summary>共享查看: another unit sees the matter, responsibility stays.</summary>
    public sealed record Shared(Share Share) : TicketEvent;

    /// <summary>备注: stays in the house.</summary>
    public sealed record Noted(string Text) : TicketEvent;

    /// <summary>附件</summary>
    public sealed record Attached(Attachment Attachment) : TicketEvent;

    /// <summary>催办</summary>
    /// <param name="Day">Of the city, to count urges of a day.</param>
    public sealed record Urged(string? Text, DateOnly Day) : TicketEvent;

    /// <summary>督办</summary>
    public sealed record Supervised(SupervisionOrder Order) : TicketEvent;

    /// <summary>督办答复</summary>
    public sealed record SupervisionAnswered(int Order, string Answer) : TicketEvent;

    /// <summary>督办认定</summary>
    public sealed record SupervisionJudged(int Order, bool Recognised, string? Reason) : TicketEvent;

    /// <summary>提级: to a higher level of the city's administration.</summary>
    public sealed record Raised(int Level, string Reason) : TicketEvent;

    /// <summary>答复</summary>
    public sealed record Replied(DepartmentId By, Reply Reply) : TicketEvent;

    /// <summary>审核通过: from now on the citizen reads the unified reply.</summary>
    /// <param name="Before">The department's wording where the reviewer changed it.</param>
    /// <param name="Closes">The citizen wished no reply: there is nobody to ask.</param>
    /// <param name="Resolutions">How the reviewer settled what contradicted itself.</param>
    /// <param name="By">The account that approved it.</param>
    public sealed record Approved(string UnifiedReply, string? Before, bool Closes, IReadOnlyList<Resolution>? Resolutions = null, string? By = null) : TicketEvent;

    /// <summary>审核退回</summary>
    public sealed record SentBack(string Reason) : TicketEvent;

    /// <summary>更正答复: a new version of a letter that was sent.</summary>
    public sealed record ReplyCorrected(string UnifiedReply, string Before, string Reason, IReadOnlyList<Citation>? Citations = null) : TicketEvent;

    /// <summary>随主单答复: the master it follows has its reply, and this caller gets an own one.</summary>
    /// <param name="By">Null where the hotline answered itself.</param>
    /// <param name="Reply">The unit's reply without its internal note and without the master's own points.</param>
    /// <param name="Closes">The citizen wished no reply: there is nobody to ask.</param>
    public sealed record RepliedWithMaster(string UnifiedReply, TicketNumber Master, DepartmentId? By, Reply? Reply, bool Closes) : TicketEvent;

    /// <summary>回访</summary>
    public sealed record FollowedUp(FollowUpAnswer Answer, FollowUpOutcome Outcome) : TicketEvent;

    /// <summary>市民评价</summary>
    public sealed record Rated(bool Solved, Satisfaction Satisfaction, string? Comment, FollowUpOutcome Outcome, Satisfaction? Service = null, DissatisfactionReason? Reason = null) : TicketEvent;

    /// <summary>申请重办: the citizen says it is not solved, without rating anything.</summary>
    /// <param name="Words">In the citizen's own words.</param>
    public sealed record Reopened(string Words) : TicketEvent;

    /// <summary>承诺到期: what was promised for today goes back to the handler.</summary>
    public sealed record Woken(DateOnly Promised) : TicketEvent;

    /// <summary>撤回</summary>
    public sealed record Withdrawn(string Reason) : TicketEvent;

    /// <summary>归档</summary>
    public sealed record Archived : TicketEvent;

    /// <summary>转110</summary>
    public sealed record TransferredToPolice(string Reason) : TicketEvent
    {
        /// <summary>The line it goes to, where that is another than 110: 119, 120, 122 …</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Line { get; init; }
    }

    /// <summary>110办理结果</summary>
    public sealed record PoliceResultRecorded(string Result, string? Before) : TicketEvent;

    /// <summary>临期提醒</summary>
    /// <param name="Card">预警级别</param>
    public sealed record ClockWarned(ClockName Clock, DateTimeOffset Due, Card? Card = null, int? Task = null) : TicketEvent;

    /// <summary>超期</summary>
    public sealed record ClockOverdue(ClockName Clock, DateTimeOffset Due, int? Task = null) : TicketEvent;

    /// <summary>时限重算: rules or calendar have changed; what was used up stays used up.</summary>
    /// <param name="Before">Due times as they were, in the order of <see cref="Changed"/>.</param>
    public sealed record Rescheduled(string Reason, IReadOnlyList<DateTimeOffset> Before) : TicketEvent;
}

/// <summary>An event with who, when and under which rules (办理日志).</summary>
/// <param name="Seq">Its place in the log of all tickets.</param>
/// <param name="Version">Its place in the ticket, from 1.</param>
public sealed record RecordedEvent(long Seq, TicketId Ticket, int Version, TicketEvent Event, Actor By, DateTimeOffset At, string RulesVersion);
