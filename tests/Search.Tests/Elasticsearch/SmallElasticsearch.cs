using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Hotline.Search.Tests.Elasticsearch;

/// <summary>
/// The small part of Elasticsearch that Hotline uses, over real HTTP: index with analyzer and mapping, get, bulk, search, count, term
/// vectors, refresh, delete. It refuses what is not documented (Shapes) and really evaluates what it is asked. It is no Elasticsearch: see
/// src/Search/README.md. With HOTLINE_ELASTIC_REQUESTS it adds every request to that file, to be checked against Elastic's published schema.
/// </summary>
internal sealed class SmallElasticsearch(TimeProvider clock) : IAsyncDisposable
{
    private static readonly string? Record = Environment.GetEnvironmentVariable("HOTLINE_ELASTIC_REQUESTS");

    private readonly Dictionary<string, SmallIndex> _indices = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly List<string> _requests = [];
    private WebApplication? _host;
    private int _port;

    internal Uri Address => new($"http://127.0.0.1:{_port}");

    /// <summary>What its next answers are, whatever is asked; null for those of the index.</summary>
    internal int? Refuses { get; set; }

    /// <summary>The key that requests must show, or null.</summary>
    internal string? ApiKey { get; set; }

    /// <summary>Method, path and body of each request.</summary>
    internal IReadOnlyList<string> Requests { get { lock (_gate) return [.. _requests]; } }

    /// <summary>Every document, as it is stored.</summary>
    internal IReadOnlyList<string> Documents { get { lock (_gate) return [.. _indices.Values.SelectMany(index => index.Live).Select(Shown)]; } }

    internal static async Task<SmallElasticsearch> StartAsync(TimeProvider? clock = null)
    {
        var server = new SmallElasticsearch(clock ?? TimeProvider.System);
        await server.RiseAsync();
        return server;
    }

    /// <summary>Serves, at the same address as before if it did before.</summary>
    internal async Task RiseAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{_port}");
        _host = builder.Build();
        _host.Run(AnswerAsync);
        await _host.StartAsync();
        _port = new Uri(_host.Urls.Single()).Port;
    }

    /// <summary>Nothing answers any more; the documents stay.</summary>
    internal async Task DieAsync()
    {
        if (Interlocked.Exchange(ref _host, null) is not { } host) return;
        await host.StopAsync(new CancellationToken(canceled: true)); // at once: what is under way is cut off
        await host.DisposeAsync();
    }

    internal void Lose()
    {
        lock (_gate) _indices.Clear();
    }

    public async ValueTask DisposeAsync() => await DieAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var (status, answer) = Refuses is { } refusal ? (refusal, Error("unavailable_shards_exception", refusal)) : Answer(http.Request, body);
        http.Response.StatusCode = status;
        http.Response.Headers["X-Elastic-Product"] = "Elasticsearch";
        http.Response.ContentType = Accepted(http.Request);
        await http.Response.WriteAsync(answer.ToJsonString(), http.RequestAborted);
    }

    private (int Status, JsonObject Answer) Answer(HttpRequest request, string body)
    {
        lock (_gate)
        {
            _requests.Add($"{request.Method} {request.Path}{request.QueryString} {body}");
            if (Record is { } file) File.AppendAllText(file, JsonSerializer.Serialize(new { method = request.Method, path = request.Path.Value, query = request.QueryString.Value, type = request.ContentType, accept = request.Headers.Accept.ToString(), body }) + "\n");
            if (ApiKey is { } key && request.Headers.Authorization != $"ApiKey {key}") return (401, Error("security_exception", 401));
            var path = request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
            var endpoint = (request.Method, path) switch
            {
                ("PUT", [_]) => "create",
                ("DELETE", [_]) => "delete",
                ("GET", [_, "_doc", _]) => "get",
                ("PUT" or "POST", [_, "_doc", _]) => "index",
                ("PUT" or "POST", [_, "_bulk"]) => "bulk",
                ("POST" or "GET", [_, "_refresh" or "_count" or "_search" or "_termvectors"]) => path[1][1..],
                _ => null,
            };
            if (endpoint is null) return (405, Error($"no such endpoint: {request.Method} {request.Path}", 405));
            if (body.Length > 0 && !IsOf(request.ContentType, endpoint == "bulk" ? "x-ndjson" : "json")) return (406, Error("media_type_header_exception", 406));
            if (body.Length > 0 && IsVersioned(request.ContentType) != IsVersioned(request.Headers.Accept)) return (400, Error("status_exception", 400, "a compatible version is required on both Content-Type and Accept"));
            var parsed = endpoint != "bulk" && body.Length > 0 ? JsonNode.Parse(body) : null;
            return Shapes.Wrong(endpoint, request.Query.Keys, parsed) is { } wrong
                ? (400, Error("x_content_parse_exception", 400, wrong))
                : endpoint == "create" ? Create(path[0], parsed!.AsObject()) : Ask(endpoint, path, request.Query.ToDictionary(q => q.Key, q => q.Value), endpoint == "bulk" ? body : null, parsed);
        }
    }

    private (int, JsonObject) Create(string name, JsonObject made)
    {
        if (_indices.ContainsKey(name)) return (400, Error("resource_already_exists_exception", 400));
        var analyzer = made["settings"]!["analysis"]!["analyzer"]!.AsObject().Single();
        if (analyzer.Value!["tokenizer"]!.ToString() != "standard" || analyzer.Value["filter"]!.ToJsonString() != """["cjk_width","lowercase","cjk_bigram"]"""
            || made["mappings"]!["properties"]!["words"]!["analyzer"]!.ToString() != analyzer.Key) return (400, Error("illegal_argument_exception", 400, "an analyzer that this server does not have"));
        _indices[name] = new(name, made, clock);
        return (200, new() { ["acknowledged"] = true, ["shards_acknowledged"] = true, ["index"] = name });
    }

    private (int, JsonObject) Ask(string endpoint, string[] path, Dictionary<string, StringValues> query, string? lines, JsonNode? body)
    {
        var index = _indices.Values.FirstOrDefault(i => i.Alias == path[0] || i.Name == path[0]);
        if (endpoint == "delete") return index is not null && _indices.Remove(path[0]) ? (200, new() { ["acknowledged"] = true }) : (404, Error("index_not_found_exception", 404));
        var aliasOnly = query.GetValueOrDefault("require_alias") == "true";
        if (endpoint is "bulk" or "index" && !aliasOnly && index is null) return (500, Error("an index of guessed fields would be made here", 500));
        if (endpoint == "bulk") return (200, Bulk(aliasOnly && index?.Alias != path[0] ? null : index, lines!, query.GetValueOrDefault("refresh")));
        if (index is null || (aliasOnly && index.Alias != path[0])) return (404, Error("index_not_found_exception", 404));
        return endpoint switch
        {
            "get" => Got(index, path[2]),
            "index" => Indexed(index, path[2], body!.AsObject(), query.GetValueOrDefault("refresh")),
            "refresh" => (200, Refreshed(index)),
            "count" => (200, new() { ["count"] = index.Search(body!["query"]).Count, ["_shards"] = Shards() }),
            "termvectors" => (200, new() { ["_index"] = index.Name, ["_version"] = 0, ["found"] = true, ["took"] = 0, ["term_vectors"] = index.TermVectors(query["fields"]!, (string)body!["doc"]![query["fields"].ToString()]!, query.GetValueOrDefault("realtime") != "false") }),
            _ => (200, Searched(index, body!, query.GetValueOrDefault("typed_keys") == "true")),
        };
    }

    private static (int, JsonObject) Got(SmallIndex index, string id) => index.Get(id) is { } source
        ? (200, new() { ["_index"] = index.Name, ["_id"] = id, ["_version"] = 1, ["_seq_no"] = 0, ["_primary_term"] = 1, ["found"] = true, ["_source"] = source.DeepClone() })
        : (404, new() { ["_index"] = index.Name, ["_id"] = id, ["found"] = false });

    private static (int, JsonObject) Indexed(SmallIndex index, string id, JsonObject source, string? refresh)
    {
        var item = Item(index, id, index.Put(id, source));
        if (refresh == "true") index.Refresh();
        return ((int)item["status"]!, item);
    }

    private static JsonObject Refreshed(SmallIndex index)
    {
        index.Refresh();
        return new() { ["_shards"] = Shards() };
    }

    private static JsonObject Bulk(SmallIndex? index, string lines, string? refresh)
    {
        var (items, queue) = (new JsonArray(), new Queue<string>(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        while (queue.TryDequeue(out var line))
        {
            var action = JsonNode.Parse(line)!;
            var (kind, target) = action.AsObject().First();
            var (wrong, id) = (Shapes.WrongAction(action), (string)target!["_id"]!);
            var source = JsonNode.Parse(queue.Dequeue())!.AsObject();
            wrong ??= kind == "update" ? Shapes.WrongUpdate(source) : null;
            items.Add((JsonNode)new JsonObject { [kind] = wrong is not null ? Item(index, id, "illegal_argument_exception") : index is null ? Item(index, id, "index_not_found_exception") : Item(index, id, Apply(index, kind, id, source)) });
        }
        if (refresh == "true") index?.Refresh();
        return new() { ["took"] = 1, ["errors"] = items.Any(item => item!.AsObject().Single().Value!["error"] is not null), ["items"] = items };
    }

    private static string? Apply(SmallIndex index, string kind, string id, JsonObject source)
    {
        if (kind == "index") return index.Put(id, source);
        if (index.Get(id)?.DeepClone().AsObject() is not { } merged) return "document_missing_exception";
        foreach (var (field, value) in source["doc"]!.AsObject()) merged[field] = value?.DeepClone();
        return index.Put(id, merged);
    }

    private static JsonObject Searched(SmallIndex index, JsonNode body, bool typed)
    {
        var found = index.Search(body["query"]);
        var hits = found.Take((int?)body["size"] ?? 10).Select(hit => (JsonNode)new JsonObject { ["_index"] = index.Name, ["_id"] = hit.Id, ["_score"] = hit.Score, ["_source"] = hit.Source.DeepClone() }).ToArray();
        var all = new JsonObject { ["max_score"] = found.Count > 0 && hits.Length > 0 ? found[0].Score : null, ["hits"] = new JsonArray(hits) };
        if (body["track_total_hits"]?.ToJsonString() != "false") all["total"] = new JsonObject { ["value"] = found.Count, ["relation"] = "eq" };
        var answer = new JsonObject { ["took"] = 1, ["timed_out"] = false, ["_shards"] = Shards(), ["hits"] = all };
        if ((body["aggregations"] ?? body["aggs"]) is JsonObject wanted)
            answer["aggregations"] = new JsonObject(wanted.Select(a => KeyValuePair.Create(typed ? "sterms#" + a.Key : a.Key, (JsonNode?)Terms(found.Select(hit => hit.Source), a.Value!["terms"]!))));
        return answer;
    }

    private static JsonObject Terms(IEnumerable<JsonObject> sources, JsonNode terms) => new()
    {
        ["doc_count_error_upper_bound"] = 0,
        ["sum_other_doc_count"] = 0,
        ["buckets"] = new JsonArray([.. sources.SelectMany(source => source[(string)terms["field"]!]?.AsArray().Select(v => (string)v!).Distinct() ?? []).CountBy(place => place)
            .OrderByDescending(place => place.Value).ThenBy(place => place.Key, StringComparer.Ordinal).Take((int?)terms["size"] ?? 10).Select(place => (JsonNode)new JsonObject { ["key"] = place.Key, ["doc_count"] = place.Value })]),
    };

    private static JsonObject Item(SmallIndex? index, string id, string? error)
    {
        var item = new JsonObject { ["_index"] = index?.Name ?? "none", ["_id"] = id, ["status"] = error switch { null => 200, "document_missing_exception" or "index_not_found_exception" => 404, _ => 400 } };
        if (error is not null) item["error"] = new JsonObject { ["type"] = error, ["reason"] = $"why is told of [{id}]" };
        else (item["_version"], item["result"], item["_seq_no"], item["_primary_term"], item["_shards"]) = (1, "updated", 0, 1, Shards());
        return item;
    }

    private static JsonObject Shards() => new() { ["total"] = 1, ["successful"] = 1, ["skipped"] = 0, ["failed"] = 0 };

    private static JsonObject Error(string type, int status, string? reason = null) => new() { ["error"] = new JsonObject { ["root_cause"] = new JsonArray(), ["type"] = type, ["reason"] = reason ?? type }, ["status"] = status };

    private static bool IsOf(string? type, string kind) => type?.Split(';')[0].Trim() is { } media && (media == $"application/{kind}" || media == $"application/vnd.elasticsearch+{kind}");

    private static bool IsVersioned(string? type) => type?.Contains("compatible-with=", StringComparison.Ordinal) == true;

    private static string Accepted(HttpRequest request) =>
        request.Headers.Accept.ToString() is var accept && accept.Contains("vnd.elasticsearch+json", StringComparison.Ordinal) ? "application/vnd.elasticsearch+json;compatible-with=8" : "application/json";

    private static string Shown(JsonObject source) => source.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
