using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Hotline.Telephony.Media;

/// <summary>RTCP compound packets (RFC 3550 section 6): writes SR or RR with SDES CNAME and BYE, reads SR and RR.</summary>
internal static class Rtcp
{
    internal const byte SenderReport = 200;
    internal const byte ReceiverReport = 201;
    internal const byte SourceDescription = 202;
    internal const byte Goodbye = 203;
    internal const int MaxLength = 128;

    private const long NtpEpoch = 2_208_988_800;

    /// <summary>What the peer says of a stream of ours, with when it said it.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct ReportBlock(uint Ssrc, byte FractionLost, int CumulativeLost, uint HighestSequence, uint Jitter, uint LastReport, uint Delay);

    /// <summary>What we say of ours: present once we have sent RTP.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct SenderInfo(ulong Ntp, uint Timestamp, uint Packets, uint Octets);

    /// <summary>A moment as NTP writes it: seconds since 1900 and their 2^-32 fractions.</summary>
    internal static ulong Ntp(DateTimeOffset moment)
    {
        var ticks = moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        var (seconds, rest) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
        return ((ulong)(seconds + NtpEpoch) << 32) | (((ulong)rest << 32) / TimeSpan.TicksPerSecond);
    }

    /// <summary>The middle 32 bits, in which reports name a sender report: units of 1/65536 s.</summary>
    internal static uint Middle(ulong ntp) => (uint)(ntp >> 16);

    internal static int Write(Span<byte> to, uint ssrc, SenderInfo? sent, ReportBlock? heard, ReadOnlySpan<byte> cname, bool goodbye)
    {
        var length = WriteReport(to, ssrc, sent, heard);
        length += WriteDescription(to[length..], ssrc, cname);
        if (!goodbye) return length;
        WriteHeader(to[length..], Goodbye, 1, 8);
        BinaryPrimitives.WriteUInt32BigEndian(to[(length + 4)..], ssrc);
        return length + 8;
    }

    private static int WriteReport(Span<byte> to, uint ssrc, SenderInfo? sent, ReportBlock? heard)
    {
        var length = 8;
        BinaryPrimitives.WriteUInt32BigEndian(to[4..], ssrc);
        if (sent is { } info)
        {
            BinaryPrimitives.WriteUInt64BigEndian(to[8..], info.Ntp);
            BinaryPrimitives.WriteUInt32BigEndian(to[16..], info.Timestamp);
            BinaryPrimitives.WriteUInt32BigEndian(to[20..], info.Packets);
            BinaryPrimitives.WriteUInt32BigEndian(to[24..], info.Octets);
            length = 28;
        }

        if (heard is { } block) length += WriteBlock(to[length..], block);
        WriteHeader(to, sent is null ? ReceiverReport : SenderReport, heard is null ? 0 : 1, length);
        return length;
    }

    private static int WriteBlock(Span<byte> to, ReportBlock block)
    {
        BinaryPrimitives.WriteUInt32BigEndian(to, block.Ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(to[4..], ((uint)block.FractionLost << 24) | ((uint)block.CumulativeLost & 0xFFFFFF));
        BinaryPrimitives.WriteUInt32BigEndian(to[8..], block.HighestSequence);
        BinaryPrimitives.WriteUInt32BigEndian(to[12..], block.Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(to[16..], block.LastReport);
        BinaryPrimitives.WriteUInt32BigEndian(to[20..], block.Delay);
        return 24;
    }

    private static int WriteDescription(Span<byte> to, uint ssrc, ReadOnlySpan<byte> cname)
    {
        var length = (4 + 4 + 2 + cname.Length + 1 + 3) & ~3;
        to[..length].Clear();
        WriteHeader(to, SourceDescription, 1, length);
        BinaryPrimitives.WriteUInt32BigEndian(to[4..], ssrc);
        to[8] = 1;
        to[9] = (byte)cname.Length;
        cname.CopyTo(to[10..]);
        return length;
    }

    private static void WriteHeader(Span<byte> to, byte type, int count, int length)
    {
        to[0] = (byte)(0x80 | count);
        to[1] = type;
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], (ushort)((length / 4) - 1));
    }

    /// <summary>Takes the first packet off a compound; false at its end, or where it is not RTCP.</summary>
    internal static bool TryTake(ref ReadOnlySpan<byte> compound, out byte type, out int count, out ReadOnlySpan<byte> body)
    {
        (type, count) = (0, 0);
        body = default;
        if (compound.Length < 8 || compound[0] >> 6 != 2 || compound[1] is < 192 or > 223) return false;
        var length = 4 * (BinaryPrimitives.ReadUInt16BigEndian(compound[2..]) + 1);
        if (length > compound.Length || length < 8) return false;
        (type, count) = (compound[1], compound[0] & 0x1F);
        body = compound[4..length];
        compound = compound[length..];
        return true;
    }

    /// <summary>The block about <paramref name="ssrc"/> in the body of an SR or RR.</summary>
    internal static bool TryFindBlock(byte type, int count, ReadOnlySpan<byte> body, uint ssrc, out ReportBlock block)
    {
        block = default;
        var start = type == SenderReport ? 24 : 4;
        for (var i = 0; i < count && start + 24 <= body.Length; i++, start += 24)
        {
            block = ReadBlock(body[start..]);
            if (block.Ssrc == ssrc) return true;
        }

        return false;
    }

    private static ReportBlock ReadBlock(ReadOnlySpan<byte> from)
    {
        var loss = BinaryPrimitives.ReadUInt32BigEndian(from[4..]);
        return new ReportBlock(
            BinaryPrimitives.ReadUInt32BigEndian(from),
            (byte)(loss >> 24),
            (int)(loss << 8) >> 8,
            BinaryPrimitives.ReadUInt32BigEndian(from[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(from[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(from[16..]),
            BinaryPrimitives.ReadUInt32BigEndian(from[20..]));
    }
}
