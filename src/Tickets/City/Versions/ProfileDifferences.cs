using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hotline.Tickets.City.Versions;

/// <summary>One place in which two versions differ.</summary>
/// <param name="Path">As in error messages; entries with a code are named by it: departments[water].name.</param>
/// <param name="Was">JSON; null where it was not there.</param>
/// <param name="Becomes">JSON; null where it is gone.</param>
public sealed record ProfileDifference(string Path, string? Was, string? Becomes);

/// <summary>版本差异: what another version says otherwise. Pure.</summary>
public static class ProfileDifferences
{
    public static IReadOnlyList<ProfileDifference> Between(CityProfile was, CityProfile becomes) => [.. Of("", Node(was), Node(becomes))];

    private static JsonNode? Node(CityProfile profile) => JsonSerializer.SerializeToNode(profile, ProfileJson.Options);

    private static IEnumerable<ProfileDifference> Of(string path, JsonNode? a, JsonNode? b) => (a, b) switch
    {
        _ when JsonNode.DeepEquals(a, b) => [],
        (JsonObject x, JsonObject y) => x.Select(p => p.Key).Union(y.Select(p => p.Key)).SelectMany(key => Of(path.Length == 0 ? key : $"{path}.{key}", x[key], y[key])),
        (JsonArray x, JsonArray y) when AreCoded(x) && AreCoded(y) => ByCode(path, x, y),
        (JsonArray x, JsonArray y) when x.Concat(y).All(n => n is JsonObject) => InOrder(path, x, y),
        _ => [new(path, Text(a), Text(b))],
    };

    private static IEnumerable<ProfileDifference> ByCode(string path, JsonArray x, JsonArray y)
    {
        var (was, becomes) = (x.ToDictionary(Code, n => n, StringComparer.Ordinal), y.ToDictionary(Code, n => n, StringComparer.Ordinal));
        return was.Keys.Union(becomes.Keys).SelectMany(code => Of($"{path}[{code}]", was.GetValueOrDefault(code), becomes.GetValueOrDefault(code)));
    }

    /// <summary>Entries without a code: those that stand on both sides are left out, the others are put beside each other in their order.</summary>
    private static IEnumerable<ProfileDifference> InOrder(string path, JsonArray x, JsonArray y)
    {
        var (was, becomes) = (Indexed(x), Indexed(y));
        foreach (var entry in was.ToList())
        {
            if (becomes.Find(b => JsonNode.DeepEquals(b.Node, entry.Node)) is not { Node: not null } same) continue;
            was.Remove(entry);
            becomes.Remove(same);
        }

        for (var i = 0; i < Math.Max(was.Count, becomes.Count); i++)
        {
            var (a, b) = (was.ElementAtOrDefault(i), becomes.ElementAtOrDefault(i));
            var at = string.Create(CultureInfo.InvariantCulture, $"{path}[{b?.Index ?? a!.Index}]");
            foreach (var difference in Of(at, a?.Node, b?.Node)) yield return difference;
        }
    }

    private sealed record Entry(int Index, JsonNode? Node);

    private static List<Entry> Indexed(JsonArray all) => [.. all.Select((node, i) => new Entry(i, node))];

    private static bool AreCoded(JsonArray all) => all.All(n => n is JsonObject o && o["code"] is JsonValue) && all.Select(Code).Distinct(StringComparer.Ordinal).Count() == all.Count;

    private static string Code(JsonNode? node) => node!["code"]!.GetValue<string>();

    private static string? Text(JsonNode? node) => node?.ToJsonString(ProfileJson.Options);
}
