namespace Hotline.Telephony.Queues;

/// <summary>
/// 预计等待: the time until as many agents have become free as stand before the caller, callers ahead who give up included. It keeps
/// its own error on waits that came true, and is trusted only while that is small. Not for several threads.
/// </summary>
internal sealed class WaitEstimator(double errorLimit)
{
    /// <summary>A relative error says little on shorter waits.</summary>
    internal static readonly TimeSpan ShortestJudged = TimeSpan.FromSeconds(60);

    private const int Remembered = 50;
    private const int Needed = 10;
    private const double EightOfTen = 1.2816;

    private readonly Queue<double> _errors = new();

    /// <summary>Median of |estimated − waited| ÷ waited over the last 50 waits of a minute or more; null while there are fewer than 10.</summary>
    internal double? Error => _errors.Count < Needed ? null : Median(_errors);

    internal int Judged => _errors.Count;

    /// <summary>Good enough to be told.</summary>
    internal bool Speaks => Error <= errorLimit;

    /// <param name="ahead">Callers who are served before this one.</param>
    /// <param name="agents">Signed in, not paused, and able to serve the caller.</param>
    /// <param name="finished">Calls finished per second by one busy agent.</param>
    /// <param name="lost">Callers lost per second of one caller's waiting.</param>
    /// <returns>Null where nothing is known: nobody is there, or no call has been finished yet.</returns>
    internal static WaitEstimate? Estimate(int ahead, int agents, double? finished, double? lost)
    {
        if (agents == 0 || finished is not { } perAgent) return null;
        var (mean, variance) = (0d, 0d);
        for (var left = ahead; left >= 0; left--)
        {
            var step = 1 / ((agents * perAgent) + (left * (lost ?? 0))); // until somebody is free, or one of those ahead has left
            (mean, variance) = (mean + step, variance + (step * step));
        }

        var shape = mean * mean / variance;
        return new(TimeSpan.FromSeconds(mean), TimeSpan.FromSeconds(mean * Quantile(shape, -EightOfTen)), TimeSpan.FromSeconds(mean * Quantile(shape, EightOfTen)));
    }

    /// <summary>The caller was answered: how good was the estimate given at the beginning?</summary>
    internal void CameTrue(WaitEstimate? estimated, TimeSpan waited)
    {
        if (estimated is null || waited < ShortestJudged) return;
        if (_errors.Count == Remembered) _errors.Dequeue();
        _errors.Enqueue(Math.Abs((estimated.Expected - waited) / waited));
    }

    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>Of a gamma distribution with mean 1, by Wilson and Hilferty's cube (1931).</summary>
    private static double Quantile(double shape, double z) => Math.Max(0, Math.Pow(1 - (1 / (9 * shape)) + (z / (3 * Math.Sqrt(shape))), 3));
}
