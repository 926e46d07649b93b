using System.Text.Json.Nodes;
using Hotline.Tickets.Grids;

namespace Hotline.Tickets.Tests.Grids;

public sealed class GridMapTests
{
    private static readonly string Json = File.ReadAllText(Path.Combine(Path.GetDirectoryName(new TicketsOptions().CityFile)!, "grids.geojson"));
    private static readonly GridMap City = GridMapFile.Read(Json).Map!;

    [Fact]
    public void The_sample_citys_grids_fill_their_towns_without_overlap()
    {
        Assert.Equal((3, 9, 41), (Count(AreaKind.District), Count(AreaKind.Town), Count(AreaKind.Grid)));
        Assert.Empty(GridMapCheck.Remarks(City));
    }

    [Fact]
    public void Every_town_of_the_map_is_a_unit_of_the_city_profile() => Assert.All(
        City.Areas.Where(a => a.Name.Kind == AreaKind.Town),
        a => Assert.Equal((a.Name.Name, a.Parent), (Sample.Rules.NameOf(new DepartmentId(a.Name.Code)), Sample.Rules.Profile.Departments.First(d => d.Code.Code == a.Name.Code).Parent?.Code)));

    [Fact]
    public void Every_place_of_the_map_is_one_of_its_district_in_the_profile() => Assert.All(
        City.Areas.Where(a => a.Places.Count > 0),
        grid => Assert.Subset(
            Sample.Rules.Profile.Districts.First(d => d.Code == City.Areas.First(a => a.Name.Kind == AreaKind.Town && a.Name.Code == grid.Parent).Parent).Places.ToHashSet(),
            grid.Places.ToHashSet()));

    [Fact]
    public void A_point_has_one_grid_one_town_one_district()
    {
        var found = City.Find(new MicroPoint(106_800_000, 39_648_500))!;
        Assert.Equal(("chengguan-03", "chengguan", "laocheng", true), (found.Grid!.Code, found.Town!.Code, found.District!.Code, found.Certain));
        Assert.Single(found.Touching);
    }

    [Fact]
    public void On_a_border_the_first_code_is_chosen_and_all_are_shown()
    {
        var corners = City.Areas.Where(a => a.Name.Kind == AreaKind.Grid).SelectMany(a => a.Polygons[0].Rings[0].Skip(1).Select(p => (Point: p, a.Name.Code)))
            .GroupBy(c => c.Point).Where(g => g.Count() > 1).ToList();
        Assert.NotEmpty(corners);
        foreach (var corner in corners)
        {
            var found = City.Find(corner.Key)!;
            Assert.False(found.Certain);
            Assert.Equal(found.Touching.Select(t => t.Code).Order(StringComparer.Ordinal), found.Touching.Select(t => t.Code));
            Assert.Superset(corner.Select(c => c.Code).ToHashSet(), found.Touching.Select(t => t.Code).ToHashSet());
            Assert.Equal(found.Touching[0], found.Grid);
        }
    }

    [Fact]
    public void Any_point_of_the_city_has_a_grid_and_it_is_the_same_in_a_shuffled_map()
    {
        var shuffled = new GridMap([.. City.Areas.Reverse()]);
        var random = new Random(12345);
        for (var i = 0; i < 2000; i++)
        {
            var p = new MicroPoint(random.Next(106_765_000, 106_850_000), random.Next(39_626_000, 39_668_000));
            var found = City.Find(p);
            Assert.NotNull(found?.Grid);
            Assert.Equal((found.Grid, found.Town, found.District), (shuffled.Find(p)!.Grid, shuffled.Find(p)!.Town, shuffled.Find(p)!.District));
        }
    }

    [Fact]
    public void Far_away_there_is_no_grid() => Assert.Null(City.Find(new MicroPoint(116_000_000, 39_900_000)));

    [Fact]
    public void A_place_name_leads_to_its_grid() =>
        Assert.Equal(("chengguan-03", true), (City.Find("康宁路口井盖坏了", "laocheng")!.Grid!.Code, City.Find("康宁路口井盖坏了", null)!.Certain));

    [Fact]
    public void A_road_through_several_grids_chooses_none_and_names_all()
    {
        var found = City.Find("金水路18号院停水", "laocheng")!;
        Assert.Null(found.Grid);
        Assert.Equal("chengguan", found.Town!.Code);
        Assert.Equal(["chengguan-01", "chengguan-06"], found.Touching.Select(t => t.Code));
        Assert.Null(City.Find("金水路18号", "gaoxin"));
    }

    [Fact]
    public void A_map_that_cannot_be_used_says_where_and_why()
    {
        Assert.Contains("type", GridMapFile.Read("{}").Problems[0], StringComparison.Ordinal);
        Assert.StartsWith("$:", GridMapFile.Read("{ broken").Problems[0], StringComparison.Ordinal);
        Assert.Equal("validFrom", ProblemAfter(m => m["validFrom"] = "soon"));
        Assert.Equal("features[12].geometry.coordinates", ProblemAfter(m => Ring(m).RemoveAt(0)));
        Assert.Equal("features[12].geometry.coordinates", ProblemAfter(m => Ring(m)[1] = new JsonArray(200.0, 39.6)));
        Assert.Equal("features[12].properties.kind", ProblemAfter(m => m["features"]![12]!["properties"]!["kind"] = "village"));
        Assert.Equal("features[12].properties.code", ProblemAfter(m => m["features"]![12]!["properties"]!["code"] = ""));
        Assert.Equal("features[12].geometry", ProblemAfter(m => m["features"]![12]!["geometry"]!["type"] = "Point"));
        Assert.Equal("features", ProblemAfter(m => m["features"]![12]!["properties"]!["parent"] = "nowhere"));
        Assert.Equal("features", ProblemAfter(m => m["features"]![12]!["properties"]!["code"] = "chengguan-02"));
    }

    [Fact]
    public void Grids_on_top_of_each_other_and_unfilled_towns_are_remarked()
    {
        var map = JsonNode.Parse(Json)!;
        map["features"]!.AsArray().RemoveAt(13);
        Assert.Single(GridMapCheck.Remarks(GridMapFile.Read(map.ToJsonString()).Map!), r => r.Contains("城关街道", StringComparison.Ordinal));
        map = JsonNode.Parse(Json)!;
        Ring(map)[1] = new JsonArray(106.80, 39.635);
        Assert.Contains(GridMapCheck.Remarks(GridMapFile.Read(map.ToJsonString()).Map!), r => r.Contains("重叠", StringComparison.Ordinal));
    }

    private static string ProblemAfter(Action<JsonNode> change)
    {
        var map = JsonNode.Parse(Json)!;
        change(map);
        return GridMapFile.Read(map.ToJsonString()).Problems[0].Split(':')[0];
    }

    private static JsonArray Ring(JsonNode map) => map["features"]![12]!["geometry"]!["coordinates"]![0]!.AsArray();

    private static int Count(AreaKind kind) => City.Areas.Count(a => a.Name.Kind == kind);
}
