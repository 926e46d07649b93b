using Hotline.Tickets.Deadlines;
using static Hotline.Tickets.Tests.Deadlines.WorkCalendarTests;

namespace Hotline.Tickets.Tests.Deadlines;

/// <summary>The calendar against a clock that ticks through every minute of nine years and knows nothing of intervals.</summary>
public sealed class WorkCalendarSimulationTests
{
    private static readonly DateTimeOffset First = At("2018-01-01 00:00");
    private static readonly int Minutes = (int)(At("2027-07-01 00:00") - First).TotalMinutes;

    public static TheoryData<string> Shifts =>
        ["09:00-12:00,13:30-17:30", "00:00-24:00", "08:30-11:30,14:00-17:00,21:15-24:00", "00:00-00:01", "00:00-06:00,06:00-07:59"];

    [Theory, MemberData(nameof(Shifts))]
    public void Agrees_with_a_minute_by_minute_simulation(string shift)
    {
        var random = new Random(12345);
        var calendar = WorkCalendar.National(WorkHours.Parse(shift));
        var worked = WorkedBefore(calendar, shift);
        for (var i = 0; i < 2000; i++)
        {
            var (start, working) = (random.Next(Minutes / 10 * 9), random.Next(1, 5000));
            var due = calendar.AddWorkingTime(First.AddMinutes(start), TimeSpan.FromMinutes(working));
            var end = Array.BinarySearch(worked, worked[start] + working) is var found and >= 0 ? Leftmost(worked, found) : -1;
            if (end < 0) continue;

            Assert.Equal(First.AddMinutes(end), due.At);
            Assert.Equal(working, due.Intervals.Sum(counted => (counted.To - counted.From).TotalMinutes));
            Assert.Equal(working, calendar.WorkingTimeBetween(First.AddMinutes(start), due.At).TotalMinutes);
            var any = random.Next(Minutes);
            Assert.Equal(worked[any] - worked[start], calendar.WorkingTimeBetween(First.AddMinutes(start), First.AddMinutes(any)).TotalMinutes);
        }
    }

    [Theory, MemberData(nameof(Shifts))]
    public void The_nth_working_day_ends_after_n_days_worth_of_time_from_the_next_midnight(string shift)
    {
        var random = new Random(2027);
        var hours = WorkHours.Parse(shift);
        var calendar = WorkCalendar.National(hours);
        for (var i = 0; i < 1000; i++)
        {
            var (start, days) = (First.AddMinutes(random.Next(Minutes)), random.Next(1, 60));
            var midnight = start.AddMinutes(1440 - (start.TimeOfDay.TotalMinutes % 1440));

            var due = calendar.AddWorkingDays(start, days);

            Assert.Equal(calendar.AddWorkingTime(midnight, days * hours.PerDay).At, due.At);
            Assert.Equal(days, due.Intervals.Select(counted => counted.From.Date).Distinct().Count());
        }
    }

    /// <summary>How many minutes were worked before each minute.</summary>
    private static int[] WorkedBefore(WorkCalendar calendar, string shift)
    {
        var open = new bool[1440];
        foreach (var part in shift.Split(','))
            for (var minute = MinuteOf(part[..5]); minute < MinuteOf(part[6..]); minute++) open[minute] = true;

        var worked = new int[Minutes + 1];
        for (var minute = 0; minute < Minutes; minute++)
        {
            var works = calendar.IsWorkday(DateOnly.FromDateTime(First.DateTime.AddDays(minute / 1440)));
            worked[minute + 1] = worked[minute] + (works && open[minute % 1440] ? 1 : 0);
        }
        return worked;
    }

    private static int MinuteOf(string time) => (int.Parse(time[..2]) * 60) + int.Parse(time[3..]);

    private static int Leftmost(int[] worked, int found)
    {
        while (worked[found - 1] == worked[found]) found--;
        return found;
    }
}
