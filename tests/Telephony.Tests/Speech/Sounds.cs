namespace Hotline.Telephony.Tests.Speech;

/// <summary>Sounds that nobody says, 8000 samples/s.</summary>
internal static class Sounds
{
    internal static short[] Silence(double seconds) => new short[(int)(seconds * 8000)];

    internal static short[] Tone(double seconds, double hertz, double amplitude = 0.3) =>
        [.. Enumerable.Range(0, (int)(seconds * 8000)).Select(i => (short)(32767 * amplitude * Math.Sin(2 * Math.PI * hertz * i / 8000)))];

    /// <summary>On and off like a busy tone (GF 002-9002: 450 Hz, 0.35 s each).</summary>
    internal static short[] Busy(double seconds) =>
        [.. Tone(seconds, 450).Select((sample, i) => i / 2800 % 2 == 0 ? sample : (short)0)];

    /// <summary>White noise, the same every time.</summary>
    internal static short[] Noise(double seconds, double amplitude)
    {
        var state = 12345u;
        return [.. Enumerable.Range(0, (int)(seconds * 8000)).Select(_ => (short)(amplitude * 32767 * (((state = (state * 1664525) + 1013904223) >> 8) / 8388608.0 - 1)))];
    }
}
