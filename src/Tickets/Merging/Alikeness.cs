using Hotline.Tickets.City;

namespace Hotline.Tickets.Merging;

/// <summary>What two requests are compared by.</summary>
internal sealed record Matter(string? Title, string? Text, string? Place, string? Category);

/// <summary>How alike two matters are, each part from 0 to 1; null where one of them does not say.</summary>
internal sealed record Alikeness(double Words, double? Place, double? Category)
{
    private const double WordsWeigh = 0.5, PlaceWeighs = 0.3, CategoryWeighs = 0.2;

    /// <summary>The mean of what both say, words weighing most.</summary>
    internal double Score => ((Words * WordsWeigh) + ((Place ?? 0) * PlaceWeighs) + ((Category ?? 0) * CategoryWeighs))
        / (WordsWeigh + (Place is null ? 0 : PlaceWeighs) + (Category is null ? 0 : CategoryWeighs));

    /// <summary>Nothing that both say speaks against it: another place or another category is another matter.</summary>
    internal bool IsSameMatter => Place is not < 0.5 && Category is not 0 && Words >= 0.15 && Score >= (Place is null ? 0.55 : 0.45);

    /// <summary>Pure. Words by the pairs of neighbouring characters they share (Dice), which needs no dictionary and suits Chinese.</summary>
    internal static Alikeness Of(Matter a, Matter b, CityRules rules) => new(
        Math.Max(Dice(Pairs(a.Title), Pairs(b.Title)), Dice(Pairs($"{a.Title}。{a.Text}"), Pairs($"{b.Title}。{b.Text}"))), OfPlaces(a.Place, b.Place), OfCategories(a.Category, b.Category, rules));

    private static double? OfPlaces(string? a, string? b)
    {
        var (one, other) = (Letters(a), Letters(b));
        if (one.Length == 0 || other.Length == 0) return null;
        if (one == other) return 1;
        return one.Contains(other, StringComparison.Ordinal) || other.Contains(one, StringComparison.Ordinal) ? 0.9 : Dice(Pairs(one), Pairs(other));
    }

    private static double? OfCategories(string? a, string? b, CityRules rules)
    {
        if (a is null || b is null) return null;
        return a == b ? 1 : ParentOf(a, rules) == ParentOf(b, rules) ? 0.5 : 0;
    }

    private static string ParentOf(string code, CityRules rules) => rules.Profile.Categories.FirstOrDefault(c => c.Children?.Any(k => k.Code == code) == true)?.Code ?? code;

    private static string Letters(string? text) => string.Concat((text ?? "").Where(char.IsLetterOrDigit));

    private static HashSet<(char, char)> Pairs(string? text)
    {
        var letters = Letters(text);
        return [.. letters.Zip(letters.Skip(1))];
    }

    private static double Dice(HashSet<(char, char)> a, HashSet<(char, char)> b) => a.Count + b.Count == 0 ? 0 : 2.0 * a.Count(b.Contains) / (a.Count + b.Count);
}
