using System.Net;
using System.Net.Sockets;

namespace Hotline.Telephony.Media;

/// <summary>A socket and its number with the kernel, which is asked for once and not for every packet.</summary>
internal readonly record struct MediaSocket(Socket Socket, int Number)
{
    public static implicit operator MediaSocket(Socket socket) => new(socket, (int)socket.SafeHandle.DangerousGetHandle());
}

/// <summary>Non-blocking datagrams for the media thread; one batch of received ones is valid until the next is taken.</summary>
internal abstract class DatagramIo
{
    internal const int BatchSize = 16;
    internal const int MaxDatagram = 1500;

    /// <summary>recvfrom, recvmmsg and sendto of the C library where it has them, else sockets of .NET.</summary>
    internal static DatagramIo Create() => LinuxDatagrams.IsAvailable ? new LinuxDatagrams() : new ManagedDatagrams();

    /// <summary>Takes up to <see cref="BatchSize"/> waiting datagrams.</summary>
    internal abstract int Receive(MediaSocket socket);

    /// <summary>Takes one that waits, as the batch's first: cheaper where no more are expected.</summary>
    internal abstract bool ReceiveOne(MediaSocket socket);
    internal abstract Span<byte> Data(int index);
    internal abstract Peer Source(int index);

    /// <summary>False when the datagram did not leave (full buffer, no route); RTP has no use for a second try.</summary>
    /// <param name="to">Null: to whom the socket is connected.</param>
    internal abstract bool Send(MediaSocket socket, ReadOnlySpan<byte> datagram, Peer? to);

    /// <summary>The kernel keeps the way to this peer and hears nobody else, which makes every packet cheaper; null: everybody again.</summary>
    /// <returns>False where it cannot.</returns>
    internal abstract bool Connect(MediaSocket socket, Peer? only);
}

/// <summary>The same with .NET's sockets alone.</summary>
internal sealed class ManagedDatagrams : DatagramIo
{
    private readonly byte[] _data = new byte[BatchSize * MaxDatagram];
    private readonly int[] _lengths = new int[BatchSize];
    private readonly Peer[] _sources = new Peer[BatchSize];
    private readonly SocketAddress _four = new(AddressFamily.InterNetwork);
    private readonly SocketAddress _six = new(AddressFamily.InterNetworkV6);

    internal override int Receive(MediaSocket socket) => Receive(socket.Socket, BatchSize);
    internal override bool ReceiveOne(MediaSocket socket) => Receive(socket.Socket, 1) == 1;

    private int Receive(Socket socket, int most)
    {
        var (count, address) = (0, socket.AddressFamily == AddressFamily.InterNetworkV6 ? _six : _four);
        while (count < most && socket.Available > 0)
        {
            try
            {
                _lengths[count] = socket.ReceiveFrom(_data.AsSpan(count * MaxDatagram, MaxDatagram), SocketFlags.None, address);
            }
            catch (SocketException)
            {
                break;
            }

            _sources[count++] = Peer.Read(address.Buffer.Span, address.Family == AddressFamily.InterNetwork);
        }

        return count;
    }

    internal override Span<byte> Data(int index) => _data.AsSpan(index * MaxDatagram, _lengths[index]);
    internal override Peer Source(int index) => _sources[index];

    internal override bool Connect(MediaSocket socket, Peer? only) => false;

    internal override bool Send(MediaSocket socket, ReadOnlySpan<byte> datagram, Peer? to)
    {
        var peer = to!.Value;
        var address = peer.IsFour ? _four : _six;
        peer.Write(address.Buffer.Span);
        try
        {
            return socket.Socket.SendTo(datagram, SocketFlags.None, address) == datagram.Length;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
