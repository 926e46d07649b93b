namespace Hotline.Telephony.Scoring;

/// <summary>评分一致性: Cohen's kappa (1960) of two people who graded the same items. Pure.</summary>
public static class Agreement
{
    /// <summary>Null without pairs, or where chance alone explains everything (both gave one grade only).</summary>
    public static double? Kappa<T>(IReadOnlyList<(T First, T Second)> pairs) where T : notnull
    {
        if (pairs.Count == 0) return null;
        double n = pairs.Count;
        var observed = pairs.Count(p => p.First.Equals(p.Second)) / n;
        var byChance = pairs.Select(p => p.First).Concat(pairs.Select(p => p.Second)).Distinct()
            .Sum(g => pairs.Count(p => p.First.Equals(g)) / n * (pairs.Count(p => p.Second.Equals(g)) / n));
        return byChance >= 1 ? null : (observed - byChance) / (1 - byChance);
    }
}
