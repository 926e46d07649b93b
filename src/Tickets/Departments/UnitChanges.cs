using Hotline.Tickets.City;

namespace Hotline.Tickets.Departments;

/// <summary>
/// 机构改革 as changes of a profile: units end and others take over on a day, and the dispatch catalogue follows from that day on.
/// Nothing is taken out: old tickets keep their units. Pure; what is wrong with the result the profile's own check says.
/// </summary>
public static class UnitChanges
{
    /// <summary>撤并: the units end, one takes over. The heir may be new or one that is there already.</summary>
    public static CityProfile Merge(CityProfile profile, IReadOnlyCollection<DepartmentId> ended, Department heir, DateOnly day)
    {
        var units = profile.Departments.Select(d => ended.Contains(d.Code) && d.Code != heir.Code ? d with { To = day, Successors = [heir.Code] } : d).ToList();
        if (units.TrueForAll(d => d.Code != heir.Code)) units.Add(heir with { From = day });
        return Follow(profile with { Departments = units }, [.. ended.Where(e => e != heir.Code)], heir.Code, day);
    }

    /// <summary>拆分: one unit ends, several take over. Who answers for which category nobody can know: its rules stay and are told by <see cref="LeadingTo"/>.</summary>
    public static CityProfile Split(CityProfile profile, DepartmentId ended, IReadOnlyList<Department> heirs, DateOnly day) => profile with
    {
        Departments =
        [
            .. profile.Departments.Select(d => d.Code == ended ? d with { To = day, Successors = [.. heirs.Select(h => h.Code)] } : d),
            .. heirs.Where(h => profile.Departments.All(d => d.Code != h.Code)).Select(h => h with { From = day }),
        ],
    };

    /// <summary>更名: the old name stays on everything before the day.</summary>
    public static CityProfile Rename(CityProfile profile, DepartmentId unit, string name, DateOnly day) => profile with
    {
        Departments = [.. profile.Departments.Select(d => d.Code == unit ? d with { Name = name, FormerNames = [.. d.FormerNames ?? [], new FormerName(d.Name, day)] } : d)],
    };

    /// <summary>Rules of the catalogue that lead to a unit on a day it is not there: the places, from 0.</summary>
    public static IReadOnlyList<int> LeadingTo(CityProfile profile, DateOnly day)
    {
        var units = new Units(profile.Departments);
        return [.. profile.DispatchCatalogue.Select((row, i) => (row, i)).Where(r => Holds(r.row, day) && !units.IsThere(r.row.Department, day)).Select(r => r.i)];
    }

    /// <summary>Each rule that leads to a unit that ended stops the day before, and one that leads to its heir begins.</summary>
    private static CityProfile Follow(CityProfile profile, HashSet<DepartmentId> ended, DepartmentId heir, DateOnly day) => profile with
    {
        DispatchCatalogue = [.. profile.DispatchCatalogue.SelectMany(row => Holds(row, day) && Names(row, ended) ? Turned(row, ended, heir, day) : [row])],
        Fallback = profile.Fallback is { } unit && ended.Contains(unit) ? heir : profile.Fallback,
    };

    private static IEnumerable<DispatchRow> Turned(DispatchRow row, HashSet<DepartmentId> ended, DepartmentId heir, DateOnly day)
    {
        if (row.From is null || row.From < day) yield return row with { To = day.AddDays(-1) };
        var lead = ended.Contains(row.Department) ? heir : row.Department;
        var beside = row.CoHandlers?.Select(c => ended.Contains(c) ? heir : c).Distinct().Where(c => c != lead).ToList();
        yield return row with { Department = lead, CoHandlers = beside is { Count: > 0 } ? beside : null, From = row.From > day ? row.From : day };
    }

    private static bool Names(DispatchRow row, HashSet<DepartmentId> units) => units.Contains(row.Department) || row.CoHandlers?.Any(units.Contains) == true;

    private static bool Holds(DispatchRow row, DateOnly day) => row.To is not { } to || to >= day;
}
