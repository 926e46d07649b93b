using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Dispatching;

/// <summary>签收: the department takes the ticket on. Only the sign-in clock ends; where the city asks for progress reports (阶段反馈) theirs begins.</summary>
public sealed record SignForTicket : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.Sign;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        new TicketEvent.SignedFor(((TicketState.AwaitingSignature)ticket.State).Department)
        {
            Started = rules.Asks(ClockName.StageFeedback) ? [rules.Start(ClockName.StageFeedback, ticket.Facts, now, unit: by.Department)] : null,
        };
}
