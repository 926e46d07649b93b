using System.Text.Json.Nodes;

namespace Hotline.Search.Tests.Elasticsearch;

/// <summary>One index as a single shard has it: what was written can be got at once, but is searched only after a refresh. Ranked by BM25 as Lucene does, without its rounding of lengths.</summary>
internal sealed class SmallIndex(string name, JsonObject made, TimeProvider clock)
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, JsonObject> _fields = made["mappings"]!["properties"]!.AsObject().ToDictionary(f => f.Key, f => f.Value!.AsObject(), StringComparer.Ordinal);
    private readonly Dictionary<string, JsonObject> _live = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Seen> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Cases, int Times)> _having = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unseen = new(StringComparer.Ordinal);
    private long _changed;

    private sealed record Seen(JsonObject Source, Dictionary<string, int> Words, int Length);

    internal string Name => name;

    internal string Alias { get; } = made["aliases"]!.AsObject().Single().Key;

    internal JsonObject? Get(string id) => _live.GetValueOrDefault(id);

    internal IEnumerable<JsonObject> Live => _live.Values;

    /// <summary>Null when taken in, else the type of the error.</summary>
    internal string? Put(string id, JsonObject source)
    {
        foreach (var (field, value) in source)
            if (Wrong(field, value) is { } wrong) return wrong;
        _live[id] = source;
        if (_unseen.Count == 0) _changed = clock.GetTimestamp();
        _unseen.Add(id);
        return null;
    }

    internal void Refresh()
    {
        foreach (var id in _unseen)
        {
            if (_seen.TryGetValue(id, out var before)) Tell(before, -1);
            Tell(_seen[id] = Analysed(_live[id]), +1);
        }
        _unseen.Clear();
    }

    internal IReadOnlyList<(string Id, double Score, JsonObject Source)> Search(JsonNode? query)
    {
        RefreshInTime(true);
        var score = Scorer(query!.AsObject());
        return [.. _seen.Select(doc => (Id: doc.Key, Score: score(doc.Key, doc.Value), doc.Value.Source)).Where(hit => hit.Score is not null)
            .Select(hit => (hit.Id, hit.Score!.Value, hit.Source)).OrderByDescending(hit => hit.Value)];
    }

    /// <summary>As term vectors of an artificial document: no frequency for a word that no case has.</summary>
    internal JsonObject TermVectors(string field, string text, bool realtime)
    {
        RefreshInTime(!realtime);
        var having = new JsonObject();
        foreach (var (word, times) in Analyse(text).OrderBy(w => w.Key, StringComparer.Ordinal))
        {
            var term = new JsonObject { ["term_freq"] = times };
            if (Having(word) is var cases and > 0) (term["doc_freq"], term["ttf"]) = (cases, _having[word].Times);
            having[word] = term;
        }
        var docs = _seen.Values.Where(doc => doc.Length > 0).ToList();
        var statistics = new JsonObject { ["sum_doc_freq"] = docs.Sum(doc => doc.Words.Count), ["doc_count"] = docs.Count, ["sum_ttf"] = docs.Sum(doc => doc.Length) };
        return having.Count == 0 ? [] : new JsonObject { [field] = new JsonObject { ["field_statistics"] = statistics, ["terms"] = having } };
    }

    /// <summary>An index that nobody searches refreshes itself only where the interval is set (search idle); realtime requests are no searches.</summary>
    private void RefreshInTime(bool searched)
    {
        var interval = (string?)made["settings"]?["refresh_interval"];
        if (_unseen.Count > 0 && (searched || interval is not null) && clock.GetElapsedTime(_changed) >= RefreshInterval) Refresh();
    }

    private int Having(string word) => _having.GetValueOrDefault(word).Cases;

    private void Tell(Seen doc, int sign)
    {
        foreach (var (word, times) in doc.Words) _having[word] = (_having.GetValueOrDefault(word).Cases + sign, _having.GetValueOrDefault(word).Times + (sign * times));
    }

    private Func<string, Seen, double?> Scorer(JsonObject query)
    {
        var (kind, value) = query.Single();
        switch (kind)
        {
            case "match": return Match((string)value!.AsObject().Single().Value!["query"]!);
            case "exists": return (_, doc) => doc.Source[(string)value!["field"]!] is null ? null : 1;
            case "ids": return (id, _) => value!["values"]!.AsArray().Any(wanted => (string?)wanted == id) ? 1 : null;
            default:
                var (must, not) = (Clauses(value!, "must"), Clauses(value!, "must_not"));
                return (id, doc) => not.Exists(clause => clause(id, doc) is not null) || must.Exists(clause => clause(id, doc) is null) ? null : must.Sum(clause => clause(id, doc)!.Value);
        }
    }

    private List<Func<string, Seen, double?>> Clauses(JsonNode of, string name) => [.. (of[name] switch { JsonArray many => many.AsEnumerable(), null => [], var one => [one] }).Select(clause => Scorer(clause!.AsObject()))];

    private Func<string, Seen, double?> Match(string text)
    {
        var docs = _seen.Values.Where(doc => doc.Length > 0).ToList();
        var average = docs.Count == 0 ? 1 : docs.Average(doc => doc.Length);
        var weights = Analyse(text).Keys.ToDictionary(word => word, word => Math.Log(1 + ((docs.Count - Having(word) + 0.5) / (Having(word) + 0.5))), StringComparer.Ordinal);
        return (_, doc) =>
        {
            double? score = null;
            foreach (var (word, weight) in weights)
                if (doc.Words.TryGetValue(word, out var times)) score = (score ?? 0) + (weight * times / (times + (1.2 * (0.25 + (0.75 * doc.Length / average)))));
            return score;
        };
    }

    private string? Wrong(string field, JsonNode? value)
    {
        if (!_fields.TryGetValue(field, out var mapping)) return "strict_dynamic_mapping_exception";
        var values = value is JsonArray many ? many.ToList() : [value];
        var right = (string)mapping["type"]! switch
        {
            "boolean" => values.TrueForAll(v => v is null || v.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False),
            "date" => values.TrueForAll(v => v is null || DateTimeOffset.TryParse((string)v!, out _)),
            _ => values.TrueForAll(v => v is null or JsonValue),
        };
        return right ? null : "document_parsing_exception";
    }

    private Seen Analysed(JsonObject source)
    {
        var words = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (field, value) in source)
            if (value is JsonValue && IsSearched(_fields[field]["copy_to"])) Analyse((string)value!, words);
        return new(source, words, words.Values.Sum());
    }

    private static bool IsSearched(JsonNode? copies) => (copies is JsonArray many ? many.Select(copy => (string?)copy) : [(string?)copies]).Contains("words");

    /// <summary>The standard tokenizer, cjk_width, lowercase and cjk_bigram, as far as Chinese, Latin letters and digits go.</summary>
    internal static Dictionary<string, int> Analyse(string text, Dictionary<string, int>? words = null)
    {
        words ??= new(StringComparer.Ordinal);
        var folded = string.Concat(text.Select(c => char.ToLowerInvariant(c is >= '！' and <= '～' ? (char)(c - 0xfee0) : c)));
        for (var at = 0; at < folded.Length; at++)
        {
            var end = at;
            while (end < folded.Length && char.IsAsciiLetterOrDigit(folded[end])) end++;
            if (end > at) (words[folded[at..end]], at) = (words.GetValueOrDefault(folded[at..end]) + 1, end - 1);
            else if (IsHan(folded, at) && IsHan(folded, at + 1)) words[folded.Substring(at, 2)] = words.GetValueOrDefault(folded.Substring(at, 2)) + 1;
            else if (IsHan(folded, at) && !IsHan(folded, at - 1)) words[folded.Substring(at, 1)] = words.GetValueOrDefault(folded.Substring(at, 1)) + 1;
        }
        return words;
    }

    private static bool IsHan(string text, int at) => at >= 0 && at < text.Length && text[at] is >= '\u3400' and <= '\u9fff' or '〇';
}
