using Hotline.Tickets.City;
using Hotline.Tickets.FollowingUp;

namespace Hotline.Tickets.Supervising;

/// <summary>问题工单: what was redone too often or passed on to too many units is raised by itself, with an order to answer. Pure.</summary>
internal static class Raising
{
    internal const int Highest = 3;

    /// <summary>The decision, and where the ticket has become a problem by it, the raise.</summary>
    internal static Decision AfterStep(Decision decision, Ticket before, CityRules rules, DateTimeOffset now)
    {
        if (decision is not Decision.Happened happened || !happened.Events.Any(MayMakeProblem)) return decision;

        var after = happened.Events.Aggregate(before, Ticket.Evolve);
        if (after.Level >= Highest || Why(before, after, rules) is not { } why) return decision;
        var order = Orders.Automatic(after, after.Supervisions.Count + 1, SupervisionLevel.Raised, $"问题工单：{why}。请提出解决方案并报告", rules, now);
        return new Decision.Happened([.. happened.Events, new TicketEvent.Raised(after.Level + 1, why), order]);
    }

    private static bool MayMakeProblem(TicketEvent e) => e is TicketEvent.Dispatched or TicketEvent.Adjudicated
        or TicketEvent.FollowedUp { Outcome: FollowUpOutcome.Redo } or TicketEvent.Rated { Outcome: FollowUpOutcome.Redo } or TicketEvent.Reopened;

    private static string? Why(Ticket before, Ticket after, CityRules rules) => after switch
    {
        _ when after.Redos > before.Redos && after.Redos >= rules.Handling.RedoToRaise => $"第 {after.Redos} 次重办",
        _ when UnitsThatHadIt(after) >= rules.Handling.UnitsToRaise && UnitsThatHadIt(before) < rules.Handling.UnitsToRaise => $"先后派给 {UnitsThatHadIt(after)} 个单位",
        _ => null,
    };

    /// <summary>Units it was dispatched to; those that only helped with a task do not count.</summary>
    private static int UnitsThatHadIt(Ticket ticket) => ticket.Units.Count(u => u == ticket.LastDepartment || ticket.Tasks.All(t => t.Unit != u));
}
