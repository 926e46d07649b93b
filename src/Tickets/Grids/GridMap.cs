using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hotline.Tickets.Grids;

/// <summary>地图层级</summary>
[JsonConverter(typeof(KebabJson<AreaKind>))]
public enum AreaKind
{
    [Description("区县")] District,
    [Description("街道乡镇")] Town,
    [Description("网格")] Grid,
}

/// <summary>One area of the map by name.</summary>
/// <param name="Code">Of a town or district: its unit's code in the city profile.</param>
public sealed record AreaName(AreaKind Kind, string Code, string Name);

/// <summary>Where a point or a place is.</summary>
/// <param name="Grid">The one chosen; null where no grid is.</param>
/// <param name="Touching">Every grid that the point touches or the place runs through, the chosen one too, in the order of their codes.</param>
/// <param name="Certain">Only one grid comes into question.</param>
public sealed record GridLookup(AreaName? Grid, AreaName? Town, AreaName? District, IReadOnlyList<AreaName> Touching, bool Certain);

/// <summary>An area with its boundary and the places (地名) in it.</summary>
internal sealed record Area(AreaName Name, string? Parent, IReadOnlyList<string> Places, IReadOnlyList<Polygon> Polygons)
{
    /// <summary>Inside one polygon is inside; otherwise the border of one is the border.</summary>
    internal Side Locate(MicroPoint p) => Polygons.Count == 0 ? Side.Outside : Polygons.Max(polygon => polygon.Locate(p));
}

/// <summary>The city's districts, towns and grids at one time (网格底图). Pure.</summary>
internal sealed class GridMap(IReadOnlyList<Area> areas)
{
    private readonly Dictionary<string, Area> _towns = areas.Where(a => a.Name.Kind == AreaKind.Town).ToDictionary(a => a.Name.Code);
    private readonly Dictionary<string, Area> _districts = areas.Where(a => a.Name.Kind == AreaKind.District).ToDictionary(a => a.Name.Code);
    private readonly Area[] _grids = [.. areas.Where(a => a.Name.Kind == AreaKind.Grid).OrderBy(a => a.Name.Code, StringComparer.Ordinal)];

    internal IReadOnlyList<Area> Areas => areas;

    internal bool Knows(string code) => areas.Any(a => a.Name.Code == code);

    /// <summary>The grid of a point. On a border the grid with the first code is chosen, on every machine, and all are named.</summary>
    internal GridLookup? Find(MicroPoint p)
    {
        var touching = _grids.Where(g => g.Locate(p) != Side.Outside).ToArray();
        if (touching.Length > 0) return Answer(touching[0], touching);
        return _towns.Values.OrderBy(t => t.Name.Code, StringComparer.Ordinal).FirstOrDefault(t => t.Locate(p) != Side.Outside) is { } town
            ? new(null, town.Name, District(town)?.Name, [], Certain: false)
            : null;
    }

    /// <summary>The grids of the longest place name in a text. Where a place runs through several, as a road does, none is chosen.</summary>
    /// <param name="district">Code; null for any.</param>
    internal GridLookup? Find(string text, string? district)
    {
        var named = _grids
            .Where(g => district is null || Town(g)?.Parent == district)
            .SelectMany(g => g.Places.Where(p => text.Contains(p, StringComparison.Ordinal)).Select(p => (Grid: g, p.Length))).ToList();
        if (named.Count == 0) return null;
        var found = named.Where(n => n.Length == named.Max(m => m.Length)).Select(n => n.Grid).Distinct().ToArray();
        return found.Length == 1 ? Answer(found[0], found) : Several(found);
    }

    /// <summary>Every place name with each grid it runs through.</summary>
    internal IEnumerable<(string Name, GridLookup At)> Places() => _grids.SelectMany(g => g.Places.Select(p => (p, Answer(g, [g]))));

    private GridLookup Answer(Area grid, Area[] touching) =>
        new(grid.Name, Town(grid)?.Name, Town(grid) is { } town ? District(town)?.Name : null, [.. touching.Select(t => t.Name)], touching.Length == 1);

    // what all of them have in common is still known
    private GridLookup Several(Area[] grids)
    {
        var towns = grids.Select(Town).Distinct().ToList();
        var districts = towns.Select(t => t is null ? null : District(t)).Distinct().ToList();
        return new(null, towns.Count == 1 ? towns[0]?.Name : null, districts.Count == 1 ? districts[0]?.Name : null, [.. grids.Select(g => g.Name)], Certain: false);
    }

    private Area? Town(Area grid) => grid.Parent is { } town ? _towns.GetValueOrDefault(town) : null;

    private Area? District(Area town) => town.Parent is { } district ? _districts.GetValueOrDefault(district) : null;
}
