namespace Hotline.Journeys;

/// <summary>How loud the two channels of a recording are.</summary>
internal static class Loudness
{
    /// <summary>Root mean square of each channel, of 32768, over the samples after the header of an A-law WAV file.</summary>
    internal static (double Left, double Right) OfStereoALaw(byte[] wav)
    {
        var start = wav.AsSpan().IndexOf("data"u8) + 8;
        return (Channel(wav, start), Channel(wav, start + 1));
    }

    private static double Channel(byte[] wav, int start)
    {
        double sum = 0;
        var count = 0;
        for (var i = start; i < wav.Length; i += 2, count++) sum += Math.Pow(Linear(wav[i]), 2);
        return Math.Sqrt(sum / Math.Max(1, count));
    }

    private static int Linear(byte code)
    {
        var plain = code ^ 0x55;
        var (segment, step) = ((plain >> 4) & 7, (plain & 15) << 4);
        var magnitude = segment == 0 ? step + 8 : (step + 0x108) << (segment - 1);
        return (plain & 0x80) != 0 ? magnitude : -magnitude;
    }
}
