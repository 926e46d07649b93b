using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Hotline.Tickets.Grids;

namespace Hotline.Agent.Blazor.Citizens.Reporting;

/// <summary>The city's map as one small picture (SVG), drawn from its own boundaries; no outside tiles. Its colours are fixed, for a picture knows no theme.</summary>
internal static class MapPicture
{
    internal static void MapMapPicture(this IEndpointRouteBuilder app) => app.MapGet("/report/map.svg", async (string? of, string? chosen, HttpContext http, CityPlaces places, CancellationToken ct) =>
    {
        http.Response.Headers.CacheControl = "private, max-age=3600";
        return await places.AreasAsync(ct) is var areas && MapFrame.Of(areas, of ?? "") is { } frame ? Results.Text(Draw(areas, frame, of ?? "", chosen ?? ""), "image/svg+xml", Encoding.UTF8) : Results.NotFound();
    }).ExcludeFromDescription();

    /// <summary>Pure.</summary>
    /// <param name="of">Code of a district or town; empty for the whole city.</param>
    /// <param name="chosen">Such as town:chengguan; empty for none.</param>
    internal static string Draw(IReadOnlyList<MapArea> areas, MapFrame frame, string of, string chosen)
    {
        var whole = areas.Where(a => of.Length == 0 ? a.Name.Kind == AreaKind.District : a.Name.Kind != AreaKind.Grid && a.Name.Code == of).ToList();
        var parts = areas.Where(a => whole.Any(w => w.Name.Code == a.Parent && w.Name.Kind < a.Name.Kind)).ToList();
        var pieces = of.Length == 0 ? [] : areas.Where(a => parts.Any(p => p.Name.Code == a.Parent && p.Name.Kind < a.Name.Kind)).ToList();
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" width="{frame.Width}" height="{frame.Height}" viewBox="0 0 {frame.Width} {frame.Height}" font-family="sans-serif"><rect width="100%" height="100%" fill="#f2f5f9"/>""");
        foreach (var part in parts) svg.Append(Shape(part, frame, "#fff", "#7d90a4", 1));
        foreach (var piece in pieces) svg.Append(Shape(piece, frame, "none", "#b8c4d0", 0.6));
        foreach (var area in areas.Where(a => $"{a.Name.Kind.ToString().ToLowerInvariant()}:{a.Name.Code}" == chosen)) svg.Append(Shape(area, frame, "#ffd98a", "#8a5000", 2));
        foreach (var area in whole) svg.Append(Shape(area, frame, "none", "#0b3c7d", 2.2));
        foreach (var area in of.Length == 0 ? whole : parts) svg.Append(Label(area, frame, of.Length == 0 ? 16 : 12));
        return svg.Append("</svg>").ToString();
    }

    private static string Shape(MapArea area, MapFrame frame, string fill, string stroke, double width)
    {
        var path = string.Concat(area.Rings.Select(ring => "M" + string.Join('L', ring.Select(p => Point(frame.Pixel(p)))) + "Z"));
        return string.Create(CultureInfo.InvariantCulture, $"""<path d="{path}" fill="{fill}" stroke="{stroke}" stroke-width="{width}" stroke-linejoin="round"/>""");
    }

    private static string Label(MapArea area, MapFrame frame, int size)
    {
        var points = area.Rings.MaxBy(r => r.Count)!.Select(frame.Pixel).ToList();
        var (x, y) = ((points.Min(p => p.X) + points.Max(p => p.X)) / 2, (points.Min(p => p.Y) + points.Max(p => p.Y)) / 2);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""<text x="{x:0.#}" y="{y:0.#}" font-size="{size}" text-anchor="middle" fill="#1b2530" stroke="#fff" stroke-width="3" paint-order="stroke">{HtmlEncoder.Default.Encode(area.Name.Name)}</text>""");
    }

    private static string Point((double X, double Y) p) => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.#} {p.Y:0.#}");
}
