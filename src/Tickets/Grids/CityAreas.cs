using System.Text.Json;
using Hotline.Tickets.City;

namespace Hotline.Tickets.Grids;

/// <summary>One area with its boundary, for maps.</summary>
/// <param name="Parent">A town's district, a grid's town, by code; null for a district.</param>
/// <param name="Shape">GeoJSON geometry, WGS 84 (RFC 7946).</param>
public sealed record CityArea(AreaKind Kind, string Code, string Name, string? Parent, JsonElement Shape);

/// <summary>区县、镇街、网格 of today's map, as pages draw them.</summary>
public sealed class CityAreas
{
    private readonly GridMaps _maps;
    private readonly CityRules _rules;
    private readonly TimeProvider _clock;
    private (int Version, IReadOnlyList<CityArea> Areas)? _read;

    internal CityAreas(GridMaps maps, CityRules rules, TimeProvider clock) => (_maps, _rules, _clock) = (maps, rules, clock);

    /// <summary>None where no map was imported.</summary>
    public async Task<IReadOnlyList<CityArea>> ReadAsync(AreaKind kind, CancellationToken ct)
    {
        if (await _maps.OnAsync(_rules.DayOf(_clock.Now()), ct) is not { } now) return [];
        var read = _read is { } known && known.Version == now.Version ? known : (now.Version, Read(await _maps.GeoJsonAsync(now.Version, ct)));
        _read = read;
        return [.. read.Item2.Where(a => a.Kind == kind)];
    }

    private static List<CityArea> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.GetProperty("features").EnumerateArray().Select(f => (Said: f.GetProperty("properties"), Shape: f.GetProperty("geometry").Clone())).Select(f => new CityArea(
            Terms.FromCode<AreaKind>(f.Said.GetProperty("kind").GetString()!), f.Said.GetProperty("code").GetString()!, f.Said.GetProperty("name").GetString()!,
            f.Said.TryGetProperty("parent", out var parent) ? parent.GetString() : null, f.Shape))];
    }
}
