using Hotline.Tickets;

namespace Hotline.Search;

/// <summary>相似工单: finds earlier cases like a text. One engine is built in; others may stand behind the same port.</summary>
public interface ISimilarCases
{
    /// <summary>Adds a case, or replaces what is known of it; found by the next question. Personal data are masked on the way in.</summary>
    ValueTask IndexAsync(CaseEntry entry, CancellationToken ct);

    /// <summary>Where a case stands now; one that was never indexed is ignored.</summary>
    ValueTask UpdateAsync(TicketId ticket, CaseStatus status, CancellationToken ct);

    /// <summary>The best cases first; fewer than asked when fewer share a word with the text.</summary>
    ValueTask<IReadOnlyList<SimilarCase>> FindAsync(SimilarQuery query, CancellationToken ct);

    /// <summary>Cases that can be found.</summary>
    ValueTask<int> CountAsync(CancellationToken ct);
}

/// <summary>An engine whose index outlives this process and is shared by every host. One host at a time writes it.</summary>
public interface IKeptCases : ISimilarCases
{
    /// <summary>How far the index knows the log of tickets; null for a new one, which this makes where there is none. What was told but not committed is forgotten.</summary>
    ValueTask<string?> PositionAsync(CancellationToken ct);

    /// <summary>Everything told so far is kept, and the index knows the log up to here. Questions find it within a second.</summary>
    ValueTask CommitAsync(string position, CancellationToken ct);

    /// <summary>Throws the index away: what it holds is of another log.</summary>
    ValueTask ForgetAsync(CancellationToken ct);
}

/// <summary>The engine cannot be reached or refuses; nothing else is harmed. The message holds no text of any case.</summary>
public sealed class SearchUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>What an index keeps of a ticket.</summary>
/// <param name="Place">As the citizen says it.</param>
/// <param name="District">Code of the district.</param>
/// <param name="Category">Code of the category.</param>
public sealed record CaseEntry(
    TicketId Ticket, string Number, string Title, string Text, string? Place, string? District, string? Category,
    DateTimeOffset AcceptedAt, CaseStatus Status);

/// <param name="State">The state's Chinese name, such as 办理中.</param>
/// <param name="Department">Code of the department that handles or handled it (承办单位).</param>
public sealed record CaseStatus(string State, bool Closed, string? Department);

/// <param name="Text">A whole complaint or a few words.</param>
/// <param name="When">When it happened: of equal cases the nearer in time comes first.</param>
/// <param name="K">How many, 1 to 100.</param>
/// <param name="Except">A ticket that is not to be found, usually the one that is open on the page.</param>
public sealed record SimilarQuery(
    string Text, string? Place = null, string? District = null, string? Category = null, DateTimeOffset? When = null, int K = 10, TicketId? Except = null);

/// <param name="Score">About 1 for the same text about the same place, towards 0 for little in common.</param>
public sealed record SimilarCase(
    TicketId Ticket, string Number, string Title, string State, bool Closed, string? Department, string? Place, DateTimeOffset AcceptedAt,
    double Score, SimilarReasons Reasons);

/// <summary>Why a case was found.</summary>
/// <param name="Words">The rarest words it shares with the text.</param>
/// <param name="Places">Places both name.</param>
/// <param name="OtherPlace">Each names a place that the other does not (地点不同).</param>
public sealed record SimilarReasons(IReadOnlyList<string> Words, IReadOnlyList<string> Places, bool OtherPlace, bool SameCategory);
