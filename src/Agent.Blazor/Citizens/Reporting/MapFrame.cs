using Hotline.Tickets;
using Hotline.Tickets.Grids;

namespace Hotline.Agent.Blazor.Citizens.Reporting;

/// <summary>How a part of the city lies on a picture of a fixed width: from degrees to pixels and back (等距投影, good to a metre over a city).</summary>
internal sealed record MapFrame(double West, double North, double LonScale, double LatScale, int Width, int Height)
{
    private const int Wide = 286, Margin = 6;
    private const double MetresPerDegree = 111_320; // of latitude, WGS 84

    internal double MetresPerPixel => MetresPerDegree / LatScale;

    /// <summary>Null where there is no map.</summary>
    /// <param name="of">Code of a district or town; empty for the whole city.</param>
    internal static MapFrame? Of(IReadOnlyList<MapArea> areas, string of)
    {
        var shown = areas.Where(a => of.Length == 0 ? a.Name.Kind == AreaKind.District : a.Name.Kind != AreaKind.Grid && a.Name.Code == of).SelectMany(a => a.Rings).SelectMany(r => r).ToList();
        if (shown.Count == 0) return null;
        var (west, east, south, north) = (shown.Min(p => p.Lon), shown.Max(p => p.Lon), shown.Min(p => p.Lat), shown.Max(p => p.Lat));
        var squeeze = Math.Cos((south + north) / 2 * Math.PI / 180);
        var lat = (Wide - (2 * Margin)) / ((east - west) * squeeze);
        return new(west, north, lat * squeeze, lat, Wide, (int)Math.Ceiling((north - south) * lat) + (2 * Margin));
    }

    internal (double X, double Y) Pixel((double Lon, double Lat) at) => (((at.Lon - West) * LonScale) + Margin, ((North - at.Lat) * LatScale) + Margin);

    /// <summary>The middle of a pixel.</summary>
    internal GeoPoint At(int x, int y) => new(Math.Round(West + ((x + 0.5 - Margin) / LonScale), 6), Math.Round(North - ((y + 0.5 - Margin) / LatScale), 6));
}
