using Hotline.Telephony.Rotas;

namespace Hotline.Telephony.Tests.Rotas;

public sealed class CallForecastTests
{
    private static readonly DateOnly First = new(2026, 1, 5); // a Monday
    private static readonly DateOnly[] Holidays = [new(2026, 2, 17), new(2026, 2, 18), new(2026, 5, 1), new(2026, 10, 1), new(2026, 10, 2)];
    private static readonly DateOnly MadeUp = new(2026, 9, 20); // a Sunday that was worked

    [Fact]
    public void A_day_is_the_mean_of_the_last_six_like_it()
    {
        var history = Days(70, (day, _) => day.DayOfWeek == DayOfWeek.Tuesday ? 10 + (day.DayNumber / 7 % 2 * 2) : 3);
        Assert.All(CallForecast.Of(new DateOnly(2026, 3, 17), history, IsWorkday)!, c => Assert.Equal(11, c, 1.1)); // by turns 10 and 12
        Assert.All(CallForecast.Of(new DateOnly(2026, 3, 18), history, IsWorkday)!, c => Assert.Equal(3, c, 0.3));
    }

    [Fact]
    public void A_holiday_is_like_earlier_holidays_and_before_any_like_Sundays()
    {
        var history = Days(300, (day, _) => Kind(day) switch { DayKind.Working => 20, DayKind.Weekend => 8, _ => 4 });
        Assert.All(CallForecast.Of(new DateOnly(2026, 10, 1), history, IsWorkday)!, c => Assert.Equal(4, c, 0.5));
        Assert.All(CallForecast.Of(new DateOnly(2026, 2, 17), history, IsWorkday)!, c => Assert.Equal(8, c, 0.5));
    }

    [Fact]
    public void A_Sunday_that_is_worked_is_like_working_days()
    {
        var history = Days(300, (day, _) => Kind(day) == DayKind.Working ? 20 : 8);
        Assert.All(CallForecast.Of(MadeUp, history, IsWorkday)!, c => Assert.Equal(20, c, 0.5));
    }

    [Fact]
    public void When_everything_grows_the_forecast_follows()
    {
        var history = Days(120, (day, _) => day.DayNumber >= First.DayNumber + 106 ? 15 : 10);
        var said = CallForecast.Of(First.AddDays(120), history, IsWorkday)!;
        Assert.InRange(said[20], 13, 17);
        Assert.InRange(CallForecast.Of(First.AddDays(106), history, IsWorkday)![20], 9.9, 10.1);
    }

    [Fact]
    public void A_year_with_weeks_days_holidays_and_noise_is_forecast_within_a_fifth()
    {
        var random = new Random(12345);
        var history = Days(330, (day, i) => Poisson(random, Shape(i) * (Kind(day) switch { DayKind.Working => day.DayOfWeek == DayOfWeek.Monday ? 60 : 48, DayKind.Weekend => 22, _ => 15 })));
        var error = CallForecast.Error(history, First.AddDays(180), IsWorkday)!.Value;
        Assert.InRange(error, 0.05, 0.20); // of 48 noisy half hours a day; the noise alone makes most of it
        Assert.True(error < Naive(history, First.AddDays(180)), "no better than yesterday's numbers");
    }

    [Fact]
    public void A_day_with_weather_is_raised_as_earlier_days_with_it_were_and_they_do_not_raise_plain_days()
    {
        var storms = Enumerable.Range(0, 4).Select(i => First.AddDays(20 + (i * 13))).ToList();
        var weather = storms.Append(First.AddDays(84)).ToDictionary(d => d, _ => (IReadOnlyList<string>)["暴雨", "大风"]);
        var history = Days(84, (day, _) => storms.Contains(day) ? 30 : 12);
        Assert.All(CallForecast.Of(First.AddDays(84), history, IsWorkday, weather)!, c => Assert.Equal(30, c, 0.5));
        Assert.All(CallForecast.Of(First.AddDays(85), history, IsWorkday, weather)!, c => Assert.Equal(12, c, 0.5));
        Assert.Equal(2.5, CallForecast.WeatherFactor(First.AddDays(84), history, IsWorkday, weather), 0.1);
        Assert.Equal(1, CallForecast.WeatherFactor(First.AddDays(85), history, IsWorkday, weather));
        weather[First.AddDays(84)] = ["寒潮"]; // nobody has seen one yet
        Assert.All(CallForecast.Of(First.AddDays(84), history, IsWorkday, weather)!, c => Assert.Equal(12, c, 0.5));
    }

    [Fact]
    public void A_year_with_storms_is_forecast_better_with_their_tags_than_without()
    {
        var random = new Random(54321);
        var storms = Enumerable.Range(0, 330).Where(_ => random.NextDouble() < 0.08).Select(First.AddDays).ToHashSet();
        var weather = storms.ToDictionary(d => d, _ => (IReadOnlyList<string>)["暴雨"]);
        var shapes = Days(330, (day, i) => Shape(i) * (Kind(day) == DayKind.Working ? 48 : 20) * (storms.Contains(day) ? 2 : 1));
        var history = shapes.Select(d => d with { Calls = [.. d.Calls.Select(c => Poisson(random, c))] }).ToList();
        var (with, without) = (CallForecast.Error(history, First.AddDays(180), IsWorkday, weather)!.Value, CallForecast.Error(history, First.AddDays(180), IsWorkday)!.Value);
        Assert.True(with < without - 0.02, $"{with} with weather, {without} without");
    }

    [Fact]
    public void Without_a_day_like_it_nothing_is_said()
    {
        Assert.Null(CallForecast.Of(First, [], IsWorkday));
        Assert.Null(CallForecast.Error([], First, IsWorkday));
        Assert.Null(CallForecast.Of(First, Days(3, (_, _) => 1), IsWorkday)); // only later days are known
    }

    private static double Naive(List<DayOfCalls> history, DateOnly from)
    {
        var pairs = history.Zip(history.Skip(1)).Where(p => p.Second.Day >= from).ToList();
        return pairs.Sum(p => p.First.Calls.Zip(p.Second.Calls, (a, b) => Math.Abs(a - b)).Sum()) / pairs.Sum(p => p.Second.Calls.Sum());
    }

    private static List<DayOfCalls> Days(int many, Func<DateOnly, int, double> calls) =>
        [.. Enumerable.Range(0, many).Select(First.AddDays).Select(d => new DayOfCalls(d, [.. Enumerable.Range(0, CallForecast.Intervals).Select(i => calls(d, i))]))];

    private static double Shape(int interval) => interval is >= 16 and < 36 ? 1 : 0.25;

    private static double Poisson(Random random, double mean)
    {
        var (limit, product, many) = (Math.Exp(-mean), 1.0, -1);
        do (product, many) = (product * random.NextDouble(), many + 1);
        while (product > limit);
        return many;
    }

    private static DayKind Kind(DateOnly day) => CallForecast.KindOf(day, IsWorkday);

    private static bool IsWorkday(DateOnly day) => day == MadeUp || (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !Holidays.Contains(day));
}
