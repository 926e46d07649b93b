namespace Hotline.Bench;

/// <summary>Every page beside its limit, the worst on top.</summary>
internal static class Verdict
{
    private sealed record Line(string Name, double Limit, double[] Whole, double[] Inside)
    {
        internal double Ratio => Math.Max(Share(Whole), Share(Inside));

        private double Share(double[] times) => times.Length == 0 ? 0 : times.Percentile(0.95) / Limit;
    }

    /// <returns>0 where every page keeps its limit.</returns>
    internal static int Tell(IReadOnlyList<Opened> opened)
    {
        var lines = opened.GroupBy(o => $"{o.Role} {o.Page}").Concat(opened.GroupBy(o => o.Role == "citizen" ? "all of citizens" : "all of staff"))
            .Select(g => new Line(g.Key, g.First().Limit, Times(g, inside: false), Times(g, inside: true))).OrderByDescending(l => l.Ratio).ToList();
        Table.Print([["page", "whole", "p50 ms", "p95 ms", "inside", "p50 ms", "p95 ms", "limit", "ratio"], .. lines.Select(Cells)]);
        foreach (var o in opened.Where(o => o.Milliseconds > o.Limit).OrderBy(o => o.At)) Console.WriteLine($"{o.At.TotalSeconds,6:F1} s  {o.Milliseconds,5:F0} ms  {(o.Inside ? "inside" : "whole")}  {o.Role} {o.Page}");
        var over = lines.Where(l => l.Ratio > 1).ToList();
        Console.WriteLine($"{over.Count} of {lines.Count} above their limit, {over.Count(l => l.Whole.Length > 0 && l.Whole.Percentile(0.95) > l.Limit)} of them already as whole pages");
        return over.Count == 0 ? 0 : 1;
    }

    private static string[] Cells(Line l) => [l.Name, .. Of(l.Whole), .. Of(l.Inside), $"{l.Limit:F0}", $"{l.Ratio:F2}"];

    private static string[] Of(double[] times) => times.Length == 0 ? ["", "", ""] : [$"{times.Length}", $"{times.Percentile(0.5):F0}", $"{times.Percentile(0.95):F0}"];

    private static double[] Times(IEnumerable<Opened> all, bool inside) => [.. all.Where(o => o.Inside == inside).Select(o => o.Milliseconds)];
}
