using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Police;

/// <summary>转110: a police matter leaves at any moment, whoever holds it. Every clock ends.</summary>
/// <param name="Line">Another emergency line by its number (119, 120, 122 …); null is 110.</param>
public sealed record TransferToPolice(string? Reason, string? Line = null) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.TransferToPolice;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        new FieldErrors().Required("reason", Reason, 500).Check("line", Line is null or { Length: >= 3 and <= 8 } && (Line?.All(char.IsAsciiDigit) ?? true), "应为 3 到 8 位数字的线路号码，例如 119").Decision
        ?? new TicketEvent.TransferredToPolice(Reason!) { Line = Line == "110" ? null : Line, Started = Closing.Clocks(rules, now) };
}
