using System.Globalization;
using System.Text.Json;

namespace Hotline.Tickets.Grids;

/// <summary>A map as it was read: the first day it holds, or what is wrong with it.</summary>
/// <param name="Problems">Each with its path, the rule and an example.</param>
internal sealed record ReadMap(GridMap? Map, DateOnly ValidFrom, IReadOnlyList<string> Problems);

/// <summary>
/// Reads a grid map: a GeoJSON FeatureCollection (RFC 7946) with "validFrom"; every feature a Polygon or MultiPolygon with the
/// properties kind (district, town, grid), code, name, parent and places.
/// </summary>
internal static class GridMapFile
{
    internal static ReadMap Read(string json)
    {
        var problems = new List<string>();
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement, problems);
        }
        catch (JsonException e)
        {
            return new(null, default, [$"$: {e.Message}"]);
        }
    }

    private static ReadMap Read(JsonElement root, List<string> problems)
    {
        var from = default(DateOnly);
        if (Text(root, "type") != "FeatureCollection" || !root.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.Array)
            return new(null, from, ["type: a GeoJSON FeatureCollection with \"features\" is wanted (RFC 7946, 3.3)."]);
        if (!DateOnly.TryParseExact(Text(root, "validFrom"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out from))
            problems.Add("validFrom: the first day this map holds is wanted. Example: \"2026-01-01\".");

        var areas = features.EnumerateArray().Select((f, i) => Feature(f, $"features[{i}]", problems)).OfType<Area>().ToList();
        problems.AddRange(Loose(areas));
        return new(problems.Count == 0 ? new GridMap(areas) : null, from, problems);
    }

    private static Area? Feature(JsonElement feature, string path, List<string> problems)
    {
        var before = problems.Count;
        var properties = feature.ValueKind == JsonValueKind.Object && feature.TryGetProperty("properties", out var p) && p.ValueKind == JsonValueKind.Object ? p : default;
        if (!Terms.TryFromCode<AreaKind>(Text(properties, "kind"), out var kind)) problems.Add($"{path}.properties.kind: district, town or grid is wanted.");
        var (code, name) = (Text(properties, "code"), Text(properties, "name"));
        if (string.IsNullOrWhiteSpace(code)) problems.Add($"{path}.properties.code: a code is wanted. Example: \"chengguan-01\".");
        if (string.IsNullOrWhiteSpace(name)) problems.Add($"{path}.properties.name: a name is wanted. Example: \"城关第一网格\".");
        var polygons = Geometry(feature, path + ".geometry", problems);
        return problems.Count > before ? null : new(new(kind, code!, name!), Text(properties, "parent"), Places(properties), polygons);
    }

    private static List<Polygon> Geometry(JsonElement feature, string path, List<string> problems)
    {
        if (feature.ValueKind == JsonValueKind.Object && feature.TryGetProperty("geometry", out var geometry) && geometry.ValueKind == JsonValueKind.Object
            && geometry.TryGetProperty("coordinates", out var coordinates) && coordinates.ValueKind == JsonValueKind.Array)
        {
            switch (Text(geometry, "type"))
            {
                case "Polygon": return Polygons([coordinates], path + ".coordinates", problems);
                case "MultiPolygon": return Polygons([.. coordinates.EnumerateArray()], path + ".coordinates", problems);
            }
        }

        problems.Add($"{path}: a Polygon or MultiPolygon with coordinates is wanted.");
        return [];
    }

    private static List<Polygon> Polygons(List<JsonElement> all, string path, List<string> problems)
    {
        var polygons = new List<Polygon>();
        foreach (var polygon in all)
        {
            var rings = polygon.ValueKind == JsonValueKind.Array ? polygon.EnumerateArray().Select(r => Ring(r, path, problems)).OfType<MicroPoint[]>().ToList() : [];
            if (rings.Count > 0) polygons.Add(new Polygon(rings));
            else problems.Add($"{path}: a polygon needs at least one ring.");
        }

        return polygons;
    }

    private static MicroPoint[]? Ring(JsonElement ring, string path, List<string> problems)
    {
        var points = ring.ValueKind == JsonValueKind.Array ? ring.EnumerateArray().Select(Position).ToList() : [];
        if (points.Contains(null)) problems.Add($"{path}: a position is [longitude, latitude] in degrees, WGS 84. Example: [106.812345, 39.651234].");
        else if (points.Count < 4 || points[0] != points[^1]) problems.Add($"{path}: a ring has four positions or more, and the last is the first (RFC 7946, 3.1.6).");
        else return [.. points.Select(p => p!.Value)];
        return null;
    }

    private static MicroPoint? Position(JsonElement position) =>
        position.ValueKind == JsonValueKind.Array && position.GetArrayLength() >= 2 && Degrees(position[0]) is { } longitude && Degrees(position[1]) is { } latitude
        && MicroPoint.TryCreate(longitude, latitude, out var point) ? point : null;

    private static decimal? Degrees(JsonElement number) => number.ValueKind == JsonValueKind.Number && number.TryGetDecimal(out var value) ? value : null;

    private static IEnumerable<string> Loose(List<Area> areas)
    {
        var there = areas.Select(a => (a.Name.Kind, a.Name.Code)).ToHashSet();
        foreach (var twice in areas.GroupBy(a => (a.Name.Kind, a.Name.Code)).Where(g => g.Count() > 1)) yield return $"features: code \"{twice.Key.Code}\" must be given once.";
        foreach (var area in areas.Where(a => a.Name.Kind != AreaKind.District))
        {
            var wanted = area.Name.Kind - 1;
            if (area.Parent is null || !there.Contains((wanted, area.Parent)))
                yield return $"features: \"{area.Name.Code}\" needs as parent the code of a {wanted.Code()} of this map.";
        }
    }

    private static string? Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static List<string> Places(JsonElement properties) => properties.TryGetProperty("places", out var places) && places.ValueKind == JsonValueKind.Array
        ? [.. places.EnumerateArray().Where(p => p.ValueKind == JsonValueKind.String).Select(p => p.GetString()!).Where(p => p.Length > 0)]
        : [];
}
