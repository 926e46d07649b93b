using Hotline.Tickets.Statistics;

namespace Hotline.Tickets.Tests.Statistics;

public sealed class RankingTests
{
    [Theory]
    [InlineData(10, 10, 0.7225, 1.0)] // by hand from Wilson's formula, z = 1.96
    [InlineData(0, 10, 0.0, 0.2775)]
    [InlineData(50, 100, 0.4038, 0.5962)]
    public void The_interval_is_Wilsons(int numerator, int denominator, double low, double high)
    {
        var figure = KpiFigure.Of(KpiKind.Rate, doubled: false, numerator, denominator);
        Assert.Equal(low, figure.Low!.Value, 0.0001);
        Assert.Equal(high, figure.High!.Value, 0.0001);
    }

    [Fact]
    public void Units_that_chance_alone_may_part_share_a_rank_and_too_few_cases_have_none()
    {
        var ranked = Ranking.Rank([Row("c", 400, 1000), Row("a", 950, 1000), Row("few", 3, 3), Row("b", 940, 1000), Row("d", 100, 1000)], lessIsBetter: false);
        Assert.Equal([("a", 1), ("b", 1), ("c", 3), ("d", 4), ("few", null)], ranked.Select(r => (r.Key!, r.Rank)));
        var reversed = Ranking.Rank([Row("c", 400, 1000), Row("a", 950, 1000), Row("d", 100, 1000)], lessIsBetter: true);
        Assert.Equal([("d", 1), ("c", 2), ("a", 3)], reversed.Select(r => (r.Key!, r.Rank)));
    }

    [Fact]
    public void No_two_units_with_overlapping_intervals_have_different_ranks_in_ten_thousand_tables()
    {
        var random = new Random(7);
        for (var i = 0; i < 10_000; i++)
        {
            var rows = Enumerable.Range(0, random.Next(2, 12)).Select(n => Row($"{n}", random.Next(0, 300), 300)).ToList();
            var ranked = Ranking.Rank(rows, lessIsBetter: i % 2 == 0);
            foreach (var (a, b) in ranked.SelectMany(a => ranked.Select(b => (a, b))))
            {
                if (a.Figure.Low <= b.Figure.High && b.Figure.Low <= a.Figure.High) Assert.Equal(a.Rank, b.Rank);
            }
        }
    }

    private static KpiRow Row(string key, long numerator, long denominator)
    {
        var figure = KpiFigure.Of(KpiKind.Rate, doubled: false, numerator, denominator);
        return new(key, key, new(denominator, denominator, 0, 0, 0), figure, figure, denominator >= 30, null);
    }
}
