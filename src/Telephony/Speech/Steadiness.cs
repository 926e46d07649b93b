using System.Numerics;

namespace Hotline.Telephony.Speech;

/// <summary>
/// Tells music and tones from speech: a note's spectrum stands still for a tenth of a second and longer, a voice's never does;
/// a key's two tones are all there is at the time, however short it is pressed.
/// </summary>
internal static class Steadiness
{
    private const int Window = 256;
    private const int Hop = 160;
    private const int Apart = 3;
    private const double LeastOfMusic = 0.6;
    private const int BinsOfTones = 8;
    private const double LeastOfTones = 0.45;
    private static readonly Complex[] Turns = [.. Enumerable.Range(0, Window / 2).Select(i => Complex.FromPolarCoordinates(1, -2 * Math.PI * i / Window))];
    private static readonly float[] Hann = [.. Enumerable.Range(0, Window).Select(i => 0.5f - (0.5f * MathF.Cos(2 * MathF.PI * i / Window)))];

    /// <summary>Measured: 0.84 to 1 for tones and music, below 0.05 for speech, 0.25 for speech in mains hum.</summary>
    internal static bool IsMusic(ReadOnlySpan<short> samples) => Of(samples) > LeastOfMusic || Purity(samples) > LeastOfTones;

    /// <summary>The share of loud moments whose spectrum is still there 60 ms later, 0 to 1.</summary>
    internal static double Of(ReadOnlySpan<short> samples)
    {
        var spectra = Spectra(samples);
        if (spectra.Count <= Apart) return 0;

        var loudest = spectra.Max(Energy);
        var pairs = spectra.Skip(Apart).Zip(spectra).Where(pair => Math.Min(Energy(pair.First), Energy(pair.Second)) > loudest / 1000).ToList();
        return pairs.Count == 0 ? 0 : (double)pairs.Count(pair => Likeness(pair.First, pair.Second) > 0.97) / pairs.Count;
    }

    /// <summary>The share of loud moments that are hardly more than two tones. Measured: 0.67 for DTMF, at most 0.21 for speech.</summary>
    internal static double Purity(ReadOnlySpan<short> samples)
    {
        var spectra = Spectra(samples);
        if (spectra.Count <= Apart) return 0;

        var loudest = spectra.Max(Energy);
        var loud = spectra.Where(spectrum => Energy(spectrum) > loudest / 1000).ToList();
        return loud.Count == 0 ? 0 : (double)loud.Count(spectrum => spectrum.OrderDescending().Take(BinsOfTones).Sum(bin => bin * bin) > 0.99 * Energy(spectrum)) / loud.Count;
    }

    private static List<float[]> Spectra(ReadOnlySpan<short> samples)
    {
        var spectra = new List<float[]>();
        for (var at = 0; at + Window <= samples.Length; at += Hop) spectra.Add(Spectrum(samples.Slice(at, Window)));
        return spectra;
    }

    private static float Energy(float[] spectrum) => Dot(spectrum, spectrum);

    // 1 when they differ only in loudness
    private static float Likeness(float[] one, float[] other) => Dot(one, other) / MathF.Sqrt((Energy(one) * Energy(other)) + 1e-20f);

    private static float Dot(float[] one, float[] other)
    {
        var sum = 0f;
        for (var i = 0; i < one.Length; i++) sum += one[i] * other[i];
        return sum;
    }

    private static float[] Spectrum(ReadOnlySpan<short> samples)
    {
        Span<Complex> values = stackalloc Complex[Window];
        for (var i = 0; i < Window; i++) values[i] = Hann[i] * samples[i] / 32768f;
        Transform(values);

        // without the lowest three bins: mains hum stands still too
        var spectrum = new float[(Window / 2) - 3];
        for (var i = 0; i < spectrum.Length; i++) spectrum[i] = (float)values[i + 3].Magnitude;
        return spectrum;
    }

    // Fast Fourier transform, decimation in frequency; the bit-reversed order of the result is undone at the end.
    private static void Transform(Span<Complex> values)
    {
        for (var half = Window / 2; half >= 1; half /= 2)
            for (var i = 0; i < half; i++)
            {
                var turn = Turns[i * (Window / 2 / half)];
                for (var low = i; low < Window; low += 2 * half)
                    (values[low], values[low + half]) = (values[low] + values[low + half], (values[low] - values[low + half]) * turn);
            }

        for (var i = 0; i < Window; i++)
        {
            var mirrored = (int)(Reverse((uint)i) >> 24);
            if (mirrored > i) (values[i], values[mirrored]) = (values[mirrored], values[i]);
        }
    }

    private static uint Reverse(uint bits)
    {
        var reversed = 0u;
        for (var i = 0; i < 32; i++) reversed = (reversed << 1) | ((bits >> i) & 1);
        return reversed;
    }
}
