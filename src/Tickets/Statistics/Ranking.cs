namespace Hotline.Tickets.Statistics;

/// <summary>
/// 排名 outside the noise: rows whose 95 % intervals overlap share a rank, also through a third one between them, and rows with
/// too few cases have none (国办函〔2025〕66号: 不片面追求排名).
/// </summary>
internal static class Ranking
{
    /// <summary>The best first; those without a rank after them.</summary>
    internal static IReadOnlyList<KpiRow> Rank(IEnumerable<KpiRow> rows, bool lessIsBetter)
    {
        var all = rows.ToList();
        var ranked = all.Where(r => r is { Sufficient: true, Figure.Low: not null }).OrderBy(r => Best(r, lessIsBetter)).ToList();
        var (rank, worst) = (0, double.NegativeInfinity);
        for (var i = 0; i < ranked.Count; i++)
        {
            if (Best(ranked[i], lessIsBetter) > worst) rank = i + 1;
            worst = Math.Max(worst, Worst(ranked[i], lessIsBetter));
            ranked[i] = ranked[i] with { Rank = rank };
        }

        return [.. ranked.OrderBy(r => r.Rank).ThenBy(r => lessIsBetter ? r.Figure.Value : -r.Figure.Value), .. all.Where(r => !r.Sufficient || r.Figure.Low is null)];
    }

    /// <summary>The good end of the interval; the smaller the better.</summary>
    private static double Best(KpiRow row, bool lessIsBetter) => lessIsBetter ? row.Figure.Low!.Value : -row.Figure.High!.Value;

    private static double Worst(KpiRow row, bool lessIsBetter) => lessIsBetter ? row.Figure.High!.Value : -row.Figure.Low!.Value;
}
