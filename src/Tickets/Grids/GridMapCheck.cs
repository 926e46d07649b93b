using System.Globalization;

namespace Hotline.Tickets.Grids;

/// <summary>What a map says that cannot be meant: areas of one kind on top of each other, towns that their grids do not fill.</summary>
internal static class GridMapCheck
{
    internal static IReadOnlyList<string> Remarks(GridMap map) => [.. Enum.GetValues<AreaKind>().SelectMany(k => OnTop(map, k)), .. Unfilled(map, AreaKind.Town), .. Unfilled(map, AreaKind.District)];

    private static IEnumerable<string> OnTop(GridMap map, AreaKind kind)
    {
        var areas = map.Areas.Where(a => a.Name.Kind == kind).ToList();
        return
            from i in Enumerable.Range(0, areas.Count)
            from j in Enumerable.Range(i + 1, areas.Count - i - 1)
            where areas[i].Polygons.Any(p => areas[j].Polygons.Any(p.Overlaps))
            select $"{areas[i].Name.Name}与{areas[j].Name.Name}的范围重叠";
    }

    private static IEnumerable<string> Unfilled(GridMap map, AreaKind kind)
    {
        foreach (var area in map.Areas.Where(a => a.Name.Kind == kind))
        {
            var parts = map.Areas.Where(a => a.Name.Kind == kind + 1 && a.Parent == area.Name.Code).ToList();
            if (parts.Count == 0) continue;
            var share = (double)parts.Aggregate(Int128.Zero, (sum, part) => sum + DoubleArea(part)) / (double)DoubleArea(area);
            if (share is < 0.999 or > 1.001) yield return string.Create(CultureInfo.InvariantCulture, $"{area.Name.Name}的下级范围合计为其面积的 {share:P1}");
        }
    }

    private static Int128 DoubleArea(Area area) => area.Polygons.Aggregate(Int128.Zero, (sum, p) => sum + p.DoubleArea);
}
