using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Police;

/// <summary>转110: a police matter leaves at any moment, whoever holds it. Every clock ends.</summary>
public sealed record TransferToPolice(string? Reason) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.TransferToPolice;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        new FieldErrors().Required("reason", Reason, 500).Decision ?? new TicketEvent.TransferredToPolice(Reason!) { Started = Closing.Clocks(rules, now) };
}
