using Hotline.Tickets.City;
using Hotline.Tickets.Departments;

namespace Hotline.Tickets.Statistics;

/// <summary>Who may look at which tickets behind a figure. Pages and API ask here.</summary>
public static class KpiReaders
{
    /// <summary>What a unit may see: itself and all below it; null for everything.</summary>
    /// <exception cref="UnauthorizedAccessException">A unit's account without a unit.</exception>
    public static IReadOnlyList<DepartmentId>? UnitsOf(Actor actor, CityRules rules) => !actor.IsOfUnit
        ? null
        : actor.Department is { } own ? [own, .. new Units(rules.Profile.Departments).Within(own).Where(u => u != own)] : throw new UnauthorizedAccessException("A unit's account without a unit.");

    /// <summary>The question about one value of its dimension, as its reader may ask it.</summary>
    /// <param name="own">From <see cref="UnitsOf"/>.</param>
    /// <returns>With the key that is left to ask for: none where a unit stands for all below it.</returns>
    public static (KpiQuestion Question, string? Key) Narrowed(KpiQuestion question, IReadOnlyList<DepartmentId>? own, string? value, CityRules rules)
    {
        var within = question is { Subtree: true, By: KpiDimension.Unit } && value is { Length: > 0 } ? new Units(rules.Profile.Departments).Within(new(value)) : null;
        return (question with { Units = (own, within) switch { (null, _) => within, (_, null) => own, _ => [.. own.Intersect(within)] } }, within is null ? value : null);
    }
}
