using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Accepting;

/// <summary>不予受理, with the ground and the lawful path the citizen is told; a shift leader confirms it.</summary>
/// <param name="Ground">Code of the city's list, such as R2.</param>
/// <param name="Insists">The person insists all the same, and that is kept.</param>
public sealed record NotAccept(string? Ground, string? Explanation = null, bool Insists = false) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.NotAccept;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        Wrong(new FieldErrors(), rules).Decision ?? Happened(rules, now);

    internal FieldErrors Wrong(FieldErrors errors, CityRules rules) => errors
        .Check("ground", Found(rules) is not null, $"理由代码不存在，应为 {string.Join("、", rules.Handling.NotAccepted.Select(g => g.Code))} 之一")
        .Longest("explanation", Explanation, 500);

    internal TicketEvent.NotAccepted Happened(CityRules rules, DateTimeOffset now) =>
        new(Ground!, Found(rules)!.Path, Explanation, Insists) { Started = Closing.Clocks(rules, now) };

    private NotAcceptedGround? Found(CityRules rules) => rules.Handling.NotAccepted.FirstOrDefault(g => g.Code == Ground);
}

/// <summary>确认不予受理 by the shift leader.</summary>
public sealed record ConfirmNotAccepted(string? Note = null) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.ConfirmNotAccepted;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        new FieldErrors().Longest("note", Note, 500).Decision ?? new TicketEvent.ConfirmedNotAccepted(Note);
}

/// <summary>改为受理: it is the hotline's matter after all, by what the shift leader finds, what 110 sends back or what was settled with 110.</summary>
public sealed record AcceptAfterAll(string? Reason) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.AcceptAfterAll;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        new FieldErrors().Required("reason", Reason, 500).Decision
        ?? new TicketEvent.AcceptedAfterAll(Reason!) { Started = [rules.Start(ClockName.Dispatch, ticket.Facts, now)] };
}
