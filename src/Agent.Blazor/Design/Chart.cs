namespace Hotline.Agent.Blazor.Design;

/// <summary>How a chart shows its figures.</summary>
public enum ChartKind
{
    /// <summary>柱形</summary>
    Bars,
    /// <summary>堆叠柱形</summary>
    Stacked,
    /// <summary>折线</summary>
    Lines,
}

/// <summary>One row of figures of a chart.</summary>
/// <param name="Values">One for each label; null where there is no figure, which is not zero.</param>
/// <param name="Dashed">A line that is not counted but expected.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<double?> Values, bool Dashed = false);

/// <summary>One area of a map: a district, a town or a grid (区县、镇街、网格).</summary>
/// <param name="Says">Its figure in words.</param>
/// <param name="Level">How dark, 0 to 4; null where there is no figure.</param>
/// <param name="Shape">GeoJSON geometry, WGS 84.</param>
public sealed record MapArea(string Key, string Name, string Says, int? Level, System.Text.Json.JsonElement Shape);
