using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Handling;

namespace Hotline.Tickets.Dispatching;

/// <summary>要求补充: the citizen is asked before it can be dispatched; the clocks stand still meanwhile, but not for ever.</summary>
public sealed record RequestInformation(string? Question) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.RequestInformation;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now) =>
        new FieldErrors().Required("question", Question, 500).Decision
        ?? new TicketEvent.InformationRequested(Question!)
        {
            Started = [rules.Start(ClockName.Information, ticket.Facts, now)],
            Changed = [.. ticket.Clocks.Where(c => c.Name is ClockName.Dispatch or ClockName.Handling).Select(c => rules.Pause(c, now))],
        };
}

/// <summary>补充信息: the citizen adds to the request; what waited for it runs on.</summary>
public sealed record SupplyInformation(string? Text) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.SupplyInformation;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        if (new FieldErrors().Required("text", Text, 2000).Decision is { } invalid) return invalid;
        var supplied = new TicketEvent.InformationSupplied(Text!);
        return ticket.State switch
        {
            TicketState.AwaitingInformation => Resumed(supplied, ticket, rules, now),
            TicketState.Suspended s when rules.Handling.Pauses.Any(p => p.Code == s.Request.Ground && p.ResumesOnAnswer) =>
                new Decision.Happened(supplied, Suspension.Resume(ticket, "诉求人已补充", rules, now)),
            _ => supplied,
        };
    }

    internal static TicketEvent.InformationSupplied Resumed(TicketEvent.InformationSupplied supplied, Ticket ticket, CityRules rules, DateTimeOffset now) =>
        supplied with { Changed = [.. ticket.Clocks.Where(c => c.PausedAt is not null).Select(c => rules.Resume(c, now))] };
}
