using System.Text.Json.Serialization;
using Hotline.Tickets.City;

namespace Hotline.Tickets.FollowingUp;

/// <summary>申请重办: the citizen says, on the web or to an agent, that a matter is not solved after all. What was rated stays.</summary>
/// <param name="Words">In the citizen's own words.</param>
public sealed record ReopenTicket(string? Words) : ITicketCommand
{
    [JsonIgnore]
    public Step Step => Step.Reopen;

    public Decision Decide(Ticket ticket, Actor by, CityRules rules, DateTimeOffset now)
    {
        if (ticket.PromisedFor is { } day) return Promised(day);
        if (Redo.Again(ticket, rules) != FollowUpOutcome.Redo) return NoMoreRedos;
        return new FieldErrors().Required("words", Words, 500).Decision
            ?? new TicketEvent.Reopened(Words!) { Started = Redo.Clocks(FollowUpOutcome.Redo, ticket, rules, now) };
    }

    public static Decision.Refused NoMoreRedos { get; } = new(
        "no-more-redos", "重办次数已用完；如有新的事实请另行反映，或依法申请行政复议、信访", "The ticket has had all its redos. Report new facts as a new request.");

    public static Decision.Refused Promised(DateOnly day) => new(
        "promised", $"该事项已承诺于{day:yyyy年M月d日}前办理，到期未办将自动转回承办单位", $"The matter is promised for {day:yyyy-MM-dd}; on that day it returns to the handler by itself.");
}
