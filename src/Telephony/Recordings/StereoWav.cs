using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace Hotline.Telephony.Recordings;

/// <summary>The header of our recordings: RIFF/WAVE, format 6 (A-law), two channels, 8000 samples/s, with the fact chunk that a compressed format needs.</summary>
internal static class StereoWav
{
    internal const int HeaderLength = 58;
    internal const int BytesPerSecond = 16000;
    internal const int BytesPerSample = 2;

    private const int Alaw = 6;

    /// <param name="audio">Bytes of audio that follow.</param>
    internal static byte[] Header(long audio)
    {
        var header = new byte[HeaderLength];
        "RIFF"u8.CopyTo(header);
        Write32(header, 4, HeaderLength - 8 + audio);
        "WAVEfmt "u8.CopyTo(header.AsSpan(8));
        Write32(header, 16, 18);
        Write16(header, 20, Alaw);
        Write16(header, 22, 2);
        Write32(header, 24, 8000);
        Write32(header, 28, BytesPerSecond);
        Write16(header, 32, BytesPerSample);
        Write16(header, 34, 8);
        "fact"u8.CopyTo(header.AsSpan(38));
        Write32(header, 42, 4);
        Write32(header, 46, audio / BytesPerSample);
        "data"u8.CopyTo(header.AsSpan(50));
        Write32(header, 54, audio);
        return header;
    }

    /// <summary>Whether these are the first bytes of a recording of ours, whatever lengths they state.</summary>
    internal static bool IsOurs(ReadOnlySpan<byte> header)
    {
        var ours = Header(0).AsSpan();
        return header.Length == HeaderLength && header[..4].SequenceEqual(ours[..4]) && header[8..46].SequenceEqual(ours[8..46]) && header[50..54].SequenceEqual(ours[50..54]);
    }

    /// <summary>Sample by sample left and right, sixteen at a time: <paramref name="stereo"/> is twice as long as either.</summary>
    internal static void Interleave(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> stereo)
    {
        var i = 0;
        for (; BitConverter.IsLittleEndian && i <= left.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var (l, r) = (Vector128.Create(left[i..]), Vector128.Create(right[i..]));
            (Vector128.WidenLower(l) | (Vector128.WidenLower(r) << 8)).AsByte().CopyTo(stereo[(2 * i)..]);
            (Vector128.WidenUpper(l) | (Vector128.WidenUpper(r) << 8)).AsByte().CopyTo(stereo[((2 * i) + Vector128<byte>.Count)..]);
        }

        for (; i < left.Length; i++) (stereo[2 * i], stereo[(2 * i) + 1]) = (left[i], right[i]);
    }

    internal static TimeSpan Length(long audio) => TimeSpan.FromTicks(audio * (TimeSpan.TicksPerSecond / BytesPerSecond));

    private static void Write16(Span<byte> header, int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(header[at..], value);

    // a call would have to last three days to fill 4 GiB
    private static void Write32(Span<byte> header, int at, long value) => BinaryPrimitives.WriteUInt32LittleEndian(header[at..], (uint)Math.Min(value, uint.MaxValue));
}
