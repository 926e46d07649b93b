namespace Hotline.Telephony.Media;

/// <summary>Which samples of a ring are there: one bit each, so that a frame is marked, looked for and forgotten in three or four words.</summary>
/// <param name="capacity">Of the ring: a power of two, 64 or more.</param>
internal readonly struct Presence(int capacity)
{
    private const int Word = 64;

    private readonly ulong[] _words = new ulong[capacity / Word];
    private readonly uint _lastWord = (uint)(capacity / Word) - 1;

    internal bool this[uint at] => (Of(at) >> (int)(at % Word) & 1) != 0;

    internal void Mark(uint from, int count)
    {
        for (var end = from + (uint)count; from != end; from += Bits(from, end)) Of(from) |= Mask(from, end);
    }

    internal void Forget(uint from, int count)
    {
        for (var end = from + (uint)count; from != end; from += Bits(from, end)) Of(from) &= ~Mask(from, end);
    }

    internal bool HasAll(uint from, int count)
    {
        for (var end = from + (uint)count; from != end; from += Bits(from, end))
        {
            if ((~Of(from) & Mask(from, end)) != 0) return false;
        }

        return true;
    }

    internal void Warm(uint at) => Prefetch.Frame(_words, (int)(at / Word & _lastWord));

    internal void Clear() => Array.Clear(_words);

    private ref ulong Of(uint at) => ref _words[at / Word & _lastWord];

    /// <summary>How many there are from here to the end of its word, or to the <paramref name="end"/>.</summary>
    private static uint Bits(uint from, uint end) => Math.Min(end - from, Word - (from % Word));

    private static ulong Mask(uint from, uint end) => ulong.MaxValue >> (int)(Word - Bits(from, end)) << (int)(from % Word);
}
