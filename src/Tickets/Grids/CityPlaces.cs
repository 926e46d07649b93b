namespace Hotline.Tickets.Grids;

/// <summary>A boundary for drawing: rings of longitude and latitude, WGS 84 degrees.</summary>
public sealed record MapArea(AreaName Name, string? Parent, IReadOnlyList<IReadOnlyList<(double Lon, double Lat)>> Rings);

/// <summary>A place that was meant, as the map knows it.</summary>
/// <param name="Word">The place name (地名) of the map that was found in the words; null where a point or an area was chosen.</param>
/// <param name="At">The point that was pressed; null otherwise.</param>
public sealed record PlaceFound(string? Word, AreaName? Grid, AreaName? Town, AreaName? District, GeoPoint? At)
{
    /// <summary>How exactly it is known: the smallest area that is.</summary>
    public AreaKind? Accuracy => Grid is not null ? AreaKind.Grid : Town is not null ? AreaKind.Town : District is not null ? AreaKind.District : null;

    /// <summary>Such as grid:chengguan-01; what a form sends back.</summary>
    public string Code => (Grid ?? Town ?? District) is { } area ? $"{area.Kind.Code()}:{area.Code}" : "";
}

/// <summary>The city's map for those who look for a place (找地点): by words, by area or by a point.</summary>
public sealed class CityPlaces
{
    private const int Most = 6;
    private readonly GridMaps _maps;

    internal CityPlaces(GridMaps maps) => _maps = maps;

    /// <summary>Districts, towns and grids of today's map; empty where none was imported.</summary>
    public async Task<IReadOnlyList<MapArea>> AreasAsync(CancellationToken ct) => (await _maps.NowAsync(ct))?.Areas is { } areas
        ? [.. areas.Select(a => new MapArea(a.Name, a.Parent, [.. a.Polygons.Select(p => p.Rings[0].Select(Degrees).ToList())]))]
        : [];

    /// <summary>Candidates for an address in words, as <see cref="PlaceBook"/> finds them, the best fit and the longest name first; several grids where a road runs through them.</summary>
    /// <param name="within">Code of a district or town to look in; null for the whole city.</param>
    public async Task<IReadOnlyList<PlaceFound>> FindAsync(string words, string? within, CancellationToken ct)
    {
        if (await _maps.NowAsync(ct) is not { } map) return [];
        var found = PlaceBook.Named(map, words.Trim()).Where(p => IsWithin(p.At, within)).OrderByDescending(p => p.Fit).ThenByDescending(p => p.Name.Length)
            .ThenBy(p => p.At.Grid!.Code, StringComparer.Ordinal).DistinctBy(p => p.At.Grid!.Code).Take(Most)
            .Select(p => new PlaceFound(p.Name, p.At.Grid, p.At.Town, p.At.District, At: null)).ToList();
        return found.Count > 0 ? found
            : [.. map.Areas.Where(a => a.Name.Kind != AreaKind.Grid && words.Contains(a.Name.Name, StringComparison.Ordinal)).OrderByDescending(a => a.Name.Kind).Take(Most).Select(a => Of(map, a, a.Name.Name, at: null))];
    }

    /// <summary>The area of a code such as town:chengguan; null where there is none.</summary>
    public async Task<PlaceFound?> AreaAsync(string? code, CancellationToken ct) =>
        code?.Split(':') is [var kind, var area] && await _maps.NowAsync(ct) is { } map && map.Areas.FirstOrDefault(a => a.Name.Code == area && a.Name.Kind.Code() == kind) is { } found ? Of(map, found, word: null, at: null) : null;

    /// <summary>The grid of a point; null outside the city.</summary>
    public async Task<PlaceFound?> PointAsync(GeoPoint at, CancellationToken ct) =>
        MicroPoint.TryCreate((decimal)at.Longitude, (decimal)at.Latitude, out var point) && (await _maps.NowAsync(ct))?.Find(point) is { } found
            ? new(null, found.Grid, found.Town, found.District, at) : null;

    private static PlaceFound Of(GridMap map, Area area, string? word, GeoPoint? at)
    {
        var line = new List<Area> { area };
        while (line[^1].Parent is { } parent && map.Areas.FirstOrDefault(a => a.Name.Code == parent && a.Name.Kind < line[^1].Name.Kind) is { } above) line.Add(above);
        AreaName? At(AreaKind kind) => line.FirstOrDefault(a => a.Name.Kind == kind)?.Name;
        return new(word, At(AreaKind.Grid), At(AreaKind.Town), At(AreaKind.District), at);
    }

    private static bool IsWithin(GridLookup at, string? code) => code is null || at.Town?.Code == code || at.District?.Code == code;

    private static (double, double) Degrees(MicroPoint p) => (p.Lon / 1e6, p.Lat / 1e6);
}
