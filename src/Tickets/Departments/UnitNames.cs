using Hotline.Tickets.City;

namespace Hotline.Tickets.Departments;

/// <summary>The names units had at a moment: an old entry keeps the name of its time.</summary>
internal sealed class UnitNames(CityRules rules, DateTimeOffset at)
{
    private readonly DateOnly _day = rules.DayOf(at);

    /// <summary>Null for null; the code itself for a unit nobody knows.</summary>
    internal string? NameOf(DepartmentId? unit) => unit is not { } id ? null
        : rules.Profile.Departments.FirstOrDefault(d => d.Code == id) is { } found ? Units.NameOn(found, _day) : id.Code;
}
