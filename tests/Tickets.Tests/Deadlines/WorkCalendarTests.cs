using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Tests.Deadlines;

public sealed class WorkCalendarTests
{
    private static readonly WorkCalendar Calendar = WorkCalendar.National(WorkHours.Office);

    [Fact]
    public void A_make_up_saturday_works_and_a_holiday_monday_does_not()
    {
        Assert.True(Calendar.IsWorkday(new(2026, 2, 28)));
        Assert.False(Calendar.IsWorkday(new(2026, 2, 16)));
        Assert.False(Calendar.IsWorkday(new(2026, 11, 22)));
        Assert.True(Calendar.IsWorkday(new(2026, 11, 23)));
    }

    [Fact]
    public void The_spring_festival_of_2020_was_prolonged_by_a_later_notice()
    {
        Assert.False(Calendar.IsWorkday(new(2020, 1, 31)));
        Assert.False(Calendar.IsWorkday(new(2020, 2, 1)));
        Assert.True(Calendar.IsWorkday(new(2020, 2, 3)));
    }

    [Fact]
    public void The_day_of_the_start_does_not_count() =>
        Assert.Equal(At("2026-11-24 17:30"), Calendar.AddWorkingDays(At("2026-11-23 08:00"), 1).At);

    [Fact]
    public void Started_on_a_day_off_the_first_working_day_counts() =>
        Assert.Equal(At("2026-11-23 17:30"), Calendar.AddWorkingDays(At("2026-11-21 10:00"), 1).At);

    [Fact]
    public void Counted_from_the_start_day_that_day_is_the_first_unless_it_is_past_its_close()
    {
        Assert.Equal(At("2026-11-23 17:30"), Calendar.AddWorkingDays(At("2026-11-23 17:29"), 1, DayCount.FromStartDay).At);
        Assert.Equal(At("2026-11-24 17:30"), Calendar.AddWorkingDays(At("2026-11-23 17:30"), 1, DayCount.FromStartDay).At);
    }

    [Fact]
    public void Counted_from_the_moment_a_day_is_a_days_worth_of_working_time() =>
        Assert.Equal(At("2026-11-24 10:00"), Calendar.AddWorkingDays(At("2026-11-23 10:00"), 1, DayCount.FromMoment).At);

    [Fact]
    public void Five_working_days_step_over_the_national_day_and_count_the_make_up_saturday()
    {
        var due = Calendar.AddWorkingDays(At("2026-09-29 11:00"), 5);

        Assert.Equal(At("2026-10-12 17:30"), due.At);
        Assert.Equal([30, 30, 8, 8, 9, 9, 10, 10, 12, 12], due.Intervals.Select(counted => counted.From.Day));
    }

    [Fact]
    public void Working_time_stands_still_at_lunch_and_at_night_and_is_explained()
    {
        var due = Calendar.AddWorkingTime(At("2026-11-20 11:30"), TimeSpan.FromHours(5));

        Assert.Equal(At("2026-11-23 09:30"), due.At);
        Assert.Equal(
            [
                new(At("2026-11-20 11:30"), At("2026-11-20 12:00")),
                new(At("2026-11-20 13:30"), At("2026-11-20 17:30")),
                new CountedInterval(At("2026-11-23 09:00"), At("2026-11-23 09:30")),
            ],
            due.Intervals);
    }

    [Fact]
    public void Time_used_up_at_a_close_is_due_at_that_close() =>
        Assert.Equal(At("2026-11-23 12:00"), Calendar.AddWorkingTime(At("2026-11-23 09:00"), TimeSpan.FromHours(3)).At);

    [Fact]
    public void A_shift_until_24_00_is_due_at_the_midnight_that_ends_the_day()
    {
        var late = WorkCalendar.National(WorkHours.Parse("08:00-12:00,20:00-24:00"));

        Assert.Equal(At("2026-11-24 00:00"), late.AddWorkingTime(At("2026-11-23 08:00"), TimeSpan.FromHours(8)).At);
        Assert.Equal(At("2026-11-25 00:00"), late.AddWorkingDays(At("2026-11-23 08:00"), 1).At);
    }

    [Fact]
    public void A_start_in_another_offset_is_the_same_moment() => Assert.Equal(
        Calendar.AddWorkingDays(At("2026-11-23 02:00"), 3).At,
        Calendar.AddWorkingDays(At("2026-11-23 02:00").ToUniversalTime(), 3).At);

    [Fact]
    public void A_year_without_notice_counts_weekdays_and_says_so()
    {
        var due = Calendar.AddWorkingDays(At("2026-12-31 09:00"), 1);

        Assert.Equal((At("2027-01-01 17:30"), true), (due.At, due.UnknownYear));
        Assert.False(Calendar.IsKnown(new(2027, 1, 1)));
        Assert.False(Calendar.AddWorkingDays(At("2026-12-30 09:00"), 1).UnknownYear);
    }

    [Fact]
    public void A_citys_own_day_off_goes_over_the_notice()
    {
        var city = WorkCalendar.OfCity(WorkHours.Office, [new(new(2026, 11, 24), Works: false, "市庆日")]);

        Assert.Equal(At("2026-11-25 17:30"), city.AddWorkingDays(At("2026-11-23 09:00"), 1).At);
    }

    [Fact]
    public void Natural_days_end_at_midnight_or_run_from_the_moment()
    {
        Assert.Equal(At("2026-10-04 00:00"), WorkCalendar.AddNaturalDays(At("2026-10-01 15:00"), 2).At);
        Assert.Equal(At("2026-10-03 00:00"), WorkCalendar.AddNaturalDays(At("2026-10-01 15:00"), 2, DayCount.FromStartDay).At);
        Assert.Equal(At("2026-10-03 15:00"), WorkCalendar.AddNaturalDays(At("2026-10-01 15:00"), 2, DayCount.FromMoment).At);
        Assert.Equal(At("2026-10-01 15:30"), WorkCalendar.AddTime(At("2026-10-01 15:00"), TimeSpan.FromMinutes(30)).At);
    }

    [Theory]
    [InlineData("")]
    [InlineData("09:00")]
    [InlineData("12:00-09:00")]
    [InlineData("09:00-12:00,11:00-17:00")]
    [InlineData("09:00-25:00")]
    public void Wrong_work_hours_are_refused_with_the_right_form(string hours) =>
        Assert.Contains("09:00-12:00,13:30-17:30", Assert.Throws<FormatException>(() => WorkHours.Parse(hours)).Message);

    internal static DateTimeOffset At(string text) =>
        DateTimeOffset.Parse(text + " +08:00", System.Globalization.CultureInfo.InvariantCulture);
}
