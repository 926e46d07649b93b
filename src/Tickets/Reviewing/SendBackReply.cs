using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Reviewing;

/// <summary>审核退回: the reply does not do; the department handles again within the redo limit.</summary>
public sealed record SendBackReply(string? Reason) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.SendBack;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        new FieldErrors().Required("reason", Reason, 500).Decision
        ?? new TicketEvent.SentBack(Reason!) { Started = [rules.Start(ClockName.Handling, ticket.Facts, now, redo: true, unit: ticket.State.Responsible)] };
}
