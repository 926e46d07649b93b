using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.FollowingUp;

/// <summary>What a follow-up leads to.</summary>
[JsonConverter(typeof(KebabJson<FollowUpOutcome>))]
public enum FollowUpOutcome { Close, Redo, TryAgain }

/// <summary>回访结果: solved is asked before satisfied.</summary>
public sealed record FollowUpAnswer(bool Reached, bool? Solved, Satisfaction Satisfaction, string? Comment);

/// <summary>回访: solved closes the ticket; not solved sends it back to handling as often as the city redoes.</summary>
/// <param name="Reached">是否接通</param>
/// <param name="Comment">What the citizen said, or why nobody was reached.</param>
public sealed record FollowUpTicket(bool? Reached, bool? Solved = null, Satisfaction? Satisfaction = null, string? Comment = null) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.FollowUp;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        var errors = new FieldErrors()
            .Check("reached", Reached is not null, "必选，请说明是否接通")
            .Check("solved", Reached is not true || Solved is not null, "必选，请先问是否解决")
            .Check("solved", Reached is not false || Solved is null, "未接通时不能填写是否解决")
            .Check("satisfaction", Reached is not false || Satisfaction is null or Tickets.Satisfaction.NotRated, "未接通时不能填写满意度")
            .Longest("comment", Comment, 500);
        if (errors.Decision is { } invalid) return invalid;

        var outcome = Outcome(ticket, rules);
        var answer = new FollowUpAnswer(Reached!.Value, Solved, Satisfaction ?? Tickets.Satisfaction.NotRated, Comment);
        return new TicketEvent.FollowedUp(answer, outcome) { Started = Redo.Clocks(outcome, ticket, rules, now) };
    }

    private FollowUpOutcome Outcome(Ticket ticket, CityRules rules) => (Reached, Solved) switch
    {
        (false, _) => ((TicketState.AwaitingFollowUp)ticket.State).Attempts + 1 < rules.Profile.Counts.FollowUpCalls ? FollowUpOutcome.TryAgain : FollowUpOutcome.Close,
        (_, false) => Redo.Again(ticket, rules),
        _ => FollowUpOutcome.Close,
    };
}

/// <summary>重办: when, and with which clocks.</summary>
internal static class Redo
{
    /// <summary>As often as the city redoes; the redo that raises the ticket comes on top.</summary>
    internal static FollowUpOutcome Again(Ticket ticket, CityRules rules) =>
        ticket.PromisedFor is null && (ticket.Redos < rules.Profile.Counts.Redos || ticket.Redos + 1 == rules.Handling.RedoToRaise) ? FollowUpOutcome.Redo : FollowUpOutcome.Close;

    /// <summary>A redo has its own contact and handling clocks; a closed ticket waits for its archiving or its promise.</summary>
    internal static IReadOnlyList<Clock>? Clocks(FollowUpOutcome outcome, Ticket ticket, CityRules rules, DateTimeOffset now) => outcome switch
    {
        FollowUpOutcome.Redo => [rules.Start(ClockName.FirstContact, ticket.Facts, now, redo: true, unit: ticket.State.Responsible), rules.Start(ClockName.Handling, ticket.Facts, now, redo: true, unit: ticket.State.Responsible)],
        FollowUpOutcome.Close when ticket.State is TicketState.AwaitingFollowUp => Closing.Clocks(rules, now, ticket.PromisedFor),
        _ => null,
    };
}
