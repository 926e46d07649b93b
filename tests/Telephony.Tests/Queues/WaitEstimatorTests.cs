using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Tests.Queues;

/// <summary>A day of a mid-sized city, minute by minute, on the real queue and seats: the estimator sees only what has happened, as it would.</summary>
public sealed class WaitEstimatorTests
{
    [Theory]
    [InlineData(7)]
    [InlineData(33358)]
    [InlineData(20260302)]
    public void Over_a_day_the_median_error_on_waits_above_a_minute_is_at_most_thirty_percent(int seed)
    {
        using var day = new SimulatedDay(seed, agents: 40, median: 140, spread: 0.6);
        day.Run();

        var error = WaitEstimator.Median(day.Errors);
        var inside = day.InRange / (double)day.Errors.Count;
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"seed {seed}: {day.Answered} answered, {day.Abandoned} gave up, {day.Errors.Count} waits of 60 s and more told; median error {error:P1}, {inside:P0} within the range");
        Assert.InRange(day.Errors.Count, 100, int.MaxValue);
        Assert.InRange(error, 0, 0.3);
        Assert.InRange(inside, 0.6, 1);
    }

    [Fact]
    public void It_says_nothing_before_ten_of_its_estimates_have_come_true()
    {
        var estimator = new WaitEstimator(errorLimit: 0.3);
        for (var i = 0; i < 9; i++) estimator.CameTrue(Of(100), TimeSpan.FromSeconds(100));
        Assert.False(estimator.Speaks);
        estimator.CameTrue(Of(100), TimeSpan.FromSeconds(100));
        Assert.True(estimator.Speaks);
    }

    [Fact]
    public void It_falls_silent_while_its_error_is_over_the_limit_and_speaks_again_when_it_is_not()
    {
        var estimator = new WaitEstimator(errorLimit: 0.3);
        for (var i = 0; i < 20; i++) estimator.CameTrue(Of(100), TimeSpan.FromSeconds(200));
        Assert.Equal((0.5, false), (estimator.Error, estimator.Speaks));
        for (var i = 0; i < 40; i++) estimator.CameTrue(Of(100), TimeSpan.FromSeconds(110));
        Assert.True(estimator.Speaks);
    }

    [Fact]
    public void The_mean_is_the_callers_before_you_over_the_rate_at_which_agents_become_free()
    {
        var estimate = WaitEstimator.Estimate(ahead: 9, agents: 20, finished: 1 / 200d, lost: null)!;
        Assert.Equal(100, estimate.Expected.TotalSeconds, 0.001);
        Assert.InRange(estimate.Low.TotalSeconds, 55, 70);
        Assert.InRange(estimate.High.TotalSeconds, 130, 150);
        Assert.True(WaitEstimator.Estimate(9, 20, 1 / 200d, lost: 1 / 300d)!.Expected < estimate.Expected);
        Assert.Null(WaitEstimator.Estimate(9, agents: 0, 1 / 200d, null));
    }

    private static WaitEstimate Of(int seconds) => new(TimeSpan.FromSeconds(seconds), default, default);
}
