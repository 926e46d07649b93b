using Hotline.Agent.Blazor.Design;

namespace Hotline.Journeys.Design;

public sealed class TreeRowsTests
{
    private static readonly TreeChoice[] Tree =
        [new("01", "城市管理", [new("0101", "占道经营", []), new("0102", "市容环境", [])]), new("02", "供水", [new("0201", "停水", [])])];

    [Fact]
    public void Closed_branches_hide_what_is_below_them()
    {
        Assert.Equal(["01", "02"], Values(TreeRows.Of(Tree, Set(), "")));
        Assert.Equal(["01", "02", "0201"], Values(TreeRows.Of(Tree, Set("02"), "")));
    }

    [Fact]
    public void A_search_opens_what_leads_to_a_find_and_a_found_branch_keeps_its_children_closed()
    {
        Assert.Equal(["02", "0201"], Values(TreeRows.Of(Tree, Set(), "停水")));
        Assert.Equal(["02"], Values(TreeRows.Of(Tree, Set(), "供水")));
        Assert.Empty(TreeRows.Of(Tree, Set(), "没有"));
    }

    [Fact]
    public void A_value_has_its_path()
    {
        Assert.Equal(["01", "0102"], TreeRows.PathTo(Tree, "0102").Select(c => c.Value));
        Assert.Empty(TreeRows.PathTo(Tree, "99"));
    }

    [Theory]
    [InlineData("2026-11-22", "2026-11-16", "2026-11-22")] // a Sunday ends its week
    [InlineData("2026-11-23", "2026-11-23", "2026-11-29")]
    public void A_week_begins_on_Monday(string today, string monday, string sunday) =>
        Assert.Equal(new(DateSpan.Read(monday), DateSpan.Read(sunday)), DateSpan.Week(DateSpan.Read(today)!.Value));

    [Fact]
    public void A_month_ends_on_its_last_day_and_days_may_stand_backwards()
    {
        Assert.Equal(new(new(2028, 2, 1), new(2028, 2, 29)), DateSpan.Month(new(2028, 2, 10)));
        Assert.True(new DateSpan(new(2026, 2, 2), new(2026, 2, 1)).IsBackwards);
        Assert.False(DateSpan.Any.IsBackwards);
    }

    private static HashSet<string> Set(params string[] values) => [.. values];

    private static IEnumerable<string> Values(IEnumerable<TreeRow> rows) => rows.Select(r => r.Choice.Value);
}
