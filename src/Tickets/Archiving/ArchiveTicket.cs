using System.Text.Json.Serialization;
using Hotline.Tickets.City;

namespace Hotline.Tickets.Archiving;

/// <summary>归档: nothing happens to the ticket any more. Its clock does it by itself.</summary>
public sealed record ArchiveTicket : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.Archive;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        ticket.State is TicketState.Closed { PromisedFor: not null } ? PromiseOpen : new TicketEvent.Archived();

    public static Decision.Refused PromiseOpen { get; } = new("promise-open", "承诺尚未兑现，不能归档", "A promise is still to be kept; the ticket cannot be archived.");
}
