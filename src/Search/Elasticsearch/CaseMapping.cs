namespace Hotline.Search.Elasticsearch;

/// <summary>
/// How the index reads cases. Chinese is cut into pairs of neighbouring characters by what every Elasticsearch has built in (standard
/// tokenizer, cjk_width, lowercase, cjk_bigram), so no plugin is needed. Nothing that is not named here is taken in.
/// </summary>
internal static class CaseMapping
{
    internal const string Words = "words", Places = "places", Number = "number", PositionId = "position", Analyzer = "chinese_pairs", Tokenizer = "standard";

    /// <summary>Said, for otherwise an index that nobody has asked for half a minute stops showing what is new.</summary>
    internal const string RefreshInterval = "1s";

    internal const int LongestPlace = 256, MostPlaces = 10_000;
    internal static readonly string[] Filters = ["cjk_width", "lowercase", "cjk_bigram"];

    /// <summary>Kept and copied to the words, not searched by themselves.</summary>
    internal static readonly string[] Texts = ["title", "text", "place"];

    internal static readonly string[] Codes = [Number, "district", "category", "state", "department", PositionId];

    /// <param name="alias">The name to read and write by: a bulk that asks for an alias never makes an index of guessed fields.</param>
    internal static object Body(string alias) => new
    {
        aliases = new Dictionary<string, object> { [alias] = new { } },
        settings = new { refresh_interval = RefreshInterval, analysis = new { analyzer = new Dictionary<string, object> { [Analyzer] = new { type = "custom", tokenizer = Tokenizer, filter = Filters } } } },
        mappings = new { dynamic = "strict", properties = Properties() },
    };

    private static Dictionary<string, object> Properties()
    {
        var fields = new Dictionary<string, object>
        {
            [Words] = new { type = "text", analyzer = Analyzer },
            [Places] = new { type = "keyword", ignore_above = LongestPlace },
            ["acceptedAt"] = new { type = "date" },
            ["closed"] = new { type = "boolean" },
        };
        foreach (var text in Texts) fields[text] = new { type = "text", index = false, copy_to = Words };
        foreach (var code in Codes) fields[code] = new { type = "keyword", ignore_above = LongestPlace };
        return fields;
    }
}
