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

    /// <summary>Traffic, wind: the low parts are the loud ones.</summary>
    internal static short[] BrownNoise(double seconds, double amplitude)
    {
        var level = 0.0;
        return [.. Noise(seconds, 1).Select(sample => (short)(32767 * amplitude * Math.Clamp((level = (0.998 * level) + (sample / 32767.0 * 0.05)) * 0.7, -1, 1)))];
    }

    /// <summary>50 Hz and its odd harmonics.</summary>
    internal static short[] Hum(double seconds) =>
        Sum(Tone(seconds, 50, 0.15), Tone(seconds, 150, 0.08), Tone(seconds, 250, 0.04));

    /// <summary>A tone on and off (GF 002-9002: ringback 1 s and 4 s).</summary>
    internal static short[] Cadence(double seconds, double on, double off, double hertz) =>
        [.. Tone(seconds, hertz).Select((sample, i) => i / 8000.0 % (on + off) < on ? sample : (short)0)];

    /// <summary>DTMF (ITU-T Q.23): all sixteen keys over and over, 100 ms each and 100 ms between.</summary>
    internal static short[] Keys(double seconds)
    {
        double[] rows = [697, 770, 852, 941], columns = [1209, 1336, 1477, 1633];
        var keys = rows.SelectMany(row => columns.SelectMany(column => Sum(Tone(0.1, row, 0.2), Tone(0.1, column, 0.2)).Concat(Silence(0.1)))).ToArray();
        return Repeat(seconds, keys);
    }

    internal static short[] Repeat(double seconds, short[] sound) => [.. Enumerable.Range(0, (int)(seconds * 8000)).Select(i => sound[i % sound.Length])];

    private static short[] Sum(params short[][] sounds) => [.. sounds[0].Select((_, i) => (short)sounds.Sum(sound => sound[i]))];
}
