using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hotline.Tickets.Statistics;

/// <summary>By what a figure is split (维度).</summary>
[JsonConverter(typeof(KebabJson<KpiDimension>))]
public enum KpiDimension
{
    [Description("承办单位")] Unit,
    [Description("热线")] Line,
    [Description("渠道")] Channel,
    [Description("区县")] District,
    [Description("镇街")] Town,
    [Description("诉求类型")] Type,
    [Description("分类")] Category,
    [Description("紧急程度")] Urgency,
}

/// <summary>Which of a figure's cases.</summary>
[JsonConverter(typeof(KebabJson<KpiPart>))]
public enum KpiPart
{
    [Description("分母")] Denominator,
    [Description("分子")] Numerator,
    [Description("公式不计入")] Excluded,
    [Description("剔除")] Struck,
    [Description("在期")] Pending,
}

/// <summary>A number with what it was made of.</summary>
/// <param name="Numerator">Cases, weights or seconds.</param>
/// <param name="Value">A rate from 0 to 1, hours, or a count; null where nothing is counted.</param>
/// <param name="Low">95 % Wilson interval of a rate; null where cases may count double.</param>
public sealed record KpiFigure(decimal Numerator, long Denominator, decimal? Value, double? Low, double? High)
{
    internal static KpiFigure Of(KpiKind kind, bool doubled, decimal numerator, long denominator)
    {
        if (kind == KpiKind.Count) return new(numerator, denominator, numerator, null, null);
        if (denominator == 0) return new(0, 0, null, null, null);
        var value = numerator / denominator;
        if (kind == KpiKind.Hours) return new(numerator, denominator, value / 3600, null, null);
        if (doubled) return new(numerator, denominator, value, null, null);
        var (low, high) = Wilson.Interval((double)numerator, denominator);
        return new(numerator, denominator, value, low, high);
    }
}

/// <summary>How many cases there were and what became of them; the parts add up to those asked.</summary>
/// <param name="Asked">All cases of the period.</param>
/// <param name="Counted">The denominator.</param>
/// <param name="Excluded">Left out by the formula.</param>
/// <param name="Struck">剔除 by decision, each a record of its own.</param>
/// <param name="Pending">Still in the limit: not judged yet.</param>
public sealed record KpiCases(long Asked, long Counted, long Excluded, long Struck, long Pending)
{
    internal static KpiCases Sum(IEnumerable<KpiCases> all) => all.Aggregate(
        new KpiCases(0, 0, 0, 0, 0),
        (a, b) => new(a.Asked + b.Asked, a.Counted + b.Counted, a.Excluded + b.Excluded, a.Struck + b.Struck, a.Pending + b.Pending));
}

/// <param name="Key">Of the dimension; null for the whole city, or where it is not known.</param>
/// <param name="Figure">With exclusions (剔除) taken out.</param>
/// <param name="Unadjusted">As if nothing had been excluded by decision.</param>
/// <param name="Sufficient">False: 样本不足, shown but not ranked.</param>
/// <param name="Rank">From 1, best first; units whose intervals overlap share one. Null where it is not ranked.</param>
public sealed record KpiRow(string? Key, string Name, KpiCases Cases, KpiFigure Figure, KpiFigure Unadjusted, bool Sufficient, int? Rank);

/// <summary>Raw sums of a group, before they are a row.</summary>
internal sealed record KpiSums(KpiDimension? By, string? Key, KpiCases Cases, decimal Score, decimal StruckScore)
{
    internal KpiRow Row(Kpi kpi, KpiVariant variant, string name, int leastCases)
    {
        var doubled = variant.Cases.Doubled;
        return new(
            Key, name, Cases, KpiFigure.Of(kpi.Kind, doubled, Score, Cases.Counted), KpiFigure.Of(kpi.Kind, doubled, Score + StruckScore, Cases.Counted + Cases.Struck),
            kpi.Kind == KpiKind.Count || Cases.Counted >= leastCases, Rank: null);
    }

    internal static KpiSums Sum(KpiDimension? by, string? key, IReadOnlyCollection<KpiSums> all) =>
        new(by, key, KpiCases.Sum(all.Select(a => a.Cases)), all.Sum(a => a.Score), all.Sum(a => a.StruckScore));
}
