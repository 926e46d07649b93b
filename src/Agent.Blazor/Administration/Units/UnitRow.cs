using Hotline.Agent.Blazor.Language;
using Hotline.Tickets.City;

namespace Hotline.Agent.Blazor.Administration.Units;

/// <summary>A unit in its place in the tree, as it is on a day.</summary>
/// <param name="Depth">0 to 3.</param>
internal sealed record UnitRow(Department Unit, string Name, int Depth, bool There)
{
    /// <summary>Parents before their children, in the order of the profile.</summary>
    internal static IReadOnlyList<UnitRow> Tree(IReadOnlyList<Department> all, DateOnly day, bool endedToo)
    {
        var units = new Hotline.Tickets.Departments.Units(all);
        var shown = all.Where(d => endedToo || units.IsThere(d.Code, day)).ToList();
        var codes = shown.Select(d => d.Code).ToHashSet();
        var below = shown.ToLookup(d => d.Parent is { } parent && codes.Contains(parent) && parent != d.Code ? parent : (Hotline.Tickets.DepartmentId?)null);
        return [.. Below(null, 0)];

        IEnumerable<UnitRow> Below(Hotline.Tickets.DepartmentId? parent, int depth) =>
            below[parent].SelectMany(d => Below(d.Code, Math.Min(depth + 1, 3)).Prepend(new(d, units.NameOn(d.Code, day), depth, units.IsThere(d.Code, day))));
    }

    internal static bool Fits(UnitRow row, string? text) => 
        SearchText.Has($"{row.Name} {row.Unit.Code.Code} {row.Unit.DutyPhone} {string.Join(' ', row.Unit.FormerNames?.Select(f => f.Name) ?? [])}", text);
}
