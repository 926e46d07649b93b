using Hotline.Tickets.Grids;
using Hotline.Tickets.Tests.Citizens;

namespace Hotline.Tickets.Tests.Grids;

public sealed class CityPlacesTests
{
    [Fact]
    public async Task A_landmark_a_town_and_a_point_lead_to_the_same_names()
    {
        await using var ground = await CitizenGround.OpenAsync();
        var landmark = Assert.Single(await ground.Places.FindAsync("钟楼巷口旁边的摊位", null, Ct));
        Assert.Equal((AreaKind.Grid, "钟楼巷", "老城区"), (landmark.Accuracy, landmark.Word, landmark.District!.Name));
        Assert.Equal(landmark with { Word = null }, await ground.Places.AreaAsync(landmark.Code, Ct));

        var areas = await ground.Places.AreasAsync(Ct);
        var ring = areas.First(a => a.Name == landmark.Grid).Rings[0];
        var middle = new GeoPoint(ring.Average(p => p.Lon), ring.Average(p => p.Lat));
        var pressed = (await ground.Places.PointAsync(middle, Ct))!;
        Assert.Equal((landmark.Grid, landmark.Town, middle), (pressed.Grid, pressed.Town, pressed.At));
        Assert.Null(await ground.Places.PointAsync(new(0, 0), Ct));
    }

    [Theory]
    [InlineData("zlx")]
    [InlineData("钟楼")]
    public async Task Initials_and_the_beginning_of_a_name_find_it_for_citizens_as_for_the_desk(string words)
    {
        await using var ground = await CitizenGround.OpenAsync();
        Assert.Contains(await ground.Places.FindAsync(words, null, Ct), p => p.Word == "钟楼巷");
        Assert.DoesNotContain(await ground.Places.FindAsync(words, "nowhere", Ct), p => p.Word == "钟楼巷");
    }

    [Fact]
    public async Task A_road_through_several_grids_gives_them_all_and_a_whole_town_is_less_exact()
    {
        await using var ground = await CitizenGround.OpenAsync();
        Assert.True((await ground.Places.FindAsync("滨海大道工地", null, Ct)).Count > 1);
        var town = Assert.Single(await ground.Places.FindAsync("钟楼街道某处", null, Ct));
        Assert.Equal((AreaKind.Town, "town:zhonglou"), (town.Accuracy, town.Code));
        Assert.Empty(await ground.Places.FindAsync("不存在的地方", null, Ct));
        Assert.Null(await ground.Places.AreaAsync("town:nowhere", Ct));
    }
}
