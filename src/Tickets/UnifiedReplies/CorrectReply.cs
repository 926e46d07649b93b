using System.Text.Json.Serialization;
using Hotline.Tickets.City;

namespace Hotline.Tickets.UnifiedReplies;

/// <summary>更正答复: a letter that was sent gets a new version, for everybody who got the old one. Written by one, sent by another.</summary>
/// <param name="WrittenBy">The account that drafted it.</param>
/// <param name="Citations">引用的知识条目 of the new version; null to leave them.</param>
public sealed record CorrectReply(string? PublicText, string? Reason, string? WrittenBy, IReadOnlyList<Citation>? Citations = null) : ITicketCommand, ITellsCitizen
{
    [JsonIgnore]
    public Step Step => Step.CorrectReply;

    IEnumerable<(string Field, string? Text)> ITellsCitizen.Told => [("publicText", PublicText)];

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        if (WrittenBy == by.Id) return ApproveReply.OwnReply;
        if (PublicText == ticket.UnifiedReply && Citations is null) return SameText;
        return new FieldErrors()
                .Required("publicText", PublicText, 6000)
                .Required("reason", Reason, 500)
                .Check("publicText", !ReplyPoints.Quotes(PublicText, ticket.Reply?.InternalNote), ReplyPoints.NoteQuoted)
                .Decision
            ?? new TicketEvent.ReplyCorrected(PublicText!, ticket.UnifiedReply!, Reason!, Citations);
    }

    public static Decision.Refused SameText { get; } = new("same-text", "更正内容与现行答复相同", "The text is the one the citizen already has.");
}
