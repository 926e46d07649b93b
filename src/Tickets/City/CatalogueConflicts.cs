using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.City;

/// <summary>Two rules that speak for the same case with equal rank and name different units (派单目录冲突).</summary>
/// <param name="First">Place in the catalogue, from 0.</param>
public sealed record CatalogueConflict(int First, DispatchRow FirstRule, int Second, DispatchRow SecondRule)
{
    public string Message =>
        $"dispatchCatalogue[{First}] and dispatchCatalogue[{Second}]: both hold for category \"{FirstRule.Category}\" in the same cases, one leads to \"{FirstRule.Department}\""
        + $" ({DispatchMatch.Explained(FirstRule)}), the other to \"{SecondRule.Department}\" ({DispatchMatch.Explained(SecondRule)}). Let one ask for more, or end one with \"to\".";
}

/// <summary>Finds rules of the catalogue that contradict each other. Different words are different cases: in a text with both, more words decide.</summary>
public static class CatalogueConflicts
{
    /// <summary>By their places in the catalogue.</summary>
    public static IReadOnlyList<CatalogueConflict> Find(IReadOnlyList<DispatchRow> rows) =>
    [
        .. rows.Select((row, i) => (Row: row, No: i)).GroupBy(r => (r.Row.Category, DispatchMatch.Conditions(r.Row)))
            .SelectMany(same => same.SelectMany(a => same.Where(b => b.No > a.No && Contradict(a.Row, b.Row)).Select(b => new CatalogueConflict(a.No, a.Row, b.No, b.Row))))
            .OrderBy(c => c.First).ThenBy(c => c.Second),
    ];

    private static bool Contradict(DispatchRow a, DispatchRow b) =>
        a.Department != b.Department && Meet(a.Districts, b.Districts) && Meet(a.Types, b.Types) && Meet(a.Words, b.Words)
        && (a.Urgency is null || b.Urgency is null || a.Urgency == b.Urgency) && MeetInTime(a, b);

    /// <summary>A rule that does not ask meets every other.</summary>
    private static bool Meet<T>(IReadOnlyList<T>? a, IReadOnlyList<T>? b) => a is null || b is null || a.Intersect(b).Any();

    private static bool MeetInTime(DispatchRow a, DispatchRow b)
    {
        if ((a.From ?? DateOnly.MinValue) > (b.To ?? DateOnly.MaxValue) || (b.From ?? DateOnly.MinValue) > (a.To ?? DateOnly.MaxValue)) return false;
        if (a.Hours is null || b.Hours is null) return true;
        foreach (var p in WorkHours.Parse(a.Hours).Parts)
            foreach (var q in WorkHours.Parse(b.Hours).Parts)
                if (p.From < q.To && q.From < p.To) return true;
        return false;
    }
}
