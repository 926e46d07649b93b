using Hotline.Tickets.City;
using Hotline.Tickets.Grids;

namespace Hotline.Tickets.Tests.Grids;

public sealed class PlaceBookTests
{
    private static readonly GridMap Map = GridMapFile.Read(File.ReadAllText(Path.Combine(Path.GetDirectoryName(new TicketsOptions().CityFile)!, "grids.geojson"))).Map!;
    private static readonly PlaceBook Book = new(null!, new Catalogue(Sample.Rules));

    [Fact]
    public void A_landmark_stays_with_its_place_and_the_grid_is_known()
    {
        var found = Assert.Single(Find("人民公园东门对面"));
        Assert.Equal(("人民公园东门对面", "chengguan-05", "城关街道", true), (found.Text, found.Grid.Code, found.Town?.Name, found.Certain));
    }

    [Theory]
    [InlineData("rmgy", "人民公园")]
    [InlineData("RMGY", "人民公园")]
    [InlineData("rmgc", "人民广场")]
    [InlineData("lj", "老街菜市场")]
    [InlineData("zllx", "")]
    [InlineData("公园", "中央公园,人民公园")]
    [InlineData("海晏小", "海晏小区")]
    [InlineData("公", "")]
    public void Initials_and_parts_of_names_find_places(string asked, string names) => Assert.Equal(names, string.Join(',', Find(asked).Select(f => f.Name).Distinct(StringComparer.Ordinal)));

    [Fact]
    public void A_road_through_several_grids_is_offered_once_for_each()
    {
        var found = Find("滨海大道18号");
        Assert.Equal(2, found.Count);
        Assert.All(found, f => Assert.Equal(("滨海大道18号", false), (f.Text, f.Certain)));
    }

    [Fact]
    public void The_responsible_unit_is_that_of_the_category_or_else_the_town()
    {
        Assert.Equal("安澜市供水集团", Assert.Single(Find("康宁路12号", category: "0301")).Unit);
        Assert.Equal("城关街道", Assert.Single(Find("康宁路12号")).Unit);
    }

    [Theory]
    [InlineData("人民公园", "rmgy")]
    [InlineData("锦绣家园", "jxjy")]
    [InlineData("望海花园", "whhy")]
    [InlineData("民生街3号", "msj3h")]
    [InlineData("安澳八北擦创大东俄额发富高广哈湖", "aabbccddeeffgghh")]
    [InlineData("金就卡口拉绿马牡那女哦欧怕浦七去然如三苏他图挖乌西学压云在作", "jjkkllmmnnooppqqrrssttwwxxyyzz")]
    public void Initials_are_those_of_the_readings(string name, string initials) => Assert.Equal(initials, PinyinInitials.Of(name));

    private static List<PlaceChoice> Find(string text, string? category = null) => [.. Book.Find(Map, text, null, category)];
}
