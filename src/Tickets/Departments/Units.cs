using Hotline.Tickets.City;

namespace Hotline.Tickets.Departments;

/// <summary>
/// 承办单位沿革: which units there are on a day, what they are called then, who stands above them and who took over from them.
/// Pure; days are those of the city.
/// </summary>
public sealed class Units(IReadOnlyList<Department> departments)
{
    private readonly Dictionary<DepartmentId, Department> _byCode = departments.ToDictionary(d => d.Code);

    public Department? Find(DepartmentId unit) => _byCode.GetValueOrDefault(unit);

    public bool IsThere(DepartmentId unit, DateOnly day) => Find(unit) is { } found && IsThere(found, day);

    /// <summary>All units of a day, in the order of the profile.</summary>
    public IReadOnlyList<Department> On(DateOnly day) => [.. departments.Where(d => IsThere(d, day))];

    /// <summary>The name of that day; the code itself for a unit nobody knows.</summary>
    public string NameOn(DepartmentId unit, DateOnly day) => Find(unit) is { } found ? NameOn(found, day) : unit.Code;

    internal static string NameOn(Department unit, DateOnly day) => (unit.FormerNames ?? []).Where(f => day < f.Until).MinBy(f => f.Until)?.Name ?? unit.Name;

    /// <summary>Whether a unit is another one or stands anywhere below it (subtree).</summary>
    public bool IsWithin(DepartmentId unit, DepartmentId ancestor) => Upwards(unit).Contains(ancestor);

    /// <summary>A unit and all below it.</summary>
    public IReadOnlyList<DepartmentId> Within(DepartmentId ancestor) => [.. departments.Where(d => IsWithin(d.Code, ancestor)).Select(d => d.Code)];

    /// <summary>Who does on that day what the unit did: itself, or the units that took over, however many reorganisations later. Empty where nobody did.</summary>
    public IReadOnlyList<DepartmentId> HeirsOn(DepartmentId unit, DateOnly day)
    {
        var (heirs, seen, open) = (new List<DepartmentId>(), new HashSet<DepartmentId> { unit }, new Queue<DepartmentId>([unit]));
        while (open.TryDequeue(out var next))
        {
            if (Find(next) is not { } found) continue;
            if (found.To is not { } to || day < to) heirs.Add(next);
            else foreach (var heir in (found.Successors ?? []).Where(seen.Add)) open.Enqueue(heir);
        }

        return heirs;
    }

    /// <summary>The first day of a unit's end that lies on or before the day; null while it is there.</summary>
    public DateOnly? EndedBy(DepartmentId unit, DateOnly day) => Find(unit)?.To is { } to && to <= day ? to : null;

    private static bool IsThere(Department unit, DateOnly day) => (unit.From is not { } from || from <= day) && (unit.To is not { } to || day < to);

    /// <summary>The unit, its parent, the parent's parent; ends where a bad profile turns in a circle.</summary>
    private IEnumerable<DepartmentId> Upwards(DepartmentId unit)
    {
        var seen = new HashSet<DepartmentId>();
        for (DepartmentId? at = unit; at is { } code && seen.Add(code); at = Find(code)?.Parent) yield return code;
    }
}

/// <summary>曾用名: what a unit was called before.</summary>
/// <param name="Until">The first day of the next name.</param>
public sealed record FormerName(string Name, DateOnly Until);
