namespace Hotline.Telephony.Speech;

/// <summary>The telephone's 8000 samples/s to the 16000 that the models want.</summary>
internal static class Upsampler
{
    // Half-band windowed sinc (Hamming): every second output is an input, the others are a symmetric sum over 32 neighbours.
    private static readonly float[] HalfTaps = [.. Enumerable.Range(0, 16).Select(Tap)];

    private static float Tap(int i)
    {
        var t = i + 0.5;
        var window = 0.54 + (0.46 * Math.Cos(Math.PI * t / 16));
        return (float)(Math.Sin(Math.PI * t) / (Math.PI * t) * window);
    }

    /// <summary>Twice as many samples, as fractions of full scale.</summary>
    internal static float[] Double(ReadOnlySpan<short> speech8k)
    {
        var margin = HalfTaps.Length;
        var padded = new float[speech8k.Length + (2 * margin)];
        for (var i = 0; i < speech8k.Length; i++) padded[i + margin] = speech8k[i] / 32768f;

        var doubled = new float[2 * speech8k.Length];
        for (var i = 0; i < speech8k.Length; i++)
        {
            doubled[2 * i] = padded[i + margin];
            doubled[(2 * i) + 1] = Between(padded, i + margin);
        }

        return doubled;
    }

    private static float Between(float[] samples, int left)
    {
        var sum = 0f;
        for (var tap = 0; tap < HalfTaps.Length; tap++)
            sum += HalfTaps[tap] * (samples[left - tap] + samples[left + 1 + tap]);
        return sum;
    }
}
