using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Supervising;

/// <summary>督办认定: 认可, or 退回 with a reason; then an answer is awaited again on a new clock.</summary>
/// <param name="Value">Time for the next answer in <paramref name="Unit"/>, of one that is sent back; null for the city's usual limit.</param>
public sealed record JudgeSupervision(int? Order, bool? Recognised, string? Reason = null, int? Value = null, LimitUnit? Unit = null) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.JudgeSupervision;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        var order = ticket.Supervisions.FirstOrDefault(o => o.No == Order && o.AwaitsJudgement);
        var errors = new FieldErrors()
            .Check("order", order is not null, "没有这张待认定的督办单，请核对督办单号")
            .Check("recognised", Recognised is not null, "必选，认可或退回")
            .Check("reason", Recognised is not false || !string.IsNullOrWhiteSpace(Reason), "退回须写明理由")
            .Longest("reason", Reason, 500);
        return Orders.CheckLimit(errors, Value, Unit).Decision
            ?? new TicketEvent.SupervisionJudged(order!.No, Recognised!.Value, Reason)
            {
                Started = Recognised is false ? [Orders.Answering(ticket, order.No, Orders.LimitOf(Value, Unit), rules, now)] : null,
            };
    }
}
