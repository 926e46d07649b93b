using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Disputes;

namespace Hotline.Tickets.Dispatching;

/// <summary>
/// 退单: a department asks to be rid of a ticket that is not its own. In time, with a ground, and not without end: the last return
/// the city allows goes straight to the dispute desk (两退必裁).
/// </summary>
/// <param name="Suggested">建议承办单位</param>
/// <param name="Evidence">佐证, such as the article of the duty list.</param>
public sealed record ReturnTicket(ReturnReason? Code, string? Reason, DepartmentId? Suggested = null, string? Evidence = null) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.Return;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        if (now > Until(ticket.State)) return TooLate;
        if (Wrong(rules).Decision is { } invalid) return invalid;

        var request = new ReturnRequest(Code!.Value, Reason!, Suggested, Evidence);
        var asked = new TicketEvent.ReturnRequested(by.Department!.Value, request);
        return ticket.Returns + 1 < rules.Profile.Counts.Returns
            ? asked with { Started = [rules.Start(ClockName.ReturnDecision, ticket.Facts, now)] }
            : new Decision.Happened(
                asked,
                new TicketEvent.Disputed(new Statement(by.Department, $"{request.Code.Chinese()}：{Reason}", Suggested, Evidence)) { Started = [rules.Start(ClockName.Dispute, ticket.Facts, now)] });
    }

    private FieldErrors Wrong(CityRules rules) => new FieldErrors()
        .Check("code", Code is not null, "必选，请选择退单原因")
        .Required("reason", Reason, 500)
        .Longest("evidence", Evidence, 500)
        .Check("suggested", Suggested is null || rules.Knows(Suggested.Value), "承办单位代码不存在，请从目录中选择");

    private static DateTimeOffset? Until(TicketState state) => state switch
    {
        TicketState.AwaitingSignature s => s.ReturnableUntil,
        TicketState.InHandling s => s.ReturnableUntil,
        _ => null,
    };

    public static Decision.Refused NotReturnable { get; } = new(
        "not-returnable", "经裁定指派、答复后退回或重办的工单不得退单；有争议请联系值班长", "A ticket that was designated, sent back or is a redo may not be returned. Ask the shift leader.");

    public static Decision.Refused TooLate { get; } = new("too-late-to-return", "已超过退单时限", "The time for returning it is over.");
}

/// <summary>同意退单; silence within the limit does the same.</summary>
public sealed record AcceptReturn(string? Reason = null) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.AcceptReturn;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        new FieldErrors().Longest("reason", Reason, 500).Decision ?? Happened(ticket, Reason, silent: false, rules, now);

    internal static TicketEvent.ReturnAccepted Happened(Ticket ticket, string? reason, bool silent, CityRules rules, DateTimeOffset now) =>
        new(reason, silent) { Started = [rules.Start(ClockName.Dispatch, ticket.Facts, now)] };
}

/// <summary>驳回退单: it stays with the department.</summary>
public sealed record RefuseReturn(string? Reason) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.RefuseReturn;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        new FieldErrors().Required("reason", Reason, 500).Decision ?? new TicketEvent.ReturnRefused(Reason!);
}
