using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Hotline.Telephony.Media;

/// <summary>An IPv4 address and port as numbers: compared on every packet, so no objects.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Peer(uint Address, ushort Port)
{
    internal static Peer Of(IPEndPoint endPoint)
    {
        Span<byte> bytes = stackalloc byte[4];
        if (!endPoint.Address.MapToIPv4().TryWriteBytes(bytes, out _)) throw new ArgumentException($"{endPoint} is not an IPv4 address.", nameof(endPoint));
        return new Peer(BinaryPrimitives.ReadUInt32BigEndian(bytes), (ushort)endPoint.Port);
    }

    internal Peer Next => this with { Port = (ushort)(Port + 1) };
}

/// <summary>Non-blocking datagrams for the media thread; one batch of received ones is valid until the next is taken.</summary>
internal abstract class DatagramIo
{
    internal const int BatchSize = 16;
    internal const int MaxDatagram = 1500;

    /// <summary>recvmmsg and sendto of the C library where it has them, else sockets of .NET.</summary>
    internal static DatagramIo Create() => LinuxDatagrams.IsAvailable ? new LinuxDatagrams() : new ManagedDatagrams();

    /// <summary>Takes up to <see cref="BatchSize"/> waiting datagrams.</summary>
    internal abstract int Receive(Socket socket);
    internal abstract Span<byte> Data(int index);
    internal abstract Peer Source(int index);

    /// <summary>False when the datagram did not leave (full buffer, no route); RTP has no use for a second try.</summary>
    internal abstract bool Send(Socket socket, ReadOnlySpan<byte> datagram, Peer to);
}

/// <summary>The same with .NET's sockets alone.</summary>
internal sealed class ManagedDatagrams : DatagramIo
{
    private readonly byte[] _data = new byte[BatchSize * MaxDatagram];
    private readonly int[] _lengths = new int[BatchSize];
    private readonly Peer[] _sources = new Peer[BatchSize];
    private readonly SocketAddress _address = new(AddressFamily.InterNetwork);

    internal override int Receive(Socket socket)
    {
        var count = 0;
        while (count < BatchSize && socket.Available > 0)
        {
            try
            {
                _lengths[count] = socket.ReceiveFrom(_data.AsSpan(count * MaxDatagram, MaxDatagram), SocketFlags.None, _address);
            }
            catch (SocketException)
            {
                break;
            }

            var bytes = _address.Buffer.Span;
            _sources[count++] = new Peer(BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]));
        }

        return count;
    }

    internal override Span<byte> Data(int index) => _data.AsSpan(index * MaxDatagram, _lengths[index]);
    internal override Peer Source(int index) => _sources[index];

    internal override bool Send(Socket socket, ReadOnlySpan<byte> datagram, Peer to)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_address.Buffer.Span[2..], to.Port);
        BinaryPrimitives.WriteUInt32BigEndian(_address.Buffer.Span[4..], to.Address);
        try
        {
            return socket.SendTo(datagram, SocketFlags.None, _address) == datagram.Length;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
