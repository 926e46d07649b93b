using System.Text.Json.Nodes;
using Hotline.Tickets.City;

namespace Hotline.Tickets.Tests.City;

public sealed class CityProfileTests
{
    private static readonly string Json = File.ReadAllText(new TicketsOptions().CityFile);
    private static readonly Catalogue Catalogue = new(Sample.Rules);

    [Theory]
    [InlineData("$.dispatchCatalogue[0].department", "\"nobody\"", "dispatchCatalogue[0].department: \"nobody\" is no department. Example: \"water\"")]
    [InlineData("$.dispatchCatalogue[0].districts", "[\"mars\"]", "dispatchCatalogue[0].districts: \"mars\" is no district")]
    [InlineData("$.limits[0].warnAfter", "99", "limits[0].warnAfter: 99 must lie between 1 and 14")]
    [InlineData("$.timeZone", "\"Nowhere\"", "timeZone: \"Nowhere\" is no IANA time zone. Example: \"Asia/Shanghai\"")]
    [InlineData("$.workHours", "\"9-5\"", "workHours: ")]
    [InlineData("$.limits[0].clock", "\"tea\"", "$.limits[0].clock")]
    [InlineData("$.departments[1].code", "\"water\"", "departments: code \"water\" must be given once")]
    [InlineData("$.counts.followUpCalls", "0", "counts.followUpCalls: 0 is too few")]
    public void A_wrong_profile_says_where_and_how(string path, string value, string says)
    {
        var root = JsonNode.Parse(Json)!;
        JsonNode at = root;
        var parts = path[2..].Replace("[", ".[").Split('.');
        foreach (var part in parts[..^1]) at = part[0] == '[' ? at[int.Parse(part[1..^1])]! : at[part]!;
        at[parts[^1]] = JsonNode.Parse(value);
        Assert.Contains(says, Assert.Throws<CityProfileException>(() => CityProfileFile.Parse(root.ToJsonString(), "city.json")).Message);
    }

    [Fact]
    public void Every_clock_needs_a_limit_for_every_ticket()
    {
        var root = JsonNode.Parse(Json)!;
        root["limits"]!.AsArray().RemoveAt(root["limits"]!.AsArray().Count - 1);
        Assert.Contains("clock \"follow-up\" needs a last row", Assert.Throws<CityProfileException>(() => CityProfileFile.Parse(root.ToJsonString(), "c")).Message);
    }

    [Fact]
    public void Every_category_in_every_district_has_a_department()
    {
        foreach (var category in Catalogue.Categories.SelectMany(c => c.Children!))
            foreach (var district in Catalogue.Districts)
                Assert.NotNull(Catalogue.Propose(category.Code, district.Code));
    }

    [Theory]
    [InlineData("0101", "binhai", "binhai")]
    [InlineData("0104", "binhai", "urban")]
    [InlineData("0301", null, "water")]
    [InlineData("0802", "gaoxin", "medicare")]
    public void The_catalogue_proposes_the_nearest_row(string category, string? district, string department) =>
        Assert.Equal(department, Catalogue.Propose(category, district)?.Department.Code.Code);

    [Fact]
    public void Words_of_a_text_speak_for_a_category_and_a_place()
    {
        const string text = "碧水湾二期家里停水两天了，水压也一直很低";
        var category = Catalogue.CategoriesIn(text)[0];
        Assert.Equal(("0301", true), (category.Category.Code, category.Certain));
        var place = Assert.Single(Catalogue.PlacesIn(text));
        Assert.Equal(("碧水湾", "binhai", true), (place.Place, place.District.Code, place.Certain));
        Assert.Empty(Catalogue.CategoriesIn("今天天气不错"));
    }
}
