using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using static Hotline.Tickets.FollowingUp.FollowUpResult;

namespace Hotline.Tickets.FollowingUp;

/// <summary>What a follow-up leads to.</summary>
[JsonConverter(typeof(KebabJson<FollowUpOutcome>))]
public enum FollowUpOutcome { Close, Redo, TryAgain }

/// <summary>回访: solved closes the ticket; not solved sends it back to handling as often as the city redoes. Never by who wrote or approved the reply.</summary>
/// <param name="Reached">是否接通</param>
/// <param name="Comment">What the citizen said, or why nobody was reached.</param>
public sealed record FollowUpTicket(bool? Reached, bool? Solved = null, Satisfaction? Satisfaction = null, string? Comment = null) : ITicketCommand
{
    private const int DaysToCallBack = 14;

    /// <summary>回访结果; where it is left out, <see cref="Reached"/> says enough.</summary>
    public FollowUpResult? Result { get; init; }

    /// <summary>话务服务评价, apart from the matter's.</summary>
    public Satisfaction? Service { get; init; }

    /// <summary>不满意原因</summary>
    public DissatisfactionReason? Reason { get; init; }

    /// <summary>When the citizen asks to be called, where it was inconvenient.</summary>
    public DateTimeOffset? CallBack { get; init; }

    [JsonIgnore]
    public Step Step => Step.FollowUp;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        if (ticket.Reply?.WrittenBy == by.Id || ticket.ApprovedBy == by.Id) return OwnWork;
        if (Wrong(by, now).Decision is { } invalid) return invalid;

        var result = Result ?? (Reached is true ? FollowUpResult.Reached : NoAnswer);
        var outcome = Outcome(result, ticket, rules, now);
        var answer = new FollowUpAnswer(result == FollowUpResult.Reached, Solved, Satisfaction ?? Tickets.Satisfaction.NotRated, Comment)
        {
            Result = result, Service = Service, Reason = Reason, CallBack = CallBack?.ToUniversalTime(), At = now,
        };
        return new TicketEvent.FollowedUp(answer, outcome) { Started = Redo.Clocks(outcome, ticket, rules, now) };
    }

    private FieldErrors Wrong(Actor by, DateTimeOffset now)
    {
        var reached = Result is { } result ? result == FollowUpResult.Reached : Reached;
        return new FieldErrors()
            .Check("reached", reached is not null, "必选，请说明是否接通")
            .Check("result", Reached is null || reached == Reached, "回访结果与是否接通不一致")
            .Check("result", Result != NotAsked || by.Role == Role.System, "未抽中的工单由系统办结")
            .Check("solved", reached is not true || Solved is not null, "必选，请先问是否解决")
            .Check("solved", reached is not false || Solved is null, "未接通时不能填写是否解决")
            .Check("satisfaction", reached is not false || Satisfaction is null or Tickets.Satisfaction.NotRated, "未接通时不能填写满意度")
            .Check("service", reached is not false || Service is null or Tickets.Satisfaction.NotRated, "未接通时不能填写服务评价")
            .Check("reason", Reason is null || IsUnhappy(Solved, Satisfaction), "只在未解决或不满意时填写原因")
            .Check("callBack", CallBack is null || (Result == Inconvenient && CallBack > now && CallBack < now.AddDays(DaysToCallBack)), $"只在诉求人不便时填写，应在今后 {DaysToCallBack} 天之内")
            .Longest("comment", Comment, 500);
    }

    internal static bool IsUnhappy(bool? solved, Satisfaction? satisfaction) =>
        solved is false || satisfaction is Tickets.Satisfaction.Dissatisfied or Tickets.Satisfaction.VeryDissatisfied;

    /// <summary>Nobody reached: again, until the tries are enough. Who refuses is left alone, and who puts off again and again too.</summary>
    private FollowUpOutcome Outcome(FollowUpResult result, Ticket ticket, CityRules rules, DateTimeOffset now)
    {
        var state = (TicketState.AwaitingFollowUp)ticket.State;
        return result switch
        {
            FollowUpResult.Reached => Solved is false ? Redo.Again(ticket, rules) : FollowUpOutcome.Close,
            NoAnswer or InvalidNumber => new CallingHours(rules).AreEnough([.. state.Tries, new(now, result)]) ? FollowUpOutcome.Close : FollowUpOutcome.TryAgain,
            Inconvenient => state.Attempts + 1 < 2 * rules.Profile.Counts.FollowUpCalls ? FollowUpOutcome.TryAgain : FollowUpOutcome.Close,
            _ => FollowUpOutcome.Close,
        };
    }

    public static Decision.Refused OwnWork { get; } = new("own-work", "答复人和审核人不能回访自己经手的工单", "Whoever wrote or approved the reply may not follow it up.");
}
