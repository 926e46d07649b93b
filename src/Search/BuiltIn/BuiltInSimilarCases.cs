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

    public int Count => _documents.Count;

    public ValueTask IndexAsync(CaseEntry entry, CancellationToken ct)
    {
        entry = entry with { Title = PersonalText.Mask(entry.Title), Text = PersonalText.Mask(entry.Text), Place = entry.Place is null ? null : PersonalText.Mask(entry.Place) };
        var tokens = TokensOf(entry.Title, entry.Text, entry.Place);
        var places = PlacesOf(entry.Title, entry.Text, entry.Place, entry.District);
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
        var (text, place) = (PersonalText.Mask(query.Text), query.Place is null ? null : PersonalText.Mask(query.Place));
        var spelled = new Dictionary<ulong, string>();
        var tokens = TokensOf("", text, place, spelled);
        var places = PlacesOf("", text, place, query.District);
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

    /// <summary>High where place, category and time speak for the same case.</summary>
    private double Factor(Row row, Dictionary<ulong, string> places, SimilarQuery query)
    {
        var category = query.Category is { } wanted && wanted == row.Entry.Category ? 1.1 : 1;
        var days = query.When is { } when ? Math.Abs((row.Entry.AcceptedAt - when).TotalDays) : double.PositiveInfinity;
        return _places.Compare(places, row.Places).Factor * category * (1 + (0.05 * Math.Exp(-days / 30)));
    }

    private SimilarCase Answer(Row row, double score, Dictionary<ulong, string> spelled, Dictionary<ulong, string> places, SimilarQuery query)
    {
        var entry = row.Entry;
        var has = TokensOf(entry.Title, entry.Text, entry.Place);
        var words = spelled.Where(token => has.ContainsKey(token.Key)).OrderByDescending(token => _index.Weight(token.Key)).Take(8).Select(token => token.Value);
        var shared = places.Where(place => row.Places.Contains(place.Key) && place.Value.Length > 0).Select(place => place.Value);
        var reasons = new SimilarReasons(
            [.. words], [.. shared], _places.Compare(places, row.Places).Elsewhere, query.Category is { } category && category == entry.Category);
        return new(
            entry.Ticket, entry.Number, entry.Title, entry.Status.State, entry.Status.Closed, entry.Status.Department, entry.Place, entry.AcceptedAt,
            Math.Round(Math.Min(score, 1), 4), reasons);
    }

    private static Dictionary<ulong, int> TokensOf(string title, string text, string? place, Dictionary<ulong, string>? spelled = null)
    {
        var tokens = new Dictionary<ulong, int>();
        foreach (var part in (ReadOnlySpan<string?>)[title, text, place]) Tokens.Collect(part, tokens, spelled);
        return tokens;
    }

    private static Dictionary<ulong, string> PlacesOf(string title, string text, string? place, string? district)
    {
        var places = new Dictionary<ulong, string>();
        PlaceMarks.CollectPlace(place, places);
        PlaceMarks.Collect(title, places);
        PlaceMarks.Collect(text, places);
        if (district is { Length: > 0 }) places.TryAdd(Tokens.Hash($"district {district}"), ""); // a code: weighs, but is not shown
        return places;
    }

    public void Dispose() => _gate.Dispose();
}
