using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.UnifiedReplies;

namespace Hotline.Tickets.Accepting;

/// <summary>直接答复办结: what can be answered at once is, and the ticket ends.</summary>
/// <param name="Citations">引用的知识条目</param>
public sealed record AnswerOnTheSpot(string? Answer, IReadOnlyList<Citation>? Citations = null) : ITicketCommand, ICitesArticles, ITellsCitizen
{
    [JsonIgnore]
    public Step Step => Step.Answer;

    IEnumerable<(string Field, string? Text)> ITellsCitizen.Told => [("answer", Answer)];

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        new FieldErrors().Required("answer", Answer, 2000).Citations(Citations).Decision ?? new TicketEvent.AnsweredOnTheSpot(Answer!, Citations) { Started = Closing.Clocks(rules, now) };
}
