namespace Hotline.Telephony.Media;

/// <summary>
/// How a call sounds, by ITU-T G.107's E-model with its default values: the rating R loses by delay (7.4, formula 7-27) and by
/// packet loss (7.5, formula 7-29), and R gives the mean opinion score (Annex B). G.711 and G.722 alike, as our mixer is narrowband.
/// </summary>
public static class EModel
{
    /// <summary>R of a G.711 call with no delay and no loss (G.107 table 3).</summary>
    public const double BestRating = 93.2;

    // G.711 with Appendix I concealment under random loss (ITU-T G.113 Appendix I, table I.4)
    private const double LossRobustness = 25.1;

    /// <summary>The rating R, 0 to 100.</summary>
    /// <param name="delay">Mouth to ear, one way.</param>
    /// <param name="loss">Share of packets that had to be made up, 0 to 1.</param>
    public static double Rating(TimeSpan delay, double loss) => Math.Clamp(BestRating - DelayImpairment(delay.TotalMilliseconds) - LossImpairment(100 * loss), 0, 100);

    /// <summary>The mean opinion score of a rating, 1 (bad) to 4.5 (excellent).</summary>
    public static double Mos(double rating) => rating switch
    {
        <= 0 => 1,
        >= 100 => 4.5,
        // Annex B's polynomial falls below 1 for ratings under 6.5
        _ => Math.Max(1, 1 + (0.035 * rating) + (rating * (rating - 60) * (100 - rating) * 7e-6)),
    };

    /// <inheritdoc cref="Rating"/>
    public static double Mos(TimeSpan delay, double loss) => Mos(Rating(delay, loss));

    private static double DelayImpairment(double milliseconds)
    {
        if (milliseconds <= 100) return 0;
        var x = Math.Log2(milliseconds / 100);
        return 25 * (Math.Pow(1 + Math.Pow(x, 6), 1.0 / 6) - (3 * Math.Pow(1 + Math.Pow(x / 3, 6), 1.0 / 6)) + 2);
    }

    private static double LossImpairment(double percent) => 95 * percent / (percent + LossRobustness);
}
