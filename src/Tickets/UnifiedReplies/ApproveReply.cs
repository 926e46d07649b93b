using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.UnifiedReplies;

/// <summary>How a reviewer settled one contradiction (矛盾处理).</summary>
/// <param name="Contradiction">Its id.</param>
public sealed record Resolution(string Contradiction, string Reason);

/// <summary>审核通过: the reply becomes the unified reply (统一答复) that the citizen reads; the reviewer may mend its wording.</summary>
/// <param name="PublicText">Null to take the department's wording.</param>
/// <param name="Resolutions">One for each contradiction between the units' answers.</param>
public sealed record ApproveReply(string? PublicText = null, IReadOnlyList<Resolution>? Resolutions = null) : ITicketCommand, ITellsCitizen
{
    private const int Longest = 6000;

    [JsonIgnore]
    public Step Step => Step.Approve;

    IEnumerable<(string Field, string? Text)> ITellsCitizen.Told => [("publicText", PublicText)];

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        var reply = ((TicketState.AwaitingReview)ticket.State).Reply;
        if (reply.WrittenBy == by.Id) return OwnReply;

        var text = PublicText ?? reply.PublicText;
        var errors = new FieldErrors().Required("publicText", text, Longest).Check("publicText", !ReplyPoints.Quotes(text, reply.InternalNote), ReplyPoints.NoteQuoted);
        foreach (var (r, i) in (Resolutions ?? []).Select((r, i) => (r, i))) errors.Required($"resolutions[{i}].reason", r?.Reason, 500);
        if (errors.Decision is { } invalid) return invalid;

        var open = Contradictions.In(Contribution.Of(ticket, reply, rules)).Where(c => Resolutions?.Any(r => r.Contradiction == c.Id) != true).ToList();
        return open.Count > 0 ? Contradicts(open) : Approved(ticket, reply, text, by, rules, now);
    }

    private TicketEvent.Approved Approved(Ticket ticket, Reply reply, string text, Actor by, CityRules rules, DateTimeOffset now)
    {
        var closes = !ticket.Facts.WantsReply;
        return new(text, text == reply.PublicText ? null : reply.PublicText, closes, Resolutions is { Count: > 0 } ? Resolutions : null, by.Id)
        {
            Started = closes ? Closing.Clocks(rules, now, reply.PromisedFor) : [rules.Start(ClockName.FollowUp, ticket.Facts, now)],
        };
    }

    public static Decision.Refused OwnReply { get; } = new("own-reply", "答复人不能审核自己的答复", "Whoever wrote the reply may not approve it.");

    /// <summary>The units' answers contradict each other: held until each contradiction is resolved with a reason.</summary>
    internal static Decision.Refused Contradicts(IReadOnlyList<Contradiction> open) => new(
        "contradiction", $"各单位答复存在矛盾，须逐项说明处理理由：{string.Join("；", open.Select(c => $"[{c.Id}] {c.Why}"))}",
        $"The units' answers contradict each other; resolve each with a reason: {string.Join("; ", open.Select(c => $"[{c.Id}] {c.Kind.Code()}"))}.");
}
