using System.Text.Json.Serialization;
using Hotline.Tickets.City;

namespace Hotline.Tickets.Police;

/// <summary>110办理结果: what the police told back; a later note keeps the earlier one in its event.</summary>
public sealed record RecordPoliceResult(string? Result) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.PoliceResult;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        new FieldErrors().Required("result", Result, 500).Decision
        ?? new TicketEvent.PoliceResultRecorded(Result!, ((TicketState.TransferredToPolice)ticket.State).Result);
}
