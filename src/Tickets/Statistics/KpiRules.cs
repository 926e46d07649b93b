namespace Hotline.Tickets.Statistics;

/// <summary>What a city chooses about its indicators (指标口径).</summary>
public sealed record KpiRules
{
    /// <summary>口径: by the code of an indicator the code of the variant that counts; the catalogue's first where none is named.</summary>
    public IReadOnlyDictionary<string, string> Variants { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>样本不足: a rate of fewer cases is shown but not ranked.</summary>
    public int LeastCases { get; init; } = 30;

    internal KpiVariant Of(Kpi kpi) => (Variants.TryGetValue(kpi.Code, out var code) ? kpi.Variant(code) : null) ?? kpi.Variants[0];
}
