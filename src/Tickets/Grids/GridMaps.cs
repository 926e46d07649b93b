using System.Collections.Concurrent;
using Hotline.Tickets.Accepting;
using Hotline.Tickets.City;
using Hotline.Tickets.Reference;

namespace Hotline.Tickets.Grids;

/// <summary>What an import led to (导入结果).</summary>
/// <param name="Remarks">What looks wrong and was taken all the same, in Chinese.</param>
public sealed record GridImport(int Version, DateOnly ValidFrom, int Districts, int Towns, int Grids, IReadOnlyList<string> Remarks);

/// <summary>网格底图: the map of any day, from the store; each version is read once.</summary>
public sealed class GridMaps
{
    private const string Name = "grids";
    private readonly ReferenceStore _store;
    private readonly CityRules _rules;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<int, GridMap> _read = new();

    internal GridMaps(ReferenceStore store, CityRules rules, TimeProvider clock) => (_store, _rules, _clock) = (store, rules, clock);

    /// <summary>The areas of a day as they can be drawn, districts first; empty where no map was imported for it.</summary>
    public async Task<IReadOnlyList<AreaShape>> ShapesAsync(DateOnly day, CancellationToken ct) => await OnAsync(day, ct) is var (map, _) ? GridShapes.Of(map) : [];

    /// <summary>What an import of this GeoJSON would lead to; nothing is stored.</summary>
    public static GridMapReport Check(string json)
    {
        var read = GridMapFile.Read(json);
        return read.Map is { } map ? new(read.ValidFrom, [], GridMapCheck.Remarks(map), GridShapes.Of(map)) : new(read.ValidFrom, read.Problems, [], []);
    }

    /// <summary>The map of a day of the city; null where none was imported for it.</summary>
    internal async Task<(GridMap Map, int Version)?> OnAsync(DateOnly day, CancellationToken ct)
    {
        if (await _store.FindAsync(Name, day, ct) is not { } version) return null;
        if (!_read.TryGetValue(version, out var map)) _read[version] = map = GridMapFile.Read(await _store.BodyAsync(Name, version, ct)).Map!;
        return (map, version);
    }

    /// <summary>The map of now.</summary>
    internal async Task<GridMap?> NowAsync(CancellationToken ct) => (await OnAsync(_rules.DayOf(_clock.Now()), ct))?.Map;

    /// <summary>The GeoJSON of a version.</summary>
    public Task<string> GeoJsonAsync(int version, CancellationToken ct) => _store.BodyAsync(Name, version, ct);

    public Task<IReadOnlyList<ReferenceVersion>> VersionsAsync(CancellationToken ct) => _store.VersionsAsync(Name, ct);

    /// <exception cref="InvalidRequestException">The map cannot be used; says the path, the rule and an example.</exception>
    public async Task<GridImport> ImportAsync(string json, Actor by, CancellationToken ct)
    {
        var read = GridMapFile.Read(json);
        if (read.Map is not { } map) throw new InvalidRequestException(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["map"] = [.. read.Problems.Take(20)] });
        var version = await _store.AddAsync(Name, read.ValidFrom, json, by, ct);
        return new(version, read.ValidFrom, Count(map, AreaKind.District), Count(map, AreaKind.Town), Count(map, AreaKind.Grid), GridMapCheck.Remarks(map));
    }

    /// <summary>Takes a file as the first version, where there is none yet.</summary>
    internal async Task SeedAsync(string file, CancellationToken ct)
    {
        var json = await File.ReadAllTextAsync(file, ct);
        var read = GridMapFile.Read(json);
        if (read.Map is null) throw new InvalidDataException($"The grid map {file} cannot be used: {string.Join(' ', read.Problems)}");
        await _store.SeedAsync(Name, read.ValidFrom, json, ct);
    }

    private static int Count(GridMap map, AreaKind kind) => map.Areas.Count(a => a.Name.Kind == kind);
}
