using System.Text.Json;

namespace Hotline.Search.Elasticsearch;

/// <summary>Reads the answer of the term vectors API.</summary>
internal static class WordVectors
{
    internal static WordStatistics Read(JsonElement body)
    {
        if (!body.GetProperty("term_vectors").TryGetProperty(CaseMapping.Words, out var words)) return new(0, 0, new Dictionary<string, int>(StringComparer.Ordinal));
        var field = words.TryGetProperty("field_statistics", out var statistics) ? statistics : default;
        var (cases, occurrences) = (Number(field, "doc_count"), Number(field, "sum_ttf"));
        var having = words.GetProperty("terms").EnumerateObject().ToDictionary(term => term.Name, term => (int)Number(term.Value, "doc_freq"), StringComparer.Ordinal);
        return new(cases, cases > 0 ? occurrences / (double)cases : 0, having);
    }

    /// <summary>0 where it is not said, as for a word that no case has, and for -1, which an empty index says.</summary>
    private static long Number(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var number) ? Math.Max(0, number.GetInt64()) : 0;
}
