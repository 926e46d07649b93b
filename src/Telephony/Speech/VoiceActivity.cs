using System.Runtime.InteropServices;
using Hotline.Telephony.Media;

namespace Hotline.Telephony.Speech;

/// <summary>What was said between two pauses.</summary>
/// <param name="Start">When the voice begins, on the call's time line; the samples begin a pad earlier.</param>
/// <param name="End">When the voice ends.</param>
internal sealed record Utterance(TimeSpan Start, TimeSpan End, short[] Samples);

/// <summary>
/// Voice activity detection (静音检测) of one channel, frame by frame: energy over an adaptive noise floor with hysteresis and
/// hangover. Cheap, for it runs on every frame of every call; what only sounds like a voice is turned away later (<see cref="Steadiness"/>).
/// </summary>
internal sealed class VoiceActivity(SpeechOptions options)
{
    private const int FrameSamples = AudioTap.FrameSamples;
    private const int OnsetWindow = 5;
    private const int OnsetFrames = 3;

    private readonly int _pause = Frames(options.Pause);
    private readonly int _pad = Frames(options.Pad);
    private readonly int _shortest = Frames(options.ShortestUtterance);
    private readonly int _longest = Frames(options.LongestUtterance);
    private readonly Loudness _loudness = new();

    // The utterance under way with its pad or, between two, the last few frames: samples, and per frame its level and whether it is voiced.
    private readonly List<short> _samples = [];
    private readonly List<float> _levels = [];
    private readonly List<bool> _voiced = [];
    private long _position;
    private int _first = -1;
    private int _last;

    /// <summary>How much of the utterance under way was heard; zero between two.</summary>
    internal TimeSpan Ongoing => _first < 0 ? TimeSpan.Zero : Time((_last + 1 - _first) * FrameSamples);

    /// <summary>Takes one frame; returns the utterance that it ended.</summary>
    /// <param name="position">Samples since the call was answered.</param>
    internal Utterance? Add(ReadOnlySpan<short> frame, long position)
    {
        var ended = Bridge(position);
        var (level, voiced) = _loudness.Hear(frame, _first >= 0);
        _samples.AddRange(frame);
        _levels.Add(level);
        _voiced.Add(voiced);
        if (_first < 0) Wait();
        else ended = Follow(voiced);
        return ended;
    }

    /// <summary>The utterance under way, as nothing more comes.</summary>
    internal Utterance? Flush() => _first < 0 ? null : Cut(_last + 1);

    /// <summary>A copy of the utterance under way.</summary>
    internal Utterance? Snapshot() => _first < 0 ? null : Take(_levels.Count);

    // Frames missing on the time line (loss, hold) are silence; after a long gap the line starts anew.
    private Utterance? Bridge(long position)
    {
        var missing = _samples.Count == 0 ? 0 : (position - _position - _samples.Count) / FrameSamples;
        if (_samples.Count > 0 && missing >= 0 && missing <= _pause)
        {
            for (; missing > 0; missing--) AddSilence();
            return null;
        }

        var ended = Flush();
        Forget(_levels.Count);
        _position = position;
        return ended;
    }

    private void AddSilence()
    {
        CollectionsMarshal.SetCount(_samples, _samples.Count + FrameSamples);
        CollectionsMarshal.AsSpan(_samples)[^FrameSamples..].Clear();
        _levels.Add(Loudness.Silence);
        _voiced.Add(item: false);
    }

    private void Wait()
    {
        var from = Math.Max(0, _voiced.Count - OnsetWindow);
        var onset = _voiced.FindIndex(from, voiced => voiced);
        if (_voiced.Skip(from).Count(voiced => voiced) < OnsetFrames)
        {
            Forget(from - _pad);
            return;
        }

        var before = Math.Max(0, onset - _pad);
        Forget(before);
        (_first, _last) = (onset - before, _voiced.Count - 1);
    }

    private Utterance? Follow(bool voiced)
    {
        if (voiced) _last = _voiced.Count - 1;
        if (_voiced.Count - 1 - _last >= _pause) return Cut(_last + 1 + _pad);
        return _voiced.Count - _first >= _longest ? CutWhereQuiet() : null;
    }

    private Utterance? CutWhereQuiet()
    {
        var quietest = _levels.Count - 1;
        for (var frame = _levels.Count - (_longest / 3); frame < _levels.Count; frame++)
            if (_levels[frame] < _levels[quietest]) quietest = frame;

        var ended = Cut(quietest);
        (_first, _last) = (0, _voiced.Count - 1);
        return ended;
    }

    private Utterance? Cut(int end)
    {
        var utterance = _last + 1 - _first >= _shortest ? Take(end) : null;
        Forget(end);
        _first = -1;
        return utterance;
    }

    private Utterance? Take(int end)
    {
        end = Math.Min(end, _levels.Count);
        var samples = CollectionsMarshal.AsSpan(_samples)[..(end * FrameSamples)].ToArray();
        return new(Time(_position + (_first * FrameSamples)), Time(_position + ((Math.Min(_last, end - 1) + 1) * FrameSamples)), samples);
    }

    private void Forget(int frames)
    {
        frames = Math.Min(frames, _levels.Count);
        if (frames <= 0) return;
        _samples.RemoveRange(0, frames * FrameSamples);
        _levels.RemoveRange(0, frames);
        _voiced.RemoveRange(0, frames);
        _position += frames * FrameSamples;
    }

    private static int Frames(TimeSpan length) => (int)Math.Round(length.TotalMilliseconds / 20);

    private static TimeSpan Time(long samples) => TimeSpan.FromMicroseconds(samples * 125);
}
