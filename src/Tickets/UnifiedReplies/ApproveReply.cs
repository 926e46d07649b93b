using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.UnifiedReplies;

/// <summary>审核通过: the reply becomes the unified reply (统一答复) that the citizen reads; the reviewer may mend its wording.</summary>
/// <param name="PublicText">Null to take the department's wording.</param>
public sealed record ApproveReply(string? PublicText = null) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.Approve;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        var reply = ((TicketState.AwaitingReview)ticket.State).Reply;
        if (reply.WrittenBy == by.Id) return OwnReply;

        var proposed = reply.PublicText;
        var text = PublicText ?? proposed;
        var closes = !ticket.Facts.WantsReply;
        return new FieldErrors().Required("publicText", text, 2000).Decision
            ?? new TicketEvent.Approved(text, text == proposed ? null : proposed, closes)
            {
                Started = closes ? Closing.Clocks(rules, now, reply.PromisedFor) : [rules.Start(ClockName.FollowUp, ticket.Facts, now)],
            };
    }

    public static Decision.Refused OwnReply { get; } = new("own-reply", "答复人不能审核自己的答复", "Whoever wrote the reply may not approve it.");
}
