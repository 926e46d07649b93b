namespace Hotline.Media.Bench;

/// <summary>Times in steps of 0.1 ms up to 2 s.</summary>
internal sealed class Histogram
{
    private const double Step = 0.1;

    private readonly long[] _counts = new long[20_000];
    private long _all;

    internal double Most { get; private set; }

    internal void Add(double milliseconds)
    {
        _counts[Math.Clamp((int)(milliseconds / Step), 0, _counts.Length - 1)]++;
        _all++;
        Most = Math.Max(Most, milliseconds);
    }

    internal double At(double share)
    {
        var (seen, wanted) = (0L, (long)Math.Ceiling(_all * share));
        for (var i = 0; i < _counts.Length; i++)
        {
            if ((seen += _counts[i]) >= wanted && wanted > 0) return (i + 1) * Step;
        }

        return 0;
    }

    internal void Clear()
    {
        Array.Clear(_counts);
        (_all, Most) = (0, 0);
    }
}
