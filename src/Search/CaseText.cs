using Hotline.Search.BuiltIn;

namespace Hotline.Search;

/// <summary>What every engine reads alike from the text of a case, so that they find, order and explain alike.</summary>
internal static class CaseText
{
    internal static CaseEntry Mask(CaseEntry entry) => entry with { Title = PersonalText.Mask(entry.Title), Text = PersonalText.Mask(entry.Text), Place = Mask(entry.Place) };

    internal static SimilarQuery Mask(SimilarQuery query) => query with { Text = PersonalText.Mask(query.Text), Place = Mask(query.Place) };

    internal static Dictionary<ulong, int> TokensOf(string title, string text, string? place, Dictionary<ulong, string>? spelled = null)
    {
        var tokens = new Dictionary<ulong, int>();
        foreach (var part in (ReadOnlySpan<string?>)[title, text, place]) Tokens.Collect(part, tokens, spelled);
        return tokens;
    }

    internal static Dictionary<ulong, string> PlacesOf(string title, string text, string? place, string? district)
    {
        var places = new Dictionary<ulong, string>();
        PlaceMarks.CollectPlace(place, places);
        PlaceMarks.Collect(title, places);
        PlaceMarks.Collect(text, places);
        if (district is { Length: > 0 }) places.TryAdd(Tokens.Hash(DistrictMark(district)), ""); // a code: weighs, but is not shown
        return places;
    }

    internal static string DistrictMark(string district) => $"district {district}";

    /// <summary>How much a word tells that so many of the cases have: high for a rare one, the highest for one never seen.</summary>
    internal static float WordWeight(long cases, long having) => MathF.Log(1 + ((cases - having + 0.5f) / (having + 0.5f)));

    /// <summary>High where place, category and time speak for the same case.</summary>
    internal static double Factor(double place, CaseEntry entry, SimilarQuery query)
    {
        var days = query.When is { } when ? Math.Abs((entry.AcceptedAt - when).TotalDays) : double.PositiveInfinity;
        return place * (SameCategory(entry, query) ? 1.1 : 1) * (1 + (0.05 * Math.Exp(-days / 30)));
    }

    /// <param name="words">That both have, the rarest first.</param>
    internal static SimilarCase Answer(CaseEntry entry, double score, IEnumerable<string> words, IEnumerable<string> places, bool elsewhere, SimilarQuery query) => new(
        entry.Ticket, entry.Number, entry.Title, entry.Status.State, entry.Status.Closed, entry.Status.Department, entry.Place, entry.AcceptedAt,
        Math.Round(Math.Min(score, 1), 4), new([.. words.Take(8)], [.. places.Where(place => place.Length > 0)], elsewhere, SameCategory(entry, query)));

    private static bool SameCategory(CaseEntry entry, SimilarQuery query) => query.Category is { } category && category == entry.Category;

    private static string? Mask(string? place) => place is null ? null : PersonalText.Mask(place);
}
