using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Withdrawing;

/// <summary>撤回: the citizen no longer wishes it, on the web or by an agent.</summary>
public sealed record WithdrawTicket(string? Reason) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.Withdraw;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        new FieldErrors().Required("reason", Reason, 500).Decision
        ?? new TicketEvent.Withdrawn(Reason!) { Started = Closing.Clocks(rules, now) };
}
