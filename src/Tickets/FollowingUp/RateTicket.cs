using System.Text.Json.Serialization;
using Hotline.Tickets.City;

namespace Hotline.Tickets.FollowingUp;

/// <summary>市民评价 on the web: where a follow-up waits it is its answer. A rating is never overwritten.</summary>
public sealed record RateTicket(bool? Solved, Satisfaction? Satisfaction, string? Comment = null) : ITicketCommand
{
    /// <summary>话务服务评价, apart from the matter's.</summary>
    public Satisfaction? Service { get; init; }

    /// <summary>不满意原因</summary>
    public DissatisfactionReason? Reason { get; init; }

    [JsonIgnore]
    public Step Step => Step.Rate;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        if (ticket.RatedByCitizen) return RatedBefore;

        var errors = new FieldErrors()
            .Check("solved", Solved is not null, "请先选择是否解决")
            .Check("satisfaction", Satisfaction is not null and not Tickets.Satisfaction.NotRated, "请选择满意度")
            .Check("reason", Reason is null || FollowUpTicket.IsUnhappy(Solved, Satisfaction), "只在未解决或不满意时填写原因")
            .Longest("comment", Comment, 500);
        if (errors.Decision is { } invalid) return invalid;

        var outcome = Solved is false && ticket.State is (TicketState.AwaitingFollowUp or TicketState.Closed { PromisedFor: null }) ? Redo.Again(ticket, rules) : FollowUpOutcome.Close;
        return new TicketEvent.Rated(Solved!.Value, Satisfaction!.Value, Comment, outcome, Service, Reason) { Started = Redo.Clocks(outcome, ticket, rules, now) };
    }

    public static Decision.Refused RatedBefore { get; } = new("rated-before", "您已评价过本次答复，评价不可更改", "You have rated this reply; a rating is never changed.");
}
