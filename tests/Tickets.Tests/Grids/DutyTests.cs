using Hotline.Tickets.Grids;

namespace Hotline.Tickets.Tests.Grids;

public sealed class DutyTests
{
    private static readonly DateTimeOffset Eight = new(2026, 11, 9, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Two_at_once_in_one_post_overlap_and_two_posts_do_not()
    {
        var overlap = Assert.Single(DutyCheck.Overlaps([Shift("王", 0, 12), Shift("李", 10, 20), Shift("陈", 20, 30), Shift("赵", 0, 30) with { Role = DutyRole.Police }]));
        Assert.Equal(("王", "李", Eight.AddHours(10), Eight.AddHours(12)), (overlap.One.Person, overlap.Other.Person, overlap.From, overlap.To));
    }

    [Fact]
    public void A_long_shift_overlaps_every_short_one_in_it() =>
        Assert.Equal(["李", "陈"], DutyCheck.Overlaps([Shift("王", 0, 24), Shift("李", 2, 4), Shift("陈", 20, 22)]).Select(o => o.Other.Person));

    [Fact]
    public void A_hole_between_shifts_is_found_and_a_covered_one_is_not()
    {
        var gap = Assert.Single(DutyCheck.Gaps([Shift("王", 0, 8), Shift("李", 9, 20), Shift("陈", 10, 12), Shift("刘", 20, 24)]));
        Assert.Equal((Eight.AddHours(8), Eight.AddHours(9)), (gap.From, gap.To));
    }

    [Fact]
    public async Task Who_is_on_duty_changes_at_the_moment_of_the_handover()
    {
        await using var house = await TicketHouse.OpenAsync();
        var rosters = new DutyRosters(house.Db);
        Assert.Equal(2, await rosters.ImportAsync([Shift("王", 0, 12), Shift("李", 12, 24)], Ct));
        Assert.Equal("王", Assert.Single(await rosters.OnDutyAsync("water", Eight, Ct)).Person);
        Assert.Equal("王", Assert.Single(await rosters.OnDutyAsync("water", Eight.AddHours(12).AddSeconds(-1), Ct)).Person);
        Assert.Equal("李", Assert.Single(await rosters.OnDutyAsync("water", Eight.AddHours(12), Ct)).Person);
        Assert.Empty(await rosters.OnDutyAsync("water", Eight.AddHours(24), Ct));
        Assert.Empty(await rosters.OnDutyAsync("power", Eight, Ct));
    }

    [Fact]
    public async Task The_same_line_again_changes_only_what_is_new()
    {
        await using var house = await TicketHouse.OpenAsync();
        var rosters = new DutyRosters(house.Db);
        await rosters.ImportAsync([Shift("王", 0, 12), Shift("李", 12, 24)], Ct);
        Assert.Equal(1, await rosters.ImportAsync([Shift("王", 0, 12), Shift("李", 12, 24) with { Phone = "0473-999" }], Ct));
        Assert.Equal("0473-999", Assert.Single(await rosters.OnDutyAsync("water", Eight.AddHours(13), Ct)).Phone);
        Assert.True(await rosters.RemoveAsync(Shift("王", 0, 12), Ct));
        Assert.False(await rosters.RemoveAsync(Shift("王", 0, 12), Ct));
    }

    private static Duty Shift(string person, int from, int to) => new("water", DutyRole.DutyOfficer, person, "0473-3998000", Eight.AddHours(from), Eight.AddHours(to));
}
