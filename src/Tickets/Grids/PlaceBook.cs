using System.Text.RegularExpressions;
using Hotline.Tickets.City;

namespace Hotline.Tickets.Grids;

/// <summary>A place that a text may mean (地点候选): no map needed.</summary>
/// <param name="Landmark">What the text says beyond the name, such as 东门对面; empty where nothing.</param>
/// <param name="Unit">责任单位: of the category in this district; else the town's.</param>
/// <param name="Certain">The only grid that comes into question.</param>
public sealed record PlaceChoice(string Name, string Landmark, AreaName Grid, AreaName? Town, AreaName? District, string? Unit, bool Certain)
{
    /// <summary>As it is written into the ticket.</summary>
    public string Text => Name + Landmark;
}

/// <summary>地点检索: text, landmark words or pinyin initials to places with grid, town and responsible unit.</summary>
public sealed partial class PlaceBook
{
    private readonly GridMaps _maps;
    private readonly Catalogue _catalogue;

    internal PlaceBook(GridMaps maps, Catalogue catalogue) => (_maps, _catalogue) = (maps, catalogue);

    /// <param name="text">人民公园东门对面, 公园, or rmgy.</param>
    /// <param name="district">Its places come first.</param>
    public async Task<IReadOnlyList<PlaceChoice>> FindAsync(string text, string? district, string? category, int most, CancellationToken ct) =>
        await _maps.NowAsync(ct) is { } map ? [.. Find(map, text.Trim(), district, category).Take(most)] : [];

    internal IEnumerable<PlaceChoice> Find(GridMap map, string text, string? district, string? category)
    {
        var places = Named(map, text).ToList();
        return from p in places
               orderby p.At.District?.Code == district descending, p.Fit descending, p.Name, p.At.Grid!.Code
               select new PlaceChoice(
                   p.Name, Landmark(p.Name, text), p.At.Grid!, p.At.Town, p.At.District, Unit(category, p.At), Certain: places.Count(o => o.Name == p.Name) == 1);
    }

    /// <summary>The map's places that the text may mean; see <see cref="Fit"/>. One for each grid where a road runs through several.</summary>
    internal static IEnumerable<(string Name, GridLookup At, int Fit)> Named(GridMap map, string text) =>
        map.Places().Select(p => (p.Name, p.At, Fit: Fit(p.Name, text))).Where(p => p.Fit > 0);

    /// <summary>3: the text names it; 2: its name begins so, in characters or initials; 1: it stands within.</summary>
    private static int Fit(string name, string text)
    {
        if (text.Length < 2) return 0;
        if (text.Contains(name, StringComparison.OrdinalIgnoreCase)) return 3;
        var said = text.All(char.IsAsciiLetter) ? PinyinInitials.Of(name) : name;
        var asked = text.ToLowerInvariant();
        return said.StartsWith(asked, StringComparison.Ordinal) ? 2 : said.Contains(asked, StringComparison.Ordinal) ? 1 : 0;
    }

    private string? Unit(string? category, GridLookup at) =>
        (category is null ? null : _catalogue.Propose(category, at.District?.Code)?.Department.Name) ?? at.Town?.Name;

    private static string Landmark(string name, string text)
    {
        var at = text.IndexOf(name, StringComparison.Ordinal);
        return at < 0 ? "" : Beyond().Match(text[(at + name.Length)..]).Value;
    }

    // a house number, a gate, a side, and how one stands to it
    [GeneratedRegex(@"^(\d{1,5}(-\d{1,3})?(号楼|号院|号|栋|幢)?(\d{1,3}单元)?)?([东南西北]{1,2}?(门|侧|口|边|段|头))?(与[^，。；\s]{1,10}(交叉口|路口))?(路口|交叉口)?(对面|旁边|附近|门口|后面|前面|旁)?")]
    private static partial Regex Beyond();
}
