using Hotline.Tickets.City;

namespace Hotline.Tickets.Departments;

/// <summary>What is wrong with the units of a profile, each with its path, the rule and an example.</summary>
internal static class UnitProblems
{
    internal static IEnumerable<string> Of(IReadOnlyList<Department> departments)
    {
        var codes = departments.Select(d => d.Code).ToHashSet();
        var example = departments.Count == 0 ? "water" : departments[0].Code.Code;
        return departments.SelectMany((d, i) => Of(d, codes, example, $"departments[{i}]")).Concat(Circles(departments));
    }

    private static IEnumerable<string> Of(Department d, HashSet<DepartmentId> codes, string example, string path)
    {
        if (d.Parent is { } parent && !codes.Contains(parent)) yield return $"{path}.parent: \"{parent}\" is no department. Example: \"{example}\".";
        if (d is { From: { } from, To: { } to } && to <= from) yield return $"{path}.to: {to:yyyy-MM-dd} must come after from, {from:yyyy-MM-dd}: it is the first day without the unit.";
        foreach (var heir in (d.Successors ?? []).Where(h => !codes.Contains(h) || h == d.Code))
            yield return $"{path}.successors: \"{heir}\" is no other department. Example: \"{example}\".";
        if (d is { To: null, Successors.Count: > 0 }) yield return $"{path}.to: a unit with successors has a day of its end. Example: \"2027-01-01\".";
        if (!(d.FormerNames ?? []).Select(f => f.Until).SequenceEqual((d.FormerNames ?? []).Select(f => f.Until).Distinct().Order()))
            yield return $"{path}.formerNames: the oldest comes first and no day is given twice. Example: [{{\"name\": \"市城管执法局\", \"until\": \"2024-03-01\"}}].";
    }

    private static IEnumerable<string> Circles(IReadOnlyList<Department> departments)
    {
        var parents = departments.GroupBy(d => d.Code).ToDictionary(g => g.Key, g => g.First().Parent);
        for (var i = 0; i < departments.Count; i++)
        {
            var steps = 0;
            var at = departments[i].Parent;
            while (at is { } code && code != departments[i].Code && steps++ <= departments.Count) at = parents.GetValueOrDefault(code);
            if (at == departments[i].Code) yield return $"departments[{i}].parent: \"{departments[i].Code}\" stands above itself; let one of the circle have no parent.";
        }
    }
}
