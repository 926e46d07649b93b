using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hotline.Tickets;

namespace Hotline.Search.Elasticsearch;

/// <summary>Elasticsearch 8 and 9 over their REST API (elastic.co/docs/api/doc/elasticsearch), by nothing but HTTP and JSON.</summary>
internal sealed class RestCaseStore(HttpClient http, ElasticsearchOptions options) : ICaseStore, IDisposable
{
    private sealed record Answer(HttpStatusCode Status, JsonElement Body);

    public async Task<string?> PositionAsync(CancellationToken ct)
    {
        var answer = await AskAsync(HttpMethod.Get, $"{options.Index}/_doc/{CaseMapping.PositionId}", null, ct, HttpStatusCode.NotFound);
        if (answer.Status == HttpStatusCode.OK) return answer.Body.GetProperty("_source").GetProperty(CaseMapping.PositionId).GetString();
        if (ErrorOf(answer.Body) is not null) await CreateAsync(ct); // the index is not found, rather than the document
        return null;
    }

    public Task SavePositionAsync(string position, CancellationToken ct) =>
        AskAsync(HttpMethod.Put, $"{options.Index}/_doc/{CaseMapping.PositionId}?require_alias=true", new { position }, ct);

    public Task DropAsync(CancellationToken ct) => AskAsync(HttpMethod.Delete, options.Store, null, ct, HttpStatusCode.NotFound);

    public async Task WriteAsync(IReadOnlyList<CaseWrite> writes, bool visible, CancellationToken ct)
    {
        using var lines = new ByteArrayContent(Encoding.UTF8.GetBytes(string.Concat(writes.Select(Lines))));
        lines.Headers.ContentType = new("application/x-ndjson");
        var answer = await SendAsync(HttpMethod.Post, $"{options.Index}/_bulk?require_alias=true&refresh={(visible ? "true" : "false")}", lines, options.BulkTimeout, ct);
        if (answer.Body.GetProperty("errors").GetBoolean()) Refused(answer.Body.GetProperty("items"));
    }

    public Task RefreshAsync(CancellationToken ct) => AskAsync(HttpMethod.Post, $"{options.Index}/_refresh", null, ct);

    public async Task<int> CountAsync(CancellationToken ct) =>
        (await AskAsync(HttpMethod.Post, $"{options.Index}/_count", new { query = Every }, ct)).Body.GetProperty("count").GetInt32();

    public async Task<WordStatistics> WordsAsync(string text, CancellationToken ct)
    {
        const string Wanted = "fields=words&term_statistics=true&field_statistics=true&positions=false&offsets=false&payloads=false&realtime=false";
        var answer = await AskAsync(HttpMethod.Post, $"{options.Index}/_termvectors?{Wanted}", new { doc = new { words = text } }, ct);
        return WordVectors.Read(answer.Body);
    }

    public async Task<IReadOnlyList<CaseEntry>> CandidatesAsync(string words, TicketId? except, int most, CancellationToken ct)
    {
        object match = new { match = new { words = new { query = words } } };
        object query = except is { } ticket ? new { @bool = new { must = new[] { match }, must_not = new[] { new { ids = new { values = new[] { $"{ticket}" } } } } } } : match;
        var answer = await AskAsync(HttpMethod.Post, $"{options.Index}/_search", new { size = most, track_total_hits = false, query }, ct);
        return [.. answer.Body.GetProperty("hits").GetProperty("hits").EnumerateArray()
            .Select(hit => hit.GetProperty("_source").Deserialize<CaseDocument>(CaseDocument.Json)!.Entry(hit.GetProperty("_id").GetString()!))];
    }

    public async Task<PlaceStatistics> PlacesAsync(CancellationToken ct)
    {
        var aggregations = new { places = new { terms = new { field = CaseMapping.Places, size = CaseMapping.MostPlaces } } };
        var body = (await AskAsync(HttpMethod.Post, $"{options.Index}/_search", new { size = 0, track_total_hits = true, query = Every, aggregations }, ct)).Body;
        return new(
            body.GetProperty("hits").GetProperty("total").GetProperty("value").GetInt64(),
            [.. body.GetProperty("aggregations").GetProperty("places").GetProperty("buckets").EnumerateArray().Select(b => (b.GetProperty("key").GetString()!, b.GetProperty("doc_count").GetInt32()))]);
    }

    /// <summary>Every case: the document of the position has no number.</summary>
    private static object Every => new { exists = new { field = CaseMapping.Number } };

    private static string Lines(CaseWrite write) => write.Whole is { } whole
        ? Line(new { index = new { _id = $"{write.Ticket}" } }) + Line(whole)
        : Line(new { update = new { _id = $"{write.Ticket}" } }) + Line(new { doc = write.Standing });

    private static string Line(object part) => JsonSerializer.Serialize(part, CaseDocument.Json) + "\n";

    /// <summary>The update of a case that was never indexed is passed over; anything else is told.</summary>
    private static void Refused(JsonElement items)
    {
        foreach (var outcome in items.EnumerateArray().SelectMany(item => item.EnumerateObject()))
        {
            var status = outcome.Value.GetProperty("status").GetInt32();
            if (status < 300 || ErrorOf(outcome.Value) is not { } error || (outcome.Name == "update" && error == "document_missing_exception")) continue;
            throw new SearchUnavailableException($"Elasticsearch did not take a case: {status} {error}.");
        }
    }

    private async Task CreateAsync(CancellationToken ct)
    {
        var answer = await AskAsync(HttpMethod.Put, options.Store, CaseMapping.Body(options.Index), ct, HttpStatusCode.BadRequest);
        if (answer.Status == HttpStatusCode.BadRequest && ErrorOf(answer.Body) is var error and not "resource_already_exists_exception") // another host was quicker
            throw new SearchUnavailableException($"Elasticsearch did not make the index {options.Store}: {error}.");
    }

    private async Task<Answer> AskAsync(HttpMethod method, string path, object? body, CancellationToken ct, HttpStatusCode allowed = HttpStatusCode.OK)
    {
        using var content = body is null ? null : new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, CaseDocument.Json)) { Headers = { ContentType = new("application/json") } };
        return await SendAsync(method, path, content, options.QuestionTimeout, ct, allowed);
    }

    private async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, TimeSpan timeout, CancellationToken ct, HttpStatusCode allowed = HttpStatusCode.OK)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(ct);
        late.CancelAfter(timeout);
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
            if (options.ApiKeyFile is { } file) request.Headers.Authorization = new AuthenticationHeaderValue("ApiKey", (await File.ReadAllTextAsync(file, late.Token)).Trim());
            using var response = await http.SendAsync(request, late.Token);
            var answer = new Answer(response.StatusCode, await BodyAsync(response, late.Token));
            return response.IsSuccessStatusCode || response.StatusCode == allowed ? answer : throw Refusal(answer, method, path);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is HttpRequestException or IOException or OperationCanceledException or UnauthorizedAccessException)
        {
            throw new SearchUnavailableException($"Elasticsearch at {options.Root.Authority} does not answer ({e.GetType().Name}).", e);
        }
    }

    private static async Task<JsonElement> BodyAsync(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<JsonElement>(await response.Content.ReadAsStreamAsync(ct), cancellationToken: ct);
        }
        catch (JsonException)
        {
            return JsonElement.Parse("{}"); // a proxy's page
        }
    }

    /// <summary>Names the kind of error only: its reason may quote the text of a case.</summary>
    private static SearchUnavailableException Refusal(Answer answer, HttpMethod method, string path) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Elasticsearch answered {(int)answer.Status} {ErrorOf(answer.Body)} to {method} {path.Split('?')[0]}."));

    private static string? ErrorOf(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("error", out var error) ? error.ValueKind == JsonValueKind.Object && error.TryGetProperty("type", out var type) ? type.GetString() : "error" : null;

    public void Dispose() => http.Dispose();
}
