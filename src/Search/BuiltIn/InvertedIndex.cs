using System.Runtime.InteropServices;

namespace Hotline.Search.BuiltIn;

/// <summary>
/// Tokens to documents, ranked by exact BM25 (Robertson and Zaragoza 2009; k1 1.2, b 0.75) one token after the other: a whole
/// complaint asks for a hundred tokens at once, and adding into one array then beats merging a hundred lists.
/// One writer or many readers at a time; the owner sees to that.
/// </summary>
internal sealed class InvertedIndex
{
    private const float K1 = 1.2f, B = 0.75f;
    private const int CountBits = 4, MostCounted = (1 << CountBits) - 1;

    // most tokens occur once: the first posting needs no array
    private struct Postings
    {
        internal uint First;
        internal uint[]? More;
        internal int Count;
    }

    [ThreadStatic] private static float[]? _scores;
    [ThreadStatic] private static List<int>? _touched;

    private readonly Dictionary<ulong, int> _terms = [];
    private readonly List<Postings> _postings = [];
    private readonly List<ushort> _lengths = [];
    private long _totalLength;

    internal int Count => _lengths.Count;

    /// <summary>Adds a document and returns its number, counted from 0.</summary>
    internal int Add(Dictionary<ulong, int> tokens)
    {
        var document = _lengths.Count;
        foreach (var (token, times) in tokens) Append(token, ((uint)document << CountBits) | (uint)Math.Min(times, MostCounted));
        var length = (ushort)Math.Min(tokens.Values.Sum(), ushort.MaxValue);
        _lengths.Add(length);
        _totalLength += length;
        return document;
    }

    private void Append(ulong token, uint posting)
    {
        ref var term = ref CollectionsMarshal.GetValueRefOrAddDefault(_terms, token, out var known);
        if (!known)
        {
            term = _postings.Count;
            _postings.Add(new() { First = posting, Count = 1 });
            return;
        }
        ref var list = ref CollectionsMarshal.AsSpan(_postings)[term];
        if (list.More is null || list.Count - 1 == list.More.Length) Array.Resize(ref list.More, Math.Max(2, list.Count + (list.Count / 2)));
        list.More[list.Count++ - 1] = posting;
    }

    /// <summary>How much a token tells: high for a rare one, the highest for one never seen.</summary>
    internal float Weight(ulong token) => CaseText.WordWeight(Count, _terms.TryGetValue(token, out var term) ? _postings[term].Count : 0);

    /// <summary>What a document made of exactly these tokens would score.</summary>
    internal float Perfect(Dictionary<ulong, int> tokens)
    {
        var norm = Norm(tokens.Values.Sum());
        var sum = 0f;
        foreach (var (token, times) in tokens) sum += Weight(token) * (K1 + 1) * times / (times + norm);
        return sum;
    }

    /// <summary>The best documents for any of the tokens, best first.</summary>
    internal List<(int Document, float Score)> Best(IEnumerable<ulong> tokens, int most)
    {
        var scores = _scores is { } kept && kept.Length >= Count ? kept : _scores = new float[Count + (Count / 4) + 64];
        var touched = _touched ??= [];
        touched.Clear();
        foreach (var token in tokens)
            if (_terms.TryGetValue(token, out var term)) Accumulate(_postings[term], Weight(token) * (K1 + 1), scores, touched);
        return Highest(touched, scores, most);
    }

    private void Accumulate(in Postings list, float weight, float[] scores, List<int> touched)
    {
        var lengths = CollectionsMarshal.AsSpan(_lengths);
        var (still, perLength) = (K1 * (1 - B), K1 * B * Count / Math.Max(1, _totalLength));
        var more = list.More.AsSpan(0, list.Count - 1);
        for (var i = -1; i < more.Length; i++)
        {
            var posting = i < 0 ? list.First : more[i];
            var (document, times) = ((int)(posting >> CountBits), (float)(posting & MostCounted));
            ref var score = ref scores[document];
            if (score == 0) touched.Add(document);
            score += weight * times / (times + still + (perLength * lengths[document]));
        }
    }

    private static List<(int Document, float Score)> Highest(List<int> touched, float[] scores, int most)
    {
        var heap = new PriorityQueue<int, (float Score, int Newer)>(most + 1);
        foreach (var document in touched)
        {
            var rank = (scores[document], document);
            scores[document] = 0;
            if (heap.Count < most) heap.Enqueue(document, rank);
            else heap.EnqueueDequeue(document, rank);
        }
        var best = new List<(int, float)>(heap.Count);
        while (heap.TryDequeue(out var document, out var rank)) best.Add((document, rank.Score));
        best.Reverse();
        return best;
    }

    private float Norm(int length) => K1 * (1 - B + (B * length * Count / Math.Max(1, _totalLength)));
}
