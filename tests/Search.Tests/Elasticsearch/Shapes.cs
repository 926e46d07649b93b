using System.Text.Json.Nodes;

namespace Hotline.Search.Tests.Elasticsearch;

/// <summary>
/// What Elastic documents of the endpoints that Hotline uses (elastic.co/docs/api/doc/elasticsearch, 8.17 to 9.5): the parameters and
/// the fields of each body, as far as a search for similar cases can need them. Anything else is refused as Elasticsearch refuses it.
/// </summary>
internal static class Shapes
{
    private delegate string? Shape(JsonNode? node, string path);

    private static readonly Shape Text = Is("a string", n => n.TryGetValue<string>(out _)), Flag = Is("true or false", n => n.TryGetValue<bool>(out _));
    private static readonly Shape Whole = Is("a whole number", n => n.TryGetValue<long>(out _)), Number = Is("a number", n => n.TryGetValue<double>(out _));
    private static readonly Shape Anything = (_, _) => null, Nothing = Fields();

    private static readonly Shape Query = One(
        ("match", Single(Fields(("query", Text), ("operator", Text), ("minimum_should_match", Either(Text, Whole)), ("boost", Number), ("analyzer", Text)))),
        ("exists", Fields(("field", Text), ("boost", Number))),
        ("ids", Fields(("values", Many(Text)), ("boost", Number))),
        ("bool", Fields(("must", OneOrMany(Inner)), ("must_not", OneOrMany(Inner)), ("should", OneOrMany(Inner)), ("filter", OneOrMany(Inner)), ("minimum_should_match", Either(Text, Whole)), ("boost", Number))));

    private static readonly Shape Aggregations = Each(Fields(("terms", Fields(("field", Text), ("size", Whole), ("shard_size", Whole), ("min_doc_count", Whole)))));

    private static readonly Shape Mapping = Fields(("dynamic", Either(Flag, Text)), ("properties", Each(Fields(
        ("type", OneOf("text", "keyword", "date", "boolean")), ("analyzer", Text), ("index", Flag), ("copy_to", Either(Text, Many(Text))), ("ignore_above", Whole), ("doc_values", Flag)))));

    private static readonly Shape Settings = Fields(("refresh_interval", Text), ("analysis", Fields(("analyzer", Each(Fields(("type", OneOf("custom")), ("tokenizer", Text), ("filter", OneOrMany(Text))))))));

    private static readonly Dictionary<string, (string[] Parameters, Shape? Body)> Endpoints = new(StringComparer.Ordinal)
    {
        ["create"] = (["wait_for_active_shards", "timeout", "master_timeout"], Fields(("aliases", Each(Nothing)), ("settings", Settings), ("mappings", Mapping))),
        ["delete"] = (["timeout", "master_timeout", "ignore_unavailable"], null),
        ["get"] = (["realtime", "refresh", "_source"], null),
        ["index"] = (["refresh", "timeout", "op_type", "require_alias"], Anything),
        ["bulk"] = (["refresh", "timeout", "require_alias"], null),
        ["refresh"] = (["ignore_unavailable"], null),
        ["count"] = (["ignore_unavailable"], Fields(("query", Query))),
        ["search"] = (["typed_keys", "rest_total_hits_as_int", "track_total_hits"], Fields(
            ("size", Whole), ("from", Whole), ("track_total_hits", Either(Flag, Whole)), ("query", Query), ("aggregations", Aggregations), ("aggs", Aggregations), ("_source", Either(Flag, Many(Text))))),
        ["termvectors"] = (["fields", "field_statistics", "term_statistics", "positions", "offsets", "payloads", "realtime"], Fields(("doc", Anything))),
    };

    private static readonly Shape Action = One(("index", Fields(("_id", Text), ("_index", Text))), ("update", Fields(("_id", Text), ("_index", Text), ("retry_on_conflict", Whole))), ("delete", Fields(("_id", Text))));
    private static readonly Shape Partial = Fields(("doc", Anything), ("doc_as_upsert", Flag), ("detect_noop", Flag));

    /// <summary>Null when the request is as documented.</summary>
    internal static string? Wrong(string endpoint, IEnumerable<string> parameters, JsonNode? body)
    {
        var (known, shape) = Endpoints[endpoint];
        if (parameters.Except([.. known, "pretty", "error_trace", "filter_path", "human"], StringComparer.Ordinal).FirstOrDefault() is { } strange) return $"unrecognized parameter: [{strange}]";
        if (shape is null) return body is null ? null : "request body is not allowed";
        return body is null ? null : shape(body, endpoint);
    }

    internal static string? WrongAction(JsonNode? line) => Action(line, "action");

    internal static string? WrongUpdate(JsonNode? line) => Partial(line, "update");

    private static string? Inner(JsonNode? node, string path) => Query(node, path);

    private static Shape Is(string what, Func<JsonValue, bool> test) => (node, path) => node is JsonValue value && test(value) ? null : $"[{path}] is not {what}";

    private static Shape OneOf(params string[] words) => (node, path) => node is JsonValue value && value.TryGetValue<string>(out var text) && words.Contains(text) ? null : $"[{path}] is none of {string.Join(", ", words)}";

    private static Shape Either(Shape a, Shape b) => (node, path) => a(node, path) is { } wrong && b(node, path) is { } also ? $"{wrong} and {also}" : null;

    private static Shape Many(Shape each) => (node, path) => node is JsonArray all ? all.Select(one => each(one, path)).FirstOrDefault(wrong => wrong is not null) : $"[{path}] is no array";

    private static Shape OneOrMany(Shape each) => (node, path) => node is JsonArray ? Many(each)(node, path) : each(node, path);

    private static Shape Each(Shape each) => (node, path) => node is JsonObject all ? all.Select(one => each(one.Value, $"{path}.{one.Key}")).FirstOrDefault(wrong => wrong is not null) : $"[{path}] is no object";

    private static Shape Single(Shape each) => (node, path) => node is JsonObject { Count: 1 } ? Each(each)(node, path) : $"[{path}] must have one field";

    private static Shape Fields(params (string Name, Shape Shape)[] known) => (node, path) => node is not JsonObject all ? $"[{path}] is no object" : all
        .Select(one => Array.Find(known, k => k.Name == one.Key) is { Shape: { } shape } ? shape(one.Value, $"{path}.{one.Key}") : $"[{path}] unknown field [{one.Key}]").FirstOrDefault(wrong => wrong is not null);

    private static Shape One(params (string Name, Shape Shape)[] known) => (node, path) => node is JsonObject { Count: 1 } ? Fields(known)(node, path) : $"[{path}] must have one field";
}
