using System.Text.Json.Serialization;
using Hotline.Tickets.City;

namespace Hotline.Tickets.Police;

/// <summary>110办理结果: what the police told back; a later note keeps the earlier one in its event, and the same note again changes nothing.</summary>
public sealed record RecordPoliceResult(string? Result) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.PoliceResult;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        new FieldErrors().Required("result", Result, 500).Decision
        ?? (((TicketState.TransferredToPolice)ticket.State).Result is var earlier && earlier == Result ? new Decision.Happened() : new TicketEvent.PoliceResultRecorded(Result!, earlier));
}
