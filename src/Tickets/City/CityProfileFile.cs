using System.Text.Json;
using System.Text.Json.Serialization;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Departments;

namespace Hotline.Tickets.City;

/// <summary>A city profile that cannot be used; says the file, the path in it, the rule and an example.</summary>
public sealed class CityProfileException(string file, IReadOnlyList<string> problems)
    : Exception($"The city profile {file} cannot be used:{Environment.NewLine}  {string.Join($"{Environment.NewLine}  ", problems)}");

/// <summary>Reads a city profile and proves that it hangs together.</summary>
public static class CityProfileFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The clocks every ticket meets; the others have a usual limit where a city sets none.</summary>
    private static readonly ClockName[] Needed = [ClockName.Dispatch, ClockName.SignIn, ClockName.FirstContact, ClockName.Handling, ClockName.Review, ClockName.FollowUp];

    /// <exception cref="CityProfileException">Everything that is wrong, at once.</exception>
    public static CityProfile Read(string file)
    {
        if (!File.Exists(file)) throw new CityProfileException(file, ["The file is not there. Set Tickets:City to the path of one, such as samples/city/city.json."]);
        return Parse(File.ReadAllText(file), file);
    }

    internal static CityProfile Parse(string json, string file)
    {
        CityProfile profile;
        try { profile = JsonSerializer.Deserialize<CityProfile>(json, Options)!; }
        catch (JsonException e) { throw new CityProfileException(file, [$"{e.Path ?? "$"}: {e.Message}"]); }

        var problems = Problems(profile).ToList();
        return problems.Count == 0 ? profile : throw new CityProfileException(file, problems);
    }

    private static IEnumerable<string> Problems(CityProfile p)
    {
        var categories = p.Categories.SelectMany(c => (IEnumerable<Category>)[c, .. c.Children ?? []]).ToList();
        return
        [
            .. Zone(p), .. Hours(p), .. UnitProblems.Of(p.Departments),
            .. Twice("districts", p.Districts.Select(d => d.Code)), .. Twice("departments", p.Departments.Select(d => d.Code.Code)), .. Twice("categories", categories.Select(c => c.Code)),
            .. p.DispatchCatalogue.SelectMany((row, i) => Row(p, categories, row, $"dispatchCatalogue[{i}]")),
            .. p.Limits.SelectMany((limit, i) => OfLimit(limit, $"limits[{i}]")),
            .. Needed.Where(c => !p.Limits.Any(l => l.Clock == c && l is { Types: null, Urgency: null, Redo: null }))
                .Select(c => $"limits: clock \"{c.Code()}\" needs a last row without types, urgency and redo, such as {{\"clock\": \"{c.Code()}\", \"value\": 1, \"unit\": \"working-days\"}}."),
            .. new[] { ("returns", p.Counts.Returns, 0), ("returnHours", p.Counts.ReturnHours, 1), ("redos", p.Counts.Redos, 0), ("followUpCalls", p.Counts.FollowUpCalls, 1) }
                .Where(c => c.Item2 < c.Item3).Select(c => $"counts.{c.Item1}: {c.Item2} is too few, at least {c.Item3}."),
        ];
    }

    private static IEnumerable<string> Zone(CityProfile p) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(p.TimeZone, out _) ? [] : [$"timeZone: \"{p.TimeZone}\" is no IANA time zone. Example: \"Asia/Shanghai\"."];

    private static IEnumerable<string> Hours(CityProfile p)
    {
        try
        {
            WorkHours.Parse(p.WorkHours);
            return [];
        }
        catch (FormatException e)
        {
            return [$"workHours: {e.Message}"];
        }
    }

    private static IEnumerable<string> Twice(string path, IEnumerable<string> codes) =>
        codes.GroupBy(c => c).Where(g => g.Count() > 1 || g.Key.Length == 0).Select(g => $"{path}: code \"{g.Key}\" must be given once and not be empty.");

    private static IEnumerable<string> Row(CityProfile p, List<Category> categories, DispatchRow row, string path)
    {
        if (categories.TrueForAll(c => c.Code != row.Category)) yield return $"{path}.category: \"{row.Category}\" is in no category. Example: \"{categories.Select(c => c.Code).FirstOrDefault()}\".";
        if (p.Departments.All(d => d.Code != row.Department)) yield return $"{path}.department: \"{row.Department}\" is no department. Example: \"{p.Departments.Select(d => d.Code.Code).FirstOrDefault()}\".";
        foreach (var code in (row.Districts ?? []).Where(code => p.Districts.All(d => d.Code != code)))
            yield return $"{path}.districts: \"{code}\" is no district. Example: \"{p.Districts.Select(d => d.Code).FirstOrDefault()}\".";
    }

    private static IEnumerable<string> OfLimit(ClockLimit limit, string path)
    {
        if (limit.Value < 1) yield return $"{path}.value: {limit.Value} must be at least 1.";
        if (limit.WarnAfter is { } after && (after < 1 || after >= limit.Value)) yield return $"{path}.warnAfter: {after} must lie between 1 and {limit.Value - 1}, in the unit of the limit.";
    }
}
