using Hotline.Telephony.Media;

namespace Hotline.Telephony.Tests.Media;

public sealed class EModelTests
{
    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    [Fact]
    public void A_perfect_call_has_the_rating_and_score_of_the_default_values() =>
        Assert.Equal((93.2, 4.41), (EModel.Rating(Ms(0), 0), Math.Round(EModel.Mos(93.2), 2)));

    /// <summary>The five lower limits of G.107 table B.1, with their MOS.</summary>
    [Theory]
    [InlineData(90, 4.34)]
    [InlineData(80, 4.03)]
    [InlineData(70, 3.60)]
    [InlineData(60, 3.10)]
    [InlineData(50, 2.58)]
    [InlineData(0, 1)]
    [InlineData(4, 1)]
    [InlineData(100, 4.5)]
    public void Ratings_have_the_scores_of_the_recommendations_table(double rating, double mos) => Assert.Equal(mos, EModel.Mos(rating), 0.0061);

    [Fact]
    public void Delay_costs_nothing_to_100_ms_and_much_from_the_300th_on()
    {
        Assert.Equal(EModel.Rating(Ms(0), 0), EModel.Rating(Ms(100), 0));
        Assert.InRange(EModel.Rating(Ms(150), 0), 91.5, 93.2);
        Assert.InRange(EModel.Rating(Ms(400), 0), 68, 72);
    }

    [Fact]
    public void Five_percent_of_concealed_loss_costs_16_points() => Assert.Equal(93.2 - (95 * 5 / 30.1), EModel.Rating(Ms(50), 0.05), 0.001);
}
