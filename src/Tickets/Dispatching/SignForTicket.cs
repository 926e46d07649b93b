using System.Text.Json.Serialization;
using Hotline.Tickets.City;

namespace Hotline.Tickets.Dispatching;

/// <summary>签收: the department takes the ticket on. Only the sign-in clock ends.</summary>
public sealed record SignForTicket : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.Sign;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        new TicketEvent.SignedFor(((TicketState.AwaitingSignature)ticket.State).Department);
}
