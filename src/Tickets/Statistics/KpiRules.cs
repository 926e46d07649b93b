namespace Hotline.Tickets.Statistics;

/// <summary>What a city chooses about its indicators (指标口径).</summary>
public sealed record KpiRules
{
    /// <summary>口径: by the code of an indicator the code of the variant that counts; the catalogue's first where none is named.</summary>
    public IReadOnlyDictionary<string, string> Variants { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>样本不足: a rate of fewer cases is shown but not ranked.</summary>
    public int LeastCases { get; init; } = 30;

    /// <summary>月报冻结日: the day of the next month on which a month is frozen.</summary>
    public int FreezeDay { get; init; } = 5;

    /// <summary>What is wrong with them, each with its path and an example.</summary>
    internal IEnumerable<string> Problems() =>
    [
        .. Variants.Where(v => Kpis.Find(v.Key) is null).Select(v => $"handling.kpi.variants.{v.Key}: there is no such indicator. Example: {{\"on-time\": \"each-round\"}}."),
        .. Variants.Where(v => Kpis.Find(v.Key) is { } kpi && kpi.Variant(v.Value) is null)
            .Select(v => $"handling.kpi.variants.{v.Key}: \"{v.Value}\" is none of its variants. Example: \"{string.Join(" | ", Kpis.Find(v.Key)!.Variants.Select(k => k.Code))}\"."),
        .. LeastCases is < 1 or > 1000 ? [$"handling.kpi.leastCases: {LeastCases} must lie between 1 and 1000. Example: 30."] : Array.Empty<string>(),
        .. FreezeDay is < 1 or > 28 ? [$"handling.kpi.freezeDay: {FreezeDay} must lie between 1 and 28. Example: 5."] : Array.Empty<string>(),
    ];

    internal KpiVariant Of(Kpi kpi) => (Variants.TryGetValue(kpi.Code, out var code) ? kpi.Variant(code) : null) ?? kpi.Variants[0];
}
