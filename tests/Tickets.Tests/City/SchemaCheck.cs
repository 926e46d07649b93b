using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hotline.Tickets.Tests.City;

/// <summary>The part of JSON Schema 2020-12 that the profile's schema uses; a keyword it does not know is an error of the test.</summary>
internal static class SchemaCheck
{
    private static readonly string[] Silent = ["$schema", "title", "description", "default", "format", "pattern"];

    internal static IReadOnlyList<string> Of(JsonObject schema, JsonNode? value) => [.. Wrong(schema, value, schema, "$")];

    private static IEnumerable<string> Wrong(JsonNode? schema, JsonNode? value, JsonObject root, string path) => schema switch
    {
        JsonValue always => always.GetValue<bool>() ? [] : [$"{path}: not allowed"],
        JsonObject rules => rules.SelectMany(rule => Wrong(rule.Key, rule.Value!, rules, value, root, path)),
        _ => [],
    };

    private static IEnumerable<string> Wrong(string keyword, JsonNode rule, JsonObject all, JsonNode? value, JsonObject root, string path) => keyword switch
    {
        "$ref" => Wrong(Found(root, rule.GetValue<string>()), value, root, path),
        "type" => Types(rule).Contains(TypeOf(value)) || (TypeOf(value) == "integer" && Types(rule).Contains("number")) ? [] : [$"{path}: is {TypeOf(value)}, not {rule.ToJsonString()}"],
        "enum" => rule.AsArray().Any(e => JsonNode.DeepEquals(e, value)) ? [] : [$"{path}: {value?.ToJsonString() ?? "null"} is not one of {rule.ToJsonString()}"],
        "required" when value is JsonObject o => rule.AsArray().Select(r => r!.GetValue<string>()).Where(r => !o.ContainsKey(r)).Select(r => $"{path}.{r}: is required"),
        "properties" when value is JsonObject o => rule.AsObject().Where(p => o.ContainsKey(p.Key)).SelectMany(p => Wrong(p.Value, o[p.Key], root, $"{path}.{p.Key}")),
        "additionalProperties" when value is JsonObject o => o.Where(p => all["properties"]?.AsObject().ContainsKey(p.Key) != true).SelectMany(p => Wrong(rule, p.Value, root, $"{path}.{p.Key}")),
        "items" when value is JsonArray a => a.SelectMany((item, i) => Wrong(rule, item, root, $"{path}[{i}]")),
        "minLength" => value is JsonValue v && v.GetValueKind() == JsonValueKind.String && v.GetValue<string>().Length < rule.GetValue<int>() ? [$"{path}: is too short"] : [],
        "not" => Wrong(rule, value, root, path).Any() ? [] : [$"{path}: must not be so"],
        "if" => Wrong(rule, value, root, path).Any() ? [] : Wrong(all["then"], value, root, path),
        "anyOf" => rule.AsArray().Any(one => !Wrong(one, value, root, path).Any()) ? [] : [$"{path}: fits none of {rule.ToJsonString()}"],
        "then" or "required" or "properties" or "additionalProperties" or "items" => [],
        _ when Silent.Contains(keyword) => [],
        _ => throw new NotSupportedException($"The keyword {keyword} at {path}."),
    };

    private static IEnumerable<string> Types(JsonNode rule) => rule is JsonArray several ? several.Select(t => t!.GetValue<string>()) : [rule.GetValue<string>()];

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => value.AsValue().TryGetValue<long>(out _) ? "integer" : "number",
        JsonValueKind.Array => "array",
        _ => "object",
    };

    private static JsonNode? Found(JsonNode root, string reference) => reference.Split('/').Skip(1).Where(p => p.Length > 0)
        .Aggregate((JsonNode?)root, (at, part) => at is JsonArray a ? a[int.Parse(part)] : at?[part.Replace("~1", "/").Replace("~0", "~")]);
}
