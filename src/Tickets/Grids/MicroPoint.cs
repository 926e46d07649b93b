using System.Globalization;
using System.Runtime.InteropServices;

namespace Hotline.Tickets.Grids;

/// <summary>A point of the map in whole millionths of a degree, about 0.1 m: whether it lies on a border has an exact answer.</summary>
/// <param name="Lon">Longitude, WGS 84, -180,000,000 to 180,000,000.</param>
/// <param name="Lat">Latitude, WGS 84, -90,000,000 to 90,000,000.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MicroPoint(int Lon, int Lat)
{
    private const decimal Unit = 1_000_000m;

    /// <summary>Rounds degrees to the nearest point; false outside the globe.</summary>
    public static bool TryCreate(decimal longitude, decimal latitude, out MicroPoint point)
    {
        var inside = longitude is >= -180 and <= 180 && latitude is >= -90 and <= 90;
        point = inside ? new(Rounded(longitude), Rounded(latitude)) : default;
        return inside;
    }

    /// <summary>Above zero where <paramref name="c"/> lies left of the way from a to b, zero where all three are in line. Cannot overflow.</summary>
    internal static long Turn(MicroPoint a, MicroPoint b, MicroPoint c) =>
        ((long)b.Lon - a.Lon) * ((long)c.Lat - a.Lat) - ((long)b.Lat - a.Lat) * ((long)c.Lon - a.Lon);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Lon / Unit},{Lat / Unit}");

    private static int Rounded(decimal degrees) => (int)decimal.Round(degrees * Unit, MidpointRounding.AwayFromZero);
}
