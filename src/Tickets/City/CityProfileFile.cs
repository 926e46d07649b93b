using System.Text.Json;
using Hotline.Tickets.City.Versions;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Departments;

namespace Hotline.Tickets.City;

/// <summary>A city profile that cannot be used; says the file, the path in it, the rule and an example.</summary>
public sealed class CityProfileException(string file, IReadOnlyList<string> problems)
    : Exception($"The city profile {file} cannot be used:{Environment.NewLine}  {string.Join($"{Environment.NewLine}  ", problems)}");

/// <summary>Reads a city profile and proves that it hangs together.</summary>
public static class CityProfileFile
{
    /// <summary>The clocks every ticket meets; the others have a usual limit where a city sets none.</summary>
    private static readonly ClockName[] Needed = [ClockName.Dispatch, ClockName.SignIn, ClockName.FirstContact, ClockName.Handling, ClockName.Review, ClockName.FollowUp];

    /// <exception cref="CityProfileException">Everything that is wrong, at once.</exception>
    public static CityProfile Read(string file)
    {
        if (!File.Exists(file)) throw new CityProfileException(file, ["The file is not there. Set Tickets:City to the path of one, such as samples/city/city.json."]);
        return Parse(ProfileBase.Merged(file).ToJsonString(), file);
    }

    internal static CityProfile Parse(string json, string file)
    {
        var (profile, problems) = Check(json);
        if (profile is not null && problems.Count == 0) problems = [.. CatalogueConflicts.Find(profile.DispatchCatalogue).Select(c => c.Message)];
        return problems.Count == 0 ? profile! : throw new CityProfileException(file, problems);
    }

    /// <summary>The profile, if it can be read, and everything that is wrong with it; rules of its catalogue may still contradict each other.</summary>
    internal static (CityProfile? Profile, IReadOnlyList<string> Problems) Check(string json)
    {
        try
        {
            var profile = JsonSerializer.Deserialize<CityProfile>(json, ProfileJson.Options);
            return profile is null ? (null, ["$: must be an object."]) : (profile, [.. Problems(profile)]);
        }
        catch (JsonException e)
        {
            return (null, [$"{e.Path ?? "$"}: {e.Message}"]);
        }
    }

    private static IEnumerable<string> Problems(CityProfile p)
    {
        var categories = p.Categories.SelectMany(c => (IEnumerable<Category>)[c, .. c.Children ?? []]).ToList();
        return
        [
            .. Zone(p), .. ProfileProblems.Hours("workHours", p.WorkHours), .. ProfileProblems.Of(p), .. UnitProblems.Of(p.Departments),
            .. ProfileProblems.Twice("districts", p.Districts.Select(d => d.Code)), .. ProfileProblems.Twice("departments", p.Departments.Select(d => d.Code.Code)), .. ProfileProblems.Twice("categories", categories.Select(c => c.Code)),
            .. p.DispatchCatalogue.SelectMany((row, i) => Row(p, categories, row, $"dispatchCatalogue[{i}]")),
            .. p.Fallback is { } fallback ? Known("fallback", [fallback.Code], p.Departments.Select(d => d.Code.Code), "department") : [],
            .. p.Limits.SelectMany((limit, i) => OfLimit(p, categories, limit, $"limits[{i}]")),
            .. Needed.Where(c => !p.Limits.Any(l => l.Clock == c && l.IsForAll))
                .Select(c => $"limits: clock \"{c.Code()}\" needs a last row for every ticket, such as {{\"clock\": \"{c.Code()}\", \"value\": 1, \"unit\": \"working-days\"}}."),
            .. new[] { ("returns", p.Counts.Returns, 0), ("returnHours", p.Counts.ReturnHours, 1), ("redos", p.Counts.Redos, 0), ("followUpCalls", p.Counts.FollowUpCalls, 1) }
                .Where(c => c.Item2 < c.Item3).Select(c => $"counts.{c.Item1}: {c.Item2} is too few, at least {c.Item3}."),
        ];
    }

    private static IEnumerable<string> Zone(CityProfile p) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(p.TimeZone, out _) ? [] : [$"timeZone: \"{p.TimeZone}\" is no IANA time zone. Example: \"Asia/Shanghai\"."];

    private static IEnumerable<string> Row(CityProfile p, List<Category> categories, DispatchRow row, string path) =>
    [
        .. Known($"{path}.category", [row.Category], categories.Select(c => c.Code), "category"),
        .. Known($"{path}.department", [row.Department.Code], p.Departments.Select(d => d.Code.Code), "department"),
        .. Known($"{path}.coHandlers", (row.CoHandlers ?? []).Select(d => d.Code), p.Departments.Select(d => d.Code.Code), "department"),
        .. Known($"{path}.districts", row.Districts, p.Districts.Select(d => d.Code), "district"),
        .. row.CoHandlers?.Contains(row.Department) == true ? [$"{path}.coHandlers: \"{row.Department}\" leads already."] : Array.Empty<string>(),
        .. row.Words is { } words ? ProfileProblems.NotEmpty($"{path}.words", words) : [],
        .. row.Hours is { } hours ? ProfileProblems.Hours($"{path}.hours", hours) : [],
        .. row is { From: { } from, To: { } to } && to < from ? [$"{path}.to: {to:yyyy-MM-dd} comes before from, {from:yyyy-MM-dd}."] : Array.Empty<string>(),
    ];

    private static IEnumerable<string> OfLimit(CityProfile p, List<Category> categories, ClockLimit limit, string path) =>
    [
        .. limit.Value < 1 ? [$"{path}.value: {limit.Value} must be at least 1."] : Array.Empty<string>(),
        .. limit.WarnAfter is { } after && (after < 1 || after >= limit.Value) ? [$"{path}.warnAfter: {after} must lie between 1 and {limit.Value - 1}, in the unit of the limit."] : Array.Empty<string>(),
        .. Known($"{path}.categories", limit.Categories, categories.Select(c => c.Code), "category"),
        .. Known($"{path}.districts", limit.Districts, p.Districts.Select(d => d.Code), "district"),
        .. Known($"{path}.units", limit.Units?.Select(u => u.Code), p.Departments.Select(d => d.Code.Code), "department"),
    ];

    private static IEnumerable<string> Known(string path, IEnumerable<string>? given, IEnumerable<string> known, string what) => (given ?? [])
        .Where(code => !known.Contains(code))
        .Select(code => $"{path}: \"{code}\" is {(what == "category" ? "in no" : "no")} {what}. Example: \"{known.FirstOrDefault()}\".");
}
