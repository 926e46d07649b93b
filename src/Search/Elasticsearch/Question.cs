using Hotline.Search.BuiltIn;

namespace Hotline.Search.Elasticsearch;

/// <summary>
/// A question and how the candidates answer it, by the same measure as the engine in this process: the share of a perfect BM25
/// (k1 1.2, b 0.75), then place, category and time. Elasticsearch gives the candidates and how rare each word is.
/// </summary>
internal sealed class Question
{
    private const float K1 = 1.2f, B = 0.75f;
    private const int MostWords = 200;

    private readonly SimilarQuery _query;
    private readonly WordStatistics _statistics;
    private readonly Dictionary<ulong, string> _spelled = [];
    private readonly Dictionary<ulong, float> _weights = [];
    private readonly Dictionary<ulong, string> _places;
    private readonly float _perfect;

    /// <param name="query">Masked.</param>
    internal Question(SimilarQuery query, WordStatistics statistics)
    {
        (_query, _statistics) = (query, statistics);
        var tokens = CaseText.TokensOf("", query.Text, query.Place, _spelled);
        _places = CaseText.PlacesOf("", query.Text, query.Place, query.District);
        foreach (var (word, having) in statistics.Having) Weigh(word, CaseText.WordWeight(statistics.Cases, having));
        foreach (var (token, word) in _spelled) WeighTogether(token, word);
        _perfect = Share(tokens);
    }

    /// <summary>The rarest of its words that any case has, for Elasticsearch to match; empty when there is none. A whole complaint has more words than a query may have clauses.</summary>
    internal string Words => string.Join(' ', _statistics.Having.Where(word => word.Value > 0).OrderBy(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal).Take(MostWords).Select(word => word.Key));

    internal IReadOnlyList<SimilarCase> Rank(IEnumerable<CaseEntry> candidates, Func<ulong, double> placeWeight) =>
        [.. candidates.Select(entry => Answer(entry, placeWeight)).Where(answer => answer.Score > 0).OrderByDescending(answer => answer.Score).Take(_query.K).Select(answer => answer.Case)];

    /// <remarks>The score that orders is not cut off at 1 like the one that is shown.</remarks>
    private (double Score, SimilarCase Case) Answer(CaseEntry entry, Func<ulong, double> placeWeight)
    {
        var tokens = CaseText.TokensOf(entry.Title, entry.Text, entry.Place);
        var places = CaseText.PlacesOf(entry.Title, entry.Text, entry.Place, entry.District);
        var (place, elsewhere) = PlaceWeights.Compare(_places, places.Keys, placeWeight);
        var score = Share(tokens) / _perfect * CaseText.Factor(place, entry, _query);
        var words = _spelled.Where(word => _weights.ContainsKey(word.Key) && tokens.ContainsKey(word.Key)).OrderByDescending(word => _weights[word.Key]).Select(word => word.Value);
        return (Math.Round(score, 4) > 0 ? score : 0, CaseText.Answer(entry, score, words, _places.Where(named => places.ContainsKey(named.Key)).Select(named => named.Value), elsewhere, _query));
    }

    private float Share(Dictionary<ulong, int> tokens)
    {
        var norm = K1 * (1 - B + (B * tokens.Values.Sum() / (float)Math.Max(1, _statistics.Length)));
        var sum = 0f;
        foreach (var (token, weight) in _weights)
            if (tokens.TryGetValue(token, out var times)) sum += weight * (K1 + 1) * times / (times + norm);
        return sum;
    }

    /// <summary>A word of Elasticsearch's that is one of ours too; a lone character is none.</summary>
    private void Weigh(string word, float weight)
    {
        var ours = new Dictionary<ulong, int>();
        Tokens.Collect(word, ours);
        if (ours.Count == 1) _weights[ours.Keys.First()] = weight;
    }

    /// <summary>18号 is one word of ours and not of Elasticsearch's: it tells no less than its 18.</summary>
    private void WeighTogether(ulong token, string word)
    {
        if (!_weights.ContainsKey(token) && Tokens.IsHan(word[^1]) && _weights.TryGetValue(Tokens.Hash(word.AsSpan(0, word.Length - 1)), out var weight)) _weights[token] = weight;
    }
}
