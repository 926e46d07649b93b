using System.Globalization;
using System.Text;

namespace Hotline.Tickets.Grids;

/// <summary>An area as it can be drawn.</summary>
/// <param name="Path">Of an SVG with <see cref="GridShapes.ViewBox"/>: outer rings and holes, to be filled by the even-odd rule.</param>
/// <param name="X">Where its name may stand.</param>
public sealed record AreaShape(AreaName Name, string? Parent, IReadOnlyList<string> Places, string Path, double X, double Y);

/// <summary>What is wrong with a map, what looks wrong, and how it looks.</summary>
/// <param name="Problems">It cannot be imported; each with its path, the rule and an example.</param>
/// <param name="Remarks">What looks wrong and would be taken all the same, in Chinese.</param>
public sealed record GridMapReport(DateOnly ValidFrom, IReadOnlyList<string> Problems, IReadOnlyList<string> Remarks, IReadOnlyList<AreaShape> Shapes);

/// <summary>Draws a map in a box of 1000 units width, north above; degrees of longitude are shortened for the latitude. Pure.</summary>
public static class GridShapes
{
    private const double Width = 1000;

    /// <summary>Every map fits into it.</summary>
    public const string ViewBox = "-10 -10 1020 820";

    private const double Height = 800;

    internal static IReadOnlyList<AreaShape> Of(GridMap map)
    {
        var all = map.Areas.SelectMany(a => a.Polygons).SelectMany(p => p.Rings[0]).ToList();
        if (all.Count == 0) return [];
        var (west, east, south, north) = (all.Min(p => p.Lon), all.Max(p => p.Lon), all.Min(p => p.Lat), all.Max(p => p.Lat));
        var narrow = Math.Cos((south + north) / 2e6 * Math.PI / 180);
        var scale = Math.Min(Width / Math.Max(1, (east - west) * narrow), Height / Math.Max(1, north - south));
        return [.. map.Areas.OrderBy(a => a.Name.Kind).Select(a => Drawn(a, p => ((p.Lon - west) * narrow * scale, (north - p.Lat) * scale)))];
    }

    private static AreaShape Drawn(Area area, Func<MicroPoint, (double X, double Y)> place)
    {
        var path = new StringBuilder();
        foreach (var ring in area.Polygons.SelectMany(p => p.Rings))
        {
            for (var i = 0; i < ring.Length - 1; i++)
            {
                var (x, y) = place(ring[i]);
                path.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? 'M' : 'L')}{x:0.#} {y:0.#}");
            }

            path.Append('Z');
        }

        var outer = area.Polygons.SelectMany(p => p.Rings[0]).Select(place).ToList();
        return new(area.Name, area.Parent, area.Places, path.ToString(), (outer.Min(p => p.X) + outer.Max(p => p.X)) / 2, (outer.Min(p => p.Y) + outer.Max(p => p.Y)) / 2);
    }
}
