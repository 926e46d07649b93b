using Hotline.Tickets;

namespace Hotline.Search.Elasticsearch;

/// <summary>The few things asked of an Elasticsearch: over REST, or by Elastic's own client (engines/ElasticClient).</summary>
internal interface ICaseStore
{
    /// <summary>The position that was saved last; null in a new index, which this makes where there is none.</summary>
    /// <exception cref="SearchUnavailableException">Here and below: no answer, or a refusal.</exception>
    Task<string?> PositionAsync(CancellationToken ct);

    Task SavePositionAsync(string position, CancellationToken ct);

    Task DropAsync(CancellationToken ct);

    /// <summary>In this order, all of them or an exception; then some may be written. A status of an unknown case is passed over.</summary>
    /// <param name="visible">The next question finds them.</param>
    Task WriteAsync(IReadOnlyList<CaseWrite> writes, bool visible, CancellationToken ct);

    Task RefreshAsync(CancellationToken ct);

    Task<int> CountAsync(CancellationToken ct);

    /// <summary>The words of a text as the index cuts it, and how many cases have each.</summary>
    Task<WordStatistics> WordsAsync(string text, CancellationToken ct);

    Task<IReadOnlyList<CaseEntry>> CandidatesAsync(string words, TicketId? except, int most, CancellationToken ct);

    /// <summary>The places that most cases name.</summary>
    Task<PlaceStatistics> PlacesAsync(CancellationToken ct);
}

/// <summary>A whole case, or where one stands now.</summary>
internal sealed record CaseWrite(TicketId Ticket, CaseDocument? Whole, StatusDocument? Standing);

/// <param name="Cases">How many cases there are.</param>
/// <param name="Length">Words of a case on average.</param>
/// <param name="Having">How many cases have a word; 0 for one never seen.</param>
internal sealed record WordStatistics(long Cases, double Length, IReadOnlyDictionary<string, int> Having);

internal sealed record PlaceStatistics(long Cases, IReadOnlyList<(string Place, int Naming)> Most);
