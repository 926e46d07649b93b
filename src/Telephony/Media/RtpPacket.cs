using System.Buffers.Binary;

namespace Hotline.Telephony.Media;

/// <summary>An RTP header and where its payload lies (RFC 3550 section 5.1); a view on the received bytes.</summary>
internal readonly ref struct RtpPacket
{
    internal const int HeaderLength = 12;

    internal required bool Marker { get; init; }
    internal required byte PayloadType { get; init; }
    internal required ushort Sequence { get; init; }
    internal required uint Timestamp { get; init; }
    internal required uint Ssrc { get; init; }
    internal required ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>False for whatever is not RTP of version 2 or whose CSRC list, extension or padding runs past its end.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> datagram, out RtpPacket packet)
    {
        packet = default;
        if (datagram.Length < HeaderLength || datagram[0] >> 6 != 2) return false;
        if (!TryFindPayload(datagram, out var start, out var end)) return false;

        packet = new RtpPacket
        {
            Marker = (datagram[1] & 0x80) != 0,
            PayloadType = (byte)(datagram[1] & 0x7F),
            Sequence = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]),
            Timestamp = BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]),
            Ssrc = BinaryPrimitives.ReadUInt32BigEndian(datagram[8..]),
            Payload = datagram[start..end],
        };
        return true;
    }

    private static bool TryFindPayload(ReadOnlySpan<byte> datagram, out int start, out int end)
    {
        end = datagram.Length;
        if (!TryFindStart(datagram, out start)) return false;
        if ((datagram[0] & 0x20) != 0)
        {
            if (datagram[^1] == 0) return false;
            end -= datagram[^1];
        }

        return start <= end;
    }

    /// <summary>Where the header with CSRC list and extension ends; false where that is past the datagram's end.</summary>
    internal static bool TryFindStart(ReadOnlySpan<byte> datagram, out int start)
    {
        start = HeaderLength + (4 * (datagram[0] & 0x0F));
        if ((datagram[0] & 0x10) == 0) return start <= datagram.Length;
        if (start + 4 > datagram.Length) return false;
        start += 4 + (4 * BinaryPrimitives.ReadUInt16BigEndian(datagram[(start + 2)..]));
        return start <= datagram.Length;
    }

    internal static void WriteHeader(Span<byte> datagram, bool marker, byte payloadType, ushort sequence, uint timestamp, uint ssrc)
    {
        datagram[0] = 0x80;
        datagram[1] = (byte)(payloadType | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(datagram[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(datagram[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(datagram[8..], ssrc);
    }
}
