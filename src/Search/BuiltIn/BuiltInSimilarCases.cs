using Hotline.Tickets;

namespace Hotline.Search.BuiltIn;

/// <summary>
/// The engine in this process. Words decide what is alike (BM25); then place, category and time put the best of them in order,
/// because the same complaint about another place is another case. Everything is in memory and rebuilt from the events.
/// </summary>
internal sealed class BuiltInSimilarCases : ISimilarCases, IDisposable
{
    private const int Candidates = 200;

    private readonly ReaderWriterLockSlim _gate = new();
    private readonly InvertedIndex _index = new();
    private readonly PlaceWeights _places = new();
    private readonly Dictionary<TicketId, int> _documents = [];
    private readonly List<Row> _rows = [];

    /// <param name="Replaced">A later entry took its place; it stays in the lists until the next start.</param>
    private sealed record Row(CaseEntry Entry, ulong[] Places, bool Replaced);

    public ValueTask<int> CountAsync(CancellationToken ct) => ValueTask.FromResult(_documents.Count);

    public ValueTask IndexAsync(CaseEntry entry, CancellationToken ct)
    {
        entry = CaseText.Mask(entry);
        var tokens = CaseText.TokensOf(entry.Title, entry.Text, entry.Place);
        var places = CaseText.PlacesOf(entry.Title, entry.Text, entry.Place, entry.District);
        _gate.EnterWriteLock();
        try
        {
            if (_documents.TryGetValue(entry.Ticket, out var known))
            {
                if (_rows[known].Entry with { Status = entry.Status } == entry)
                {
                    _rows[known] = _rows[known] with { Entry = entry };
                    return ValueTask.CompletedTask;
                }
                _rows[known] = _rows[known] with { Replaced = true };
            }
            _documents[entry.Ticket] = _index.Add(tokens);
            _rows.Add(new(entry, _places.Add(places.Keys), Replaced: false));
        }
        finally
        {
            _gate.ExitWriteLock();
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask UpdateAsync(TicketId ticket, CaseStatus status, CancellationToken ct)
    {
        _gate.EnterWriteLock();
        try
        {
            if (_documents.TryGetValue(ticket, out var known)) _rows[known] = _rows[known] with { Entry = _rows[known].Entry with { Status = status } };
        }
        finally
        {
            _gate.ExitWriteLock();
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<SimilarCase>> FindAsync(SimilarQuery query, CancellationToken ct)
    {
        query = CaseText.Mask(query);
        var spelled = new Dictionary<ulong, string>();
        var tokens = CaseText.TokensOf("", query.Text, query.Place, spelled);
        var places = CaseText.PlacesOf("", query.Text, query.Place, query.District);
        _gate.EnterReadLock();
        try
        {
            var perfect = _index.Perfect(tokens);
            var found = _index.Best(tokens.Keys, Math.Max(Candidates, query.K))
                .Where(hit => !_rows[hit.Document].Replaced && _rows[hit.Document].Entry.Ticket != query.Except)
                .Select(hit => (_rows[hit.Document], Score: hit.Score / perfect * Factor(_rows[hit.Document], places, query)))
                .OrderByDescending(hit => hit.Score).Take(query.K)
                .Select(hit => Answer(hit.Item1, hit.Score, spelled, places, query));
            return ValueTask.FromResult<IReadOnlyList<SimilarCase>>([.. found]);
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    private double Factor(Row row, Dictionary<ulong, string> places, SimilarQuery query) => CaseText.Factor(_places.Compare(places, row.Places).Factor, row.Entry, query);

    private SimilarCase Answer(Row row, double score, Dictionary<ulong, string> spelled, Dictionary<ulong, string> places, SimilarQuery query)
    {
        var has = CaseText.TokensOf(row.Entry.Title, row.Entry.Text, row.Entry.Place);
        var words = spelled.Where(token => has.ContainsKey(token.Key)).OrderByDescending(token => _index.Weight(token.Key)).Select(token => token.Value);
        var shared = places.Where(place => row.Places.Contains(place.Key)).Select(place => place.Value);
        return CaseText.Answer(row.Entry, score, words, shared, _places.Compare(places, row.Places).Elsewhere, query);
    }

    public void Dispose() => _gate.Dispose();
}
