using System.ComponentModel;
using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Dispatching;

/// <summary>退单原因</summary>
[JsonConverter(typeof(KebabJson<ReturnReason>))]
public enum ReturnReason
{
    [Description("属地不符")] WrongArea,
    [Description("职能不符")] WrongDuty,
    [Description("权属不清")] UnclearOwnership,
    [Description("超出行政范围")] OutsideAdministration,
    [Description("信息不全")] IncompleteInformation,
    [Description("重复件")] Duplicate,
}

/// <summary>退单: a ticket that is not the department's to handle goes back to the dispatcher, in time and not twice.</summary>
/// <param name="Suggested">建议承办单位</param>
public sealed record ReturnTicket(ReturnReason? Code, string? Reason, DepartmentId? Suggested = null) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.Return;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        if (ticket.Returns >= rules.Profile.Counts.Returns) return ReturnedBefore;
        if (ReturnableUntil(ticket.State) is not { } until) return NotAfterReply;
        if (now > until) return TooLate;

        return new FieldErrors()
                .Check("code", Code is not null, "必选，请选择退单原因")
                .Required("reason", Reason, 500)
                .Check("suggested", Suggested is null || rules.Knows(Suggested.Value), "承办单位代码不存在，请从目录中选择")
                .Decision
            ?? new TicketEvent.Returned(by.Department!.Value, Code!.Value, Reason!, Suggested)
            {
                Started = [rules.Start(ClockName.Dispatch, ticket.Facts, now)],
            };
    }

    private static DateTimeOffset? ReturnableUntil(TicketState state) => state switch
    {
        TicketState.AwaitingSignature s => s.ReturnableUntil,
        TicketState.InHandling s => s.ReturnableUntil,
        _ => null,
    };

    public static Decision.Refused ReturnedBefore { get; } = new("returned-before", "该工单已退过单，不得再次退单；有争议请联系值班长裁定");
    public static Decision.Refused NotAfterReply { get; } = new("not-after-reply", "答复后退回或重办的工单不得退单");
    public static Decision.Refused TooLate { get; } = new("too-late-to-return", "已超过退单时限");
}
