namespace Hotline.Telephony.Media;

/// <summary>Messages of one size between one writer and one reader, without locks. When full, what comes is dropped.</summary>
internal sealed class FrameRing(int messageLength)
{
    private const int Slots = 64;

    private readonly byte[] _messages = new byte[Slots * messageLength];
    private long _written;
    private long _read;

    internal int Count => (int)(Volatile.Read(ref _written) - Volatile.Read(ref _read));

    internal bool TryAdd(ReadOnlySpan<byte> message)
    {
        if (Count == Slots) return false;
        message.CopyTo(_messages.AsSpan(Slot(_written), messageLength));
        Volatile.Write(ref _written, _written + 1);
        return true;
    }

    internal bool TryTake(Span<byte> message)
    {
        if (Count == 0) return false;
        _messages.AsSpan(Slot(_read), messageLength).CopyTo(message);
        Volatile.Write(ref _read, _read + 1);
        return true;
    }

    /// <summary>The reader's way back to live: forgets all but the newest.</summary>
    internal void Skip(int toNewest)
    {
        var skipped = Count - toNewest;
        if (skipped > 0) Volatile.Write(ref _read, _read + skipped);
    }

    private int Slot(long index) => (int)(index % Slots) * messageLength;
}
