namespace Hotline;

/// <summary>The 95 % interval of a rate (Wilson score, E. B. Wilson 1927): honest for few cases and near 0 and 100 %.</summary>
internal static class Wilson
{
    private const double Z = 1.959963984540054;

    /// <param name="numerator">From 0 to <paramref name="denominator"/>; parts of a case may count.</param>
    /// <param name="denominator">Above 0.</param>
    internal static (double Low, double High) Interval(double numerator, double denominator)
    {
        var (share, z2) = (numerator / denominator, Z * Z / denominator);
        var middle = (share + (z2 / 2)) / (1 + z2);
        var half = Z * Math.Sqrt((share * (1 - share) / denominator) + (z2 / (4 * denominator))) / (1 + z2);
        return (Math.Max(0, middle - half), Math.Min(1, middle + half));
    }
}
