using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;

namespace Hotline.Telephony.Media;

/// <summary>An address and port as numbers: compared on every packet, so no objects. IPv4 is kept as mapped into IPv6 (RFC 4291 section 2.5.5.2).</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Peer(ulong High, ulong Low, ushort Port)
{
    private const ulong Mapped = 0xFFFF_0000_0000;

    internal static Peer Of(IPEndPoint endPoint)
    {
        Span<byte> bytes = stackalloc byte[16];
        endPoint.Address.MapToIPv6().TryWriteBytes(bytes, out _);
        return new Peer(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), (ushort)endPoint.Port);
    }

    internal Peer Next => this with { Port = (ushort)(Port + 1) };
    internal bool IsFour => High == 0 && Low >> 32 == Mapped >> 32;

    /// <summary>0.0.0.0 or ::</summary>
    internal bool IsAny => High == 0 && Low is 0 or Mapped;

    internal bool IsHostOf(Peer other) => High == other.High && Low == other.Low;

    /// <summary>From sockaddr_in or sockaddr_in6 behind their family.</summary>
    internal static Peer Read(ReadOnlySpan<byte> socketAddress, bool four)
    {
        var port = BinaryPrimitives.ReadUInt16BigEndian(socketAddress[2..]);
        return four
            ? new Peer(0, Mapped | BinaryPrimitives.ReadUInt32BigEndian(socketAddress[4..]), port)
            : new Peer(BinaryPrimitives.ReadUInt64BigEndian(socketAddress[8..]), BinaryPrimitives.ReadUInt64BigEndian(socketAddress[16..]), port);
    }

    /// <summary>All but the family.</summary>
    internal void Write(Span<byte> socketAddress)
    {
        BinaryPrimitives.WriteUInt16BigEndian(socketAddress[2..], Port);
        if (IsFour)
        {
            BinaryPrimitives.WriteUInt32BigEndian(socketAddress[4..], (uint)Low);
            return;
        }

        socketAddress[4..8].Clear();
        BinaryPrimitives.WriteUInt64BigEndian(socketAddress[8..], High);
        BinaryPrimitives.WriteUInt64BigEndian(socketAddress[16..], Low);
        socketAddress[24..28].Clear();
    }
}
