using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Notices;

/// <summary>通知对象: a desk of the hotline, or a unit's clerk or lead.</summary>
/// <param name="Unit">Empty for a desk of the hotline.</param>
internal readonly record struct Receiver(Role Role, string Unit)
{
    /// <summary>上一级, to whom silence takes a warning; null above the shift leader.</summary>
    internal Receiver? Above => Role switch
    {
        Role.Department => new(Role.DepartmentLead, Unit),
        Role.Supervisor => null,
        _ => new(Role.Supervisor, ""),
    };

    internal bool Is(Actor actor) => actor.Role == Role && (actor.Department?.Code ?? "") == Unit;

    /// <summary>Who can still prevent the clock's end; null where nobody is late by it.</summary>
    internal static Role? HolderOf(ClockName clock) => clock switch
    {
        ClockName.SignIn or ClockName.FirstContact or ClockName.StageFeedback or ClockName.Handling or ClockName.CoHandling or ClockName.Arrival or ClockName.Supervision => Role.Department,
        ClockName.ExtensionDecision => Role.DepartmentLead,
        ClockName.Dispatch or ClockName.ReturnDecision or ClockName.Information => Role.Dispatcher,
        ClockName.Review or ClockName.SuspensionDecision => Role.Reviewer,
        ClockName.FollowUp => Role.FollowUp,
        ClockName.Dispute => Role.Supervisor,
        _ => null,
    };

    /// <summary>A unit's clock that no unit holds, such as while the ticket waits to be dispatched again, is the dispatcher's.</summary>
    internal static Receiver Of(Role role, string unit) =>
        role is not (Role.Department or Role.DepartmentLead) ? new(role, "") : unit.Length == 0 ? new(Role.Dispatcher, "") : new(role, unit);

    /// <summary>Who is told of a mark, and how, as the city's card rules say; otherwise whoever holds the clock, on every way of theirs.</summary>
    internal static IEnumerable<(Role Role, IReadOnlyList<NoticeWay>? Ways)> ToldOf(ClockName clock, Card? card, CityRules rules)
    {
        var said = rules.Profile.Limits.Where(l => l.Clock == clock).SelectMany(l => l.Cards ?? []).Concat(rules.Handling.Cards)
            .FirstOrDefault(c => c.To is not null && c.Card == card && c.Clocks?.Contains(clock) != false)?.To;
        return said is not null ? said.Select(n => (n.Role, (IReadOnlyList<NoticeWay>?)n.By)) : HolderOf(clock) is { } holder ? [(holder, null)] : [];
    }
}
