using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Handling;

/// <summary>答复: the department tells what it found and did. The public text and the internal note are apart.</summary>
public sealed record SubmitReply(Finding? Finding, HandlingResult? Result, string? PublicText, string? InternalNote = null) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.Reply;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        if (ticket.State is TicketState.InHandling { ContactRecorded: false }) return ContactFirst;

        return new FieldErrors()
                .Check("finding", Finding is not null, "必选，请选择事实认定")
                .Check("result", Result is not null, "必选，请选择办理结果")
                .Required("publicText", PublicText, 2000)
                .Longest("internalNote", InternalNote, 2000)
                .Decision
            ?? new TicketEvent.Replied(by.Department!.Value, new Reply(Finding!.Value, Result!.Value, PublicText!, InternalNote))
            {
                Started = [rules.Start(ClockName.Review, ticket.Facts, now)],
            };
    }

    public static Decision.Refused ContactFirst { get; } = new("contact-first", "答复前须先登记先行联系情况");
}
