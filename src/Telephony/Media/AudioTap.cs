namespace Hotline.Telephony.Media;

/// <summary>
/// A copy of one leg's audio for a slow reader (speech to text): a ring with one writer, the media thread, which never waits,
/// and one reader. When the reader falls behind by the ring's length the newest frames are dropped and counted.
/// </summary>
/// <param name="seconds">How much audio the ring holds.</param>
public sealed class AudioTap(int seconds = 30)
{
    /// <summary>Samples in a frame: 20 ms at 8000 samples/s.</summary>
    public const int FrameSamples = 160;

    private readonly byte[] _codes = new byte[seconds * 50 * FrameSamples];
    private readonly long[] _positions = new long[seconds * 50];
    private long _written;
    private long _read;
    private bool _completed;

    /// <summary>Frames the reader was too slow for.</summary>
    public long Dropped { get; private set; }

    /// <summary>No frame comes after those already in the ring.</summary>
    public bool Completed => Volatile.Read(ref _completed);

    /// <summary>The media thread's side: copies a frame of <see cref="FrameSamples"/> codes of <paramref name="law"/>; it lies here as A-law.</summary>
    /// <param name="position">Where the frame begins on the call's time line, in samples since the call was answered.</param>
    public void Write(ReadOnlySpan<byte> frame, AudioCodec law, long position)
    {
        if (_written - Volatile.Read(ref _read) >= _positions.Length)
        {
            Dropped++;
            return;
        }

        var slot = (int)(_written % _positions.Length);
        G711.Convert(frame, law, _codes.AsSpan(slot * FrameSamples, FrameSamples), AudioCodec.Pcma);
        _positions[slot] = position;
        Volatile.Write(ref _written, _written + 1);
    }

    /// <summary>The same of 16-bit samples.</summary>
    public void Write(ReadOnlySpan<short> frame, long position)
    {
        Span<byte> codes = stackalloc byte[FrameSamples];
        G711.Encode(frame, codes, AudioCodec.Pcma);
        Write(codes, AudioCodec.Pcma, position);
    }

    public void Complete() => Volatile.Write(ref _completed, true);

    /// <summary>The reader's side, 16-bit samples: false when there is nothing now.</summary>
    public bool TryRead(Span<short> frame, out long position)
    {
        position = 0;
        if (_read == Volatile.Read(ref _written)) return false;

        var slot = (int)(_read % _positions.Length);
        G711.Decode(_codes.AsSpan(slot * FrameSamples, FrameSamples), frame, AudioCodec.Pcma);
        position = _positions[slot];
        Volatile.Write(ref _read, _read + 1);
        return true;
    }
}
