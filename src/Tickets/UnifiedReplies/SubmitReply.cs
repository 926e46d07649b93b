using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.UnifiedReplies;

/// <summary>答复: the department tells what it found and did, point by point. The public text and the internal note are apart.</summary>
/// <param name="PublicText">The whole answer to a ticket of one demand; what stands before the points where there are several.</param>
/// <param name="PromisedFor">承诺日期, of a promise: on that day the matter comes back.</param>
/// <param name="Ground">依据, where the matter is not or cannot be done.</param>
/// <param name="Points">逐点答复: needed where the citizen asked for several things.</param>
/// <param name="Citations">引用的知识条目. That they are published is checked where the command comes in.</param>
public sealed record SubmitReply(
    Finding? Finding, HandlingResult? Result, string? PublicText, string? InternalNote = null, DateOnly? PromisedFor = null, string? Ground = null,
    IReadOnlyList<PointAnswer>? Points = null, IReadOnlyList<Citation>? Citations = null) : ITicketCommand, ICitesArticles, ITellsCitizen
{
    [JsonIgnore]
    public Step Step => Step.Reply;

    IEnumerable<(string Field, string? Text)> ITellsCitizen.Told => [("publicText", PublicText), ("ground", Ground), .. (Points ?? []).SelectMany((p, i) => new[] { ($"points[{i}].answer", p?.Answer), ($"points[{i}].ground", p?.Ground) })];

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        if (ticket.State is TicketState.InHandling { ContactRecorded: false }) return ContactFirst;
        if (ticket.Tasks.Any(t => t.IsOpen)) return TasksOpen(ticket, rules);
        if (Wrong(ticket, rules, now).Decision is { } invalid) return invalid;
        if (ReplyPoints.Unanswered(ticket.Demands, Points ?? []) is { Count: > 0 } missing) return ReplyPoints.Refused(missing, ticket.Demands);

        return new TicketEvent.Replied(by.Department!.Value, Written(ticket, by)) { Started = [rules.Start(ClockName.Review, ticket.Facts, now)] };
    }

    private FieldErrors Wrong(Ticket ticket, CityRules rules, DateTimeOffset now)
    {
        var errors = new FieldErrors()
            .Check("finding", Finding is not null, "必选，请选择事实认定")
            .Check("result", Result is not null, "必选，请选择办理结果")
            .Longest("publicText", PublicText, 2000)
            .Check("publicText", !ReplyPoints.Quotes(PublicText, InternalNote), ReplyPoints.NoteQuoted)
            .Longest("internalNote", InternalNote, 2000)
            .Longest("ground", Ground, 500)
            .Check("ground", Result is not (HandlingResult.Impossible or HandlingResult.NotOurDuty or HandlingResult.Terminated) || !string.IsNullOrWhiteSpace(Ground), "须写明依据；不属职责的须指明应向何处反映")
            .Check("promisedFor", Result != HandlingResult.Promised || PromisedFor is not null, "承诺办理须给出承诺日期")
            .Check("promisedFor", PromisedFor is null || (Result == HandlingResult.Promised && PromisedFor > rules.DayOf(now) && PromisedFor <= rules.DayOf(now).AddDays(rules.Handling.PromiseDays)),
                $"承诺日期只用于承诺办理，应在今后 {rules.Handling.PromiseDays} 天之内");
        if (ticket.Demands.Count == 1 && Points is null or { Count: 0 }) errors.Required("publicText", PublicText, 2000);
        return ReplyPoints.Wrong(errors, ticket.Demands, Points ?? [], Citations ?? [], InternalNote);
    }

    private Reply Written(Ticket ticket, Actor by) => new(Finding!.Value, Result!.Value, ReplyPoints.Compose(ticket.Demands, PublicText, Points ?? []), InternalNote)
    {
        PromisedFor = PromisedFor, Ground = Ground, WrittenBy = by.Id, Opening = Points is { Count: > 0 } ? PublicText : null, Points = Points ?? [], Citations = [.. (Citations ?? []).Distinct()],
    };

    public static Decision.Refused ContactFirst { get; } = new("contact-first", "答复前须先登记先行联系情况", "Record the first contact with the citizen before replying.");

    /// <summary>主办单位须等协办答复, or waive it with a reason.</summary>
    public static Decision.Refused TasksOpen(Ticket ticket, CityRules rules) => new(
        "tasks-open", $"还有未完成的协办任务：{string.Join("、", ticket.Tasks.Where(t => t.IsOpen).Select(t => $"{t.No} {rules.NameOf(t.Unit)}{(ticket.ClockOf(ClockName.CoHandling, t.No) is { Overdue: true } ? "（已超期）" : "")}"))}，请等待答复或说明理由后免除",
        $"Open tasks must be answered or waived first: {string.Join(", ", ticket.Tasks.Where(t => t.IsOpen).Select(t => t.No))}.");
}
