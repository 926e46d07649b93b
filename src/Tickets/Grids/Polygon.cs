namespace Hotline.Tickets.Grids;

/// <summary>Where a point lies.</summary>
public enum Side { Outside, Border, Inside }

/// <summary>An area with holes (RFC 7946, 3.1.6), in whole numbers: every answer is exact and the same on every machine.</summary>
/// <param name="rings">The outer ring, then the holes; each ends with its first point.</param>
internal sealed class Polygon(IReadOnlyList<MicroPoint[]> rings)
{
    private readonly (int West, int South, int East, int North) _box =
        (rings[0].Min(p => p.Lon), rings[0].Min(p => p.Lat), rings[0].Max(p => p.Lon), rings[0].Max(p => p.Lat));

    private readonly (MicroPoint A, MicroPoint B)[] _edges = [.. rings.SelectMany(r => r.Zip(r.Skip(1)))];

    internal IReadOnlyList<MicroPoint[]> Rings => rings;

    /// <summary>Twice the area, in square millionths of a degree: holes taken off.</summary>
    internal Int128 DoubleArea => rings.Select((ring, i) => i == 0 ? DoubleAreaOf(ring) : -DoubleAreaOf(ring)).Aggregate(Int128.Zero, (a, b) => a + b);

    internal Side Locate(MicroPoint p) => Locate(2L * p.Lon, 2L * p.Lat);

    // twice the coordinates, so that the middle of an edge is a whole point too
    private Side Locate(long lon, long lat)
    {
        if (lon < 2L * _box.West || lon > 2L * _box.East || lat < 2L * _box.South || lat > 2L * _box.North) return Side.Outside;
        var inside = false;
        foreach (var (a, b) in _edges)
        {
            var turn = ((2L * (b.Lon - (long)a.Lon)) * (lat - (2L * a.Lat))) - ((2L * (b.Lat - (long)a.Lat)) * (lon - (2L * a.Lon)));
            if (turn == 0 && Between(a.Lon, b.Lon, lon) && Between(a.Lat, b.Lat, lat)) return Side.Border;
            if (2L * a.Lat > lat != 2L * b.Lat > lat && turn > 0 == b.Lat > a.Lat) inside = !inside; // a ray to the east meets this edge
        }

        return inside ? Side.Inside : Side.Outside;
    }

    /// <summary>Whether a piece of the other lies in this one: an edge crosses an edge, or a corner or the middle of an edge lies inside.</summary>
    internal bool Overlaps(Polygon other) => !Apart(other) && (_edges.Any(mine => other._edges.Any(its => Cross(mine, its))) || Holds(other) || other.Holds(this));

    private bool Holds(Polygon other) => other._edges.Any(e => Locate(e.A) == Side.Inside || Locate((long)e.A.Lon + e.B.Lon, (long)e.A.Lat + e.B.Lat) == Side.Inside);

    private bool Apart(Polygon other) =>
        _box.East <= other._box.West || other._box.East <= _box.West || _box.North <= other._box.South || other._box.North <= _box.South;

    private static bool Cross((MicroPoint A, MicroPoint B) one, (MicroPoint A, MicroPoint B) two) =>
        Math.Sign(MicroPoint.Turn(one.A, one.B, two.A)) * Math.Sign(MicroPoint.Turn(one.A, one.B, two.B)) < 0
        && Math.Sign(MicroPoint.Turn(two.A, two.B, one.A)) * Math.Sign(MicroPoint.Turn(two.A, two.B, one.B)) < 0;

    private static Int128 DoubleAreaOf(MicroPoint[] ring)
    {
        var sum = Int128.Zero;
        for (var i = 1; i < ring.Length; i++) sum += ((Int128)ring[i - 1].Lon * ring[i].Lat) - ((Int128)ring[i].Lon * ring[i - 1].Lat);
        return Int128.Abs(sum);
    }

    private static bool Between(int a, int b, long twice) => 2L * Math.Min(a, b) <= twice && twice <= 2L * Math.Max(a, b);
}
