using Hotline.Tickets.City;
using Hotline.Tickets.Handling;

namespace Hotline.Tickets.UnifiedReplies;

/// <summary>One unit's part of the reply (各单位意见).</summary>
/// <param name="Task">The co-task it answers; null for the lead's own reply.</param>
public sealed record Contribution(DepartmentId Unit, string UnitName, int? Task, string? Question, string Text)
{
    /// <summary>What the co-handlers answered, then what the lead wrote itself; never the citizen's own words.</summary>
    internal static IReadOnlyList<Contribution> Of(Ticket ticket, Reply? reply, CityRules rules)
    {
        var parts = ticket.Tasks.Where(t => t is { Outcome: TaskOutcome.Answered, Answer: not null })
            .Select(t => new Contribution(t.Unit, rules.NameOf(t.Unit)!, t.No, t.Question, t.Answer!)).ToList();
        if (reply is not null && ticket.State.Responsible is { } lead) parts.Add(new(lead, rules.NameOf(lead)!, null, null, OwnWords(reply)));
        return parts;
    }

    private static string OwnWords(Reply reply) => reply.Points.Count == 0
        ? reply.PublicText
        : string.Join('\n', reply.Points.SelectMany(p => new[] { p.Answer, p.Ground }).Prepend(reply.Opening).Where(t => !string.IsNullOrWhiteSpace(t)));
}
