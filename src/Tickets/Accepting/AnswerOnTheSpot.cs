using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Accepting;

/// <summary>直接答复办结: what can be answered at once is, and the ticket ends.</summary>
public sealed record AnswerOnTheSpot(string? Answer) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.Answer;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        new FieldErrors().Required("answer", Answer, 2000).Decision ?? new TicketEvent.AnsweredOnTheSpot(Answer!) { Started = Closing.Clocks(rules, now) };
}
