using System.Text.Json.Serialization;
using Hotline.Tickets.City;

namespace Hotline.Tickets.Supervising;

/// <summary>督办答复, by whom the order is addressed to. Photographs and files come as attachments.</summary>
/// <param name="Order">The order's number in the ticket.</param>
public sealed record AnswerSupervision(int? Order, string? Answer) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.AnswerSupervision;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        var order = ticket.Supervisions.FirstOrDefault(o => o.No == Order && o.AwaitsAnswer);
        if (order is not null && order.Addressee != by.Department) return NotAddressedToYou;
        return new FieldErrors().Check("order", order is not null, "没有这张待答复的督办单，请核对督办单号").Required("answer", Answer, 2000).Decision
            ?? new TicketEvent.SupervisionAnswered(order!.No, Answer!);
    }

    public static Decision.Refused NotAddressedToYou { get; } = new("not-addressed-to-you", "该督办单不是下达给您的", "The supervision order is addressed to somebody else.");
}
