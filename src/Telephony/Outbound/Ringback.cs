using Hotline.Telephony.Media;

namespace Hotline.Telephony.Outbound;

/// <summary>回铃音: 450 Hz, one second on and four off, as Chinese exchanges send it (GB/T 3380).</summary>
internal static class Ringback
{
    private const int Rate = 8000, Hertz = 450, Amplitude = 6000;

    internal static Prompt Tone { get; } = Prompt.FromSamples([.. Enumerable.Range(0, 5 * Rate).Select(Sample)]);

    private static short Sample(int i) => i < Rate ? (short)(Amplitude * Math.Sin(2 * Math.PI * Hertz * i / Rate)) : (short)0;
}
