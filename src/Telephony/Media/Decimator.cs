namespace Hotline.Telephony.Media;

/// <summary>16000 to 8000 samples/s: a linear-phase low pass at 3700 Hz (Kaiser window, 63 taps, stop band from 4300 Hz), then every second sample.</summary>
internal static class Decimator
{
    private const int Taps = 63;
    private const double CutOff = 4000.0 / 16000.0;
    // about 55 dB in the stop band (Kaiser's formula)
    private const double Beta = 5.0;

    private static readonly double[] Filter = Design();

    internal static short[] Halve(ReadOnlySpan<short> samples)
    {
        var half = new short[(samples.Length + 1) / 2];
        for (var i = 0; i < half.Length; i++) half[i] = At(samples, 2 * i);
        return half;
    }

    private static short At(ReadOnlySpan<short> samples, int centre)
    {
        var sum = 0.0;
        for (var k = 0; k < Taps; k++)
        {
            var at = centre + k - (Taps / 2);
            if ((uint)at < (uint)samples.Length) sum += Filter[k] * samples[at];
        }

        return (short)Math.Clamp(Math.Round(sum), short.MinValue, short.MaxValue);
    }

    private static double[] Design()
    {
        var taps = new double[Taps];
        for (var k = 0; k < Taps; k++)
        {
            var t = k - (Taps / 2);
            var ideal = t == 0 ? 2 * CutOff : Math.Sin(2 * Math.PI * CutOff * t) / (Math.PI * t);
            var edge = 2.0 * t / (Taps - 1);
            taps[k] = ideal * Bessel(Beta * Math.Sqrt(1 - (edge * edge))) / Bessel(Beta);
        }

        var gain = taps.Sum();
        return [.. taps.Select(tap => tap / gain)];
    }

    /// <summary>I0, the modified Bessel function of the first kind, by its power series.</summary>
    private static double Bessel(double x)
    {
        var (sum, term) = (1.0, 1.0);
        for (var n = 1; term > 1e-12 * sum; n++)
        {
            term *= x / 2 / n * (x / 2 / n);
            sum += term;
        }

        return sum;
    }
}
