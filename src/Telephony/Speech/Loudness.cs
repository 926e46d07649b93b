namespace Hotline.Telephony.Speech;

/// <summary>How loud each frame is, and whether that stands out of the line's noise.</summary>
internal sealed class Loudness
{
    /// <summary>The level of no sound at all, in dB of full scale.</summary>
    internal const float Silence = -90;

    // Speech begins well above the noise and goes on while it is a little above; anything below these levels is nobody speaking to us.
    private const float Onset = 9;
    private const float Stay = 6;
    private const float FaintestOnset = -48;
    private const float FaintestStay = -52;

    // The noise floor is the least level of the last three seconds: speech always has gaps, noise has none. Before, a usual line is assumed.
    private const int WindowFrames = 25;
    private readonly float[] _leastOfWindows = [-45, -45, -45, -45, -45, -45];
    private float _least;
    private int _frames;

    private float _lastInput;
    private float _lastOutput;

    /// <param name="speaking">An utterance is under way.</param>
    internal (float Level, bool Voiced) Hear(ReadOnlySpan<short> frame, bool speaking)
    {
        var level = Level(frame);
        var floor = Math.Max(Follow(level), -70);
        var threshold = speaking ? Math.Max(floor + Stay, FaintestStay) : Math.Max(floor + Onset, FaintestOnset);
        return (level, level > threshold);
    }

    private float Follow(float level)
    {
        _least = Math.Min(_least, level);
        if (++_frames % WindowFrames == 0)
        {
            _leastOfWindows[_frames / WindowFrames % _leastOfWindows.Length] = _least;
            _least = 0;
        }

        return Math.Min(_least, _leastOfWindows.Min());
    }

    // RMS above some 180 Hz: mains hum and a handset's offset are not loudness.
    private float Level(ReadOnlySpan<short> frame)
    {
        var energy = 0f;
        foreach (var sample in frame)
        {
            var input = sample / 32768f;
            _lastOutput = input - _lastInput + (0.86f * _lastOutput);
            _lastInput = input;
            energy += _lastOutput * _lastOutput;
        }

        return Math.Max(Silence, 10 * MathF.Log10((energy / frame.Length) + 1e-12f));
    }
}
