using System.Net;
using System.Net.Sockets;

namespace Hotline.Telephony.Sip.Transport;

/// <summary>
/// One UDP socket with a thread of its own that receives, parses and carries on with what comes of it. The SocketAddress overloads
/// allocate nothing per datagram, and a blocked thread costs less per packet than an asynchronous receive.
/// </summary>
internal sealed class UdpTransport : IDisposable
{
    private const int BufferSize = 4 << 20;
    private const int Few = 8;
    private const int Batch = 64;

    private readonly Socket _socket;
    private readonly TransportSink _sink;
    private readonly byte[] _buffer = GC.AllocateArray<byte>(ushort.MaxValue, pinned: true);
    private readonly SocketAddress _from;
    private UdpFlow? _last;
    private int _length;
    private Thread? _thread;
    private volatile bool _closed;

    internal UdpTransport(IPEndPoint local, TransportSink sink)
    {
        _sink = sink;
        _socket = new(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = BufferSize, SendBufferSize = BufferSize };
        _from = new(local.AddressFamily);
        _socket.Bind(local);
        Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
    }

    internal int Port { get; }

    internal void Start()
    {
        _thread = new Thread(Receive) { IsBackground = true, Name = "sip-udp" };
        _thread.Start();
    }

    internal Flow To(IPEndPoint remote) => new UdpFlow(this, remote, remote.Serialize());

    private void Receive()
    {
        Turn.Reads();
        Action all = TakeAll;
        while (!_closed)
        {
            if (TryReceive()) Turn.Run(all);
        }
    }

    private bool TryReceive()
    {
        try
        {
            _length = _socket.ReceiveFrom(_buffer, SocketFlags.None, _from);
            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false; // an ICMP error of an earlier send, or the socket was closed
        }
    }

    /// <summary>
    /// The socket is emptied before anything is handled, and where messages come faster than that, others handle them: what the kernel
    /// cannot keep in a flood might be somebody else's.
    /// </summary>
    private void TakeAll()
    {
        var count = 0;
        do
        {
            // A trunk is one address: its flow is made once
            if (_last is null || !_last.Address.Equals(_from)) _last = FlowFrom(_from);
            Deliver(_buffer.AsSpan(0, _length), _last);
        }
        while (++count < Batch && IsWaiting && TryReceive());
        if (count > Few) Turn.HandOver();
    }

    private bool IsWaiting
    {
        get
        {
            try
            {
                return _socket.Available > 0;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return false;
            }
        }
    }

    private UdpFlow FlowFrom(SocketAddress from)
    {
        var address = new SocketAddress(from.Family, from.Size);
        from.Buffer[..from.Size].CopyTo(address.Buffer);
        var any = new IPEndPoint(from.Family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        return new(this, (IPEndPoint)any.Create(address), address);
    }

    private void Deliver(ReadOnlySpan<byte> datagram, Flow flow)
    {
        // NAT keepalives are blank lines (RFC 5626 section 3.5.1 has them for streams; phones send them over UDP too)
        if (datagram.IndexOfAnyExcept((byte)'\r', (byte)'\n', (byte)0) < 0) return;
        _sink.Take(datagram.ToArray(), flow);
    }

    public void Dispose()
    {
        _closed = true;
        _socket.Dispose();
        _thread?.Join();
    }

    private sealed class UdpFlow(UdpTransport transport, IPEndPoint remote, SocketAddress address) : Flow(remote, SipProtocol.Udp)
    {
        internal SocketAddress Address => address;

        internal override void Send(byte[] message)
        {
            try
            {
                transport._socket.SendTo(message, SocketFlags.None, address);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Unreachable for now: the transaction sends again or gives up
            }
        }
    }
}
