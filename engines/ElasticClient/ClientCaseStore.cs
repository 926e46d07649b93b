using System.Text.Json;
using Elastic.Clients.Elasticsearch;
using Elastic.Clients.Elasticsearch.Aggregations;
using Elastic.Clients.Elasticsearch.Core.Bulk;
using Elastic.Clients.Elasticsearch.Core.Search;
using Elastic.Clients.Elasticsearch.IndexManagement;
using Elastic.Clients.Elasticsearch.QueryDsl;
using Elastic.Transport;
using Elastic.Transport.Products.Elasticsearch;
using Hotline.Search;
using Hotline.Search.Elasticsearch;
using Hotline.Tickets;
using HttpMethod = Elastic.Transport.HttpMethod;

namespace Hotline.Engines.ElasticClient;

/// <summary>The store of cases by Elastic.Clients.Elasticsearch. Term vectors go through its transport: the client has no words for them in every version.</summary>
internal sealed class ClientCaseStore(ElasticsearchOptions options) : ICaseStore
{
    private readonly ElasticsearchClient _client = ClientOf(options);

    private sealed record PositionDocument(string Position);

    private static Query Every => new ExistsQuery { Field = CaseMapping.Number };

    public async Task<string?> PositionAsync(CancellationToken ct)
    {
        var answer = await AskAsync(() => _client.GetAsync<PositionDocument>(new GetRequest(options.Index, CaseMapping.PositionId), ct), ct, 404);
        if (answer.Found) return answer.Source!.Position;
        if (answer.ElasticsearchServerError is not null) await CreateAsync(ct); // the index is not found, rather than the document
        return null;
    }

    public Task SavePositionAsync(string position, CancellationToken ct) =>
        AskAsync(() => _client.IndexAsync(new IndexRequest<PositionDocument>(new PositionDocument(position), options.Index, CaseMapping.PositionId) { RequireAlias = true }, ct), ct);

    public Task DropAsync(CancellationToken ct) => AskAsync(() => _client.Indices.DeleteAsync(new DeleteIndexRequest(options.Store), ct), ct, 404);

    public async Task WriteAsync(IReadOnlyList<CaseWrite> writes, bool visible, CancellationToken ct)
    {
        var request = new BulkRequest(options.Index)
        {
            RequireAlias = true, Refresh = visible ? Refresh.True : Refresh.False, Operations = [.. writes.Select(Operation)],
            RequestConfiguration = new RequestConfiguration { RequestTimeout = options.BulkTimeout },
        };
        var answer = await AskAsync(() => _client.BulkAsync(request, ct), ct);
        var wrong = answer.Items.FirstOrDefault(item => item.Error is { } error && (item.Operation != "update" || error.Type != "document_missing_exception"));
        if (wrong is not null) throw new SearchUnavailableException($"Elasticsearch did not take a case: {wrong.Status} {wrong.Error!.Type}.");
    }

    public Task RefreshAsync(CancellationToken ct) => AskAsync(() => _client.Indices.RefreshAsync(new RefreshRequest(options.Index), ct), ct);

    public async Task<int> CountAsync(CancellationToken ct) => (int)(await AskAsync(() => _client.CountAsync(new CountRequest(options.Index) { Query = Every }, ct), ct)).Count;

    public async Task<WordStatistics> WordsAsync(string text, CancellationToken ct)
    {
        var wanted = new DefaultRequestParameters();
        wanted.SetQueryString("fields", CaseMapping.Words);
        foreach (var yes in (ReadOnlySpan<string>)["term_statistics", "field_statistics"]) wanted.SetQueryString(yes, true);
        foreach (var no in (ReadOnlySpan<string>)["positions", "offsets", "payloads", "realtime"]) wanted.SetQueryString(no, false);
        var asked = PostData.String(JsonSerializer.Serialize(new { doc = new { words = text } }, CaseDocument.Json));
        var answer = await AskAsync(() => _client.Transport.RequestAsync<StringResponse>(HttpMethod.POST, $"{options.Index}/_termvectors", asked, wanted, ct), ct);
        return WordVectors.Read(JsonElement.Parse(answer.Body));
    }

    public async Task<IReadOnlyList<CaseEntry>> CandidatesAsync(string words, TicketId? except, int most, CancellationToken ct)
    {
        Query match = new MatchQuery(CaseMapping.Words) { Query = words };
        var query = except is { } ticket ? new BoolQuery { Must = [match], MustNot = [new IdsQuery { Values = new Ids($"{ticket}") }] } : match;
        var request = new SearchRequest(options.Index) { Size = most, TrackTotalHits = new TrackHits(false), Query = query };
        var answer = await AskAsync(() => _client.SearchAsync<CaseDocument>(request, ct), ct);
        return [.. answer.Hits.Select(hit => hit.Source!.Entry(hit.Id))];
    }

    public async Task<PlaceStatistics> PlacesAsync(CancellationToken ct)
    {
        var request = new SearchRequest(options.Index)
        {
            Size = 0, TrackTotalHits = new TrackHits(true), Query = Every,
            Aggregations = new TermsAggregation(CaseMapping.Places) { Field = CaseMapping.Places, Size = CaseMapping.MostPlaces },
        };
        var answer = await AskAsync(() => _client.SearchAsync<CaseDocument>(request, ct), ct);
        return new(answer.Total, [.. answer.Aggregations!.GetStringTerms(CaseMapping.Places)!.Buckets.Select(bucket => ($"{bucket.Key}", (int)bucket.DocCount))]);
    }

    private static IBulkOperation Operation(CaseWrite write) => write.Whole is { } whole
        ? new BulkIndexOperation<CaseDocument>(whole) { Id = $"{write.Ticket}" }
        : BulkUpdateOperationFactory.WithPartial($"{write.Ticket}", write.Standing!);

    private async Task CreateAsync(CancellationToken ct)
    {
        var answer = await AskAsync(() => _client.Indices.CreateAsync(ClientMapping.Request(options), ct), ct, 400);
        if (answer.ElasticsearchServerError is { Error.Type: var error and not "resource_already_exists_exception" }) // another host was quicker
            throw new SearchUnavailableException($"Elasticsearch did not make the index {options.Store}: {error}.");
    }

    /// <summary>Tells the kind of an error only: its reason may quote the text of a case.</summary>
    private async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken ct, int allowed = 200) where T : TransportResponse
    {
        T answer;
        try
        {
            answer = await ask();
        }
        catch (Exception e) when (e is TransportException or UnsupportedProductException)
        {
            throw Silent(e);
        }
        ct.ThrowIfCancellationRequested();
        var call = answer.ApiCallDetails;
        if (call.HttpStatusCode is not { } status) throw Silent(call.OriginalException);
        return status is >= 200 and < 300 || status == allowed
            ? answer
            : throw new SearchUnavailableException($"Elasticsearch answered {status} {(answer as ElasticsearchResponse)?.ElasticsearchServerError?.Error?.Type} to {call.HttpMethod} {call.Uri?.AbsolutePath}.");
    }

    private SearchUnavailableException Silent(Exception? e) => new($"Elasticsearch at {options.Root.Authority} does not answer ({e?.GetBaseException().GetType().Name}).");

    /// <summary>Asked once each, like plain REST: who asks decides whether to ask again.</summary>
    private static ElasticsearchClient ClientOf(ElasticsearchOptions options)
    {
        var settings = new ElasticsearchClientSettings(new SingleNodePool(options.Root)).DefaultIndex(options.Index).RequestTimeout(options.QuestionTimeout).MaximumRetries(0).DisablePing();
        if (options.ApiKeyFile is { } file) settings = settings.Authentication(new ApiKey(File.ReadAllText(file).Trim()));
        if (ServerTrust.Validation(options) is { } validation)
            settings = settings.ServerCertificateValidationCallback((sender, certificate, chain, errors) => validation(sender, certificate, chain, errors));
        return new(settings);
    }
}
