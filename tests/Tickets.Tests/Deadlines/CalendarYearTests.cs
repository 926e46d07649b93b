using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Tests.Deadlines;

public sealed class CalendarYearTests
{
    [Fact]
    public void A_year_shows_the_notices_days_off_and_the_weekends_made_up()
    {
        var year = CalendarYear.Of(Sample.Rules.Profile with { Days = [] }, 2026);
        Assert.Equal(365, year.Days.Count);
        Assert.NotEmpty(year.Notices);
        var national = year.Days.Single(d => d.Day == new DateOnly(2026, 10, 1));
        Assert.False(national.Works);
        Assert.NotNull(national.Name);
        Assert.All(year.Days.Where(d => d.MakesUp), d => Assert.True(d.Day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday && d.Works));
        Assert.Contains(year.Days, d => d.MakesUp);
        Assert.Empty(year.Differences);
    }

    [Fact]
    public void A_day_of_the_citys_own_is_a_difference_to_the_notice()
    {
        var day = new DateOnly(2026, 11, 24);
        var year = CalendarYear.Of(Sample.Rules.Profile with { Days = [new NamedDay(day, Works: false, "建市纪念日")] }, 2026);
        Assert.Equal([(day, false, true, true, "建市纪念日")], year.Differences.Select(d => (d.Day, d.Works, d.Official, d.OfCity, d.Name!)));
    }

    [Fact]
    public void A_year_without_a_notice_says_so() => Assert.Empty(CalendarYear.Of(Sample.Rules.Profile, 2099).Notices);
}
