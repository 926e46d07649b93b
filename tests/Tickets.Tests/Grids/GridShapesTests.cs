using Hotline.Tickets.Grids;

namespace Hotline.Tickets.Tests.Grids;

public sealed class GridShapesTests
{
    private const string Map = """
        {"type": "FeatureCollection", "validFrom": "2026-01-01", "features": [
          {"type": "Feature", "properties": {"kind": "district", "code": "d", "name": "区"}, "geometry": {"type": "Polygon", "coordinates": [[[100,30],[102,30],[102,31],[100,31],[100,30]]]}},
          {"type": "Feature", "properties": {"kind": "town", "code": "t", "name": "街", "parent": "d"}, "geometry": {"type": "Polygon", "coordinates": [[[100,30],[101,30],[101,31],[100,31],[100,30]]]}}]}
        """;

    [Fact]
    public void A_map_is_drawn_north_above_within_its_box_and_what_looks_wrong_is_told_beside_it()
    {
        var report = GridMaps.Check(Map);
        Assert.Empty(report.Problems);
        Assert.Equal(["d", "t"], report.Shapes.Select(s => s.Name.Code));
        Assert.StartsWith("M0 ", report.Shapes[0].Path, StringComparison.Ordinal);
        Assert.EndsWith("Z", report.Shapes[0].Path, StringComparison.Ordinal);
        Assert.InRange(report.Shapes[0].X, 499, 501);
        Assert.True(report.Shapes[1].X < report.Shapes[0].X); // the west is left
        Assert.Contains(report.Remarks, r => r.Contains('区', StringComparison.Ordinal)); // the town fills half of it
    }

    [Fact]
    public void A_map_that_cannot_be_read_has_problems_and_no_shapes()
    {
        var report = GridMaps.Check("""{"type": "FeatureCollection", "features": [{}]}""");
        Assert.NotEmpty(report.Problems);
        Assert.Empty(report.Shapes);
    }
}
