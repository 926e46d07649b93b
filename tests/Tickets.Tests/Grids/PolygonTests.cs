using Hotline.Tickets.Grids;

namespace Hotline.Tickets.Tests.Grids;

public sealed class PolygonTests
{
    /// <summary>A square from 0 to 10 with a hole from 4 to 6.</summary>
    private static readonly Polygon Square = new([Ring(0, 0, 10, 0, 10, 10, 0, 10), Ring(4, 4, 4, 6, 6, 6, 6, 4)]);

    [Theory]
    [InlineData(1, 1, Side.Inside)]
    [InlineData(11, 5, Side.Outside)]
    [InlineData(5, 11, Side.Outside)]
    [InlineData(5, 5, Side.Outside)] // in the hole
    [InlineData(4, 5, Side.Border)] // on the hole's edge
    [InlineData(6, 6, Side.Border)] // its corner
    [InlineData(0, 0, Side.Border)]
    [InlineData(10, 3, Side.Border)]
    [InlineData(7, 10, Side.Border)]
    [InlineData(3, 4, Side.Inside)] // level with a corner of the hole: the ray must not be misled
    [InlineData(3, 6, Side.Inside)]
    [InlineData(7, 4, Side.Inside)]
    public void A_point_is_inside_outside_or_on_the_border(int lon, int lat, Side side) => Assert.Equal(side, Square.Locate(new(lon, lat)));

    [Fact]
    public void A_ray_through_corners_counts_each_crossing_once()
    {
        var star = new Polygon([Ring(0, 0, 4, 2, 8, 0, 6, 4, 8, 8, 4, 6, 0, 8, 2, 4)]);
        for (var lon = -2; lon <= 10; lon++)
        {
            for (var lat = -2; lat <= 10; lat++) Assert.Equal(ByWinding(star, lon, lat), star.Locate(new(lon, lat)));
        }
    }

    [Fact]
    public void The_largest_numbers_do_not_overflow()
    {
        var globe = new Polygon([Ring(-180_000_000, -90_000_000, 180_000_000, -90_000_000, 180_000_000, 90_000_000, -180_000_000, 90_000_000)]);
        Assert.Equal(Side.Inside, globe.Locate(new(179_999_999, 89_999_999)));
        Assert.Equal(Side.Border, globe.Locate(new(180_000_000, 89_999_999)));
        var slope = new Polygon([Ring(-180_000_000, -90_000_000, 180_000_000, 90_000_000, -180_000_000, 90_000_000)]);
        Assert.Equal(Side.Border, slope.Locate(new(2, 1)));
        Assert.Equal(Side.Outside, slope.Locate(new(3, 1)));
        Assert.Equal(Side.Inside, slope.Locate(new(1, 1)));
    }

    [Fact]
    public void A_hole_is_taken_off_the_area() => Assert.Equal(2 * (100 - 4), Square.DoubleArea);

    [Fact]
    public void Neighbours_touch_and_do_not_overlap()
    {
        var left = new Polygon([Ring(0, 0, 10, 0, 10, 10, 0, 10)]);
        Assert.False(left.Overlaps(new([Ring(10, 0, 20, 0, 20, 10, 10, 10)])));
        Assert.True(left.Overlaps(new([Ring(9, 0, 20, 0, 20, 10, 9, 10)])));
        Assert.True(left.Overlaps(new([Ring(3, -5, 6, -5, 6, 15, 3, 15)]))); // no corner of either lies in the other
        Assert.True(left.Overlaps(new([Ring(3, 3, 6, 3, 6, 6)])));
    }

    /// <summary>The same question answered another way, in floating point: the angle that the border turns around the point.</summary>
    private static Side ByWinding(Polygon polygon, int lon, int lat)
    {
        var turned = 0d;
        foreach (var (a, b) in polygon.Rings[0].Zip(polygon.Rings[0].Skip(1)))
        {
            var (ax, ay, bx, by) = ((double)a.Lon - lon, (double)a.Lat - lat, (double)b.Lon - lon, (double)b.Lat - lat);
            var (cross, dot) = ((ax * by) - (ay * bx), (ax * bx) + (ay * by));
            if (cross == 0 && dot <= 0) return Side.Border;
            turned += Math.Atan2(cross, dot);
        }

        return Math.Abs(turned) > 1 ? Side.Inside : Side.Outside;
    }

    private static MicroPoint[] Ring(params int[] numbers)
    {
        var points = numbers.Chunk(2).Select(n => new MicroPoint(n[0], n[1])).ToList();
        return [.. points, points[0]];
    }
}
