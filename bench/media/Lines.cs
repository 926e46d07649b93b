using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Hotline.Telephony.Media;

namespace Hotline.Media.Bench;

/// <summary>The callers' sockets: a few of UDP that all telephones share, or a WebSocket a browser.</summary>
internal sealed class Lines : IDisposable
{
    internal const int Packet = RtpPacket.HeaderLength + JitterBuffer.Frame;
    internal delegate void Receiver(ReadOnlySpan<byte> packet);

    private const int Shared = 40;
    private const int FrameFromBrowser = 8;
    private const int FrameToBrowser = 4;

    private readonly Socket[] _telephones = [.. Enumerable.Range(0, Shared).Select(_ => Bind())];
    private readonly byte[] _frame = new byte[FrameFromBrowser + Packet];
    private readonly byte[] _received = new byte[16384];
    private readonly SocketAddress _source = new(AddressFamily.InterNetwork);
    private SocketAddress[] _legs = [];
    private Browser[] _browsers = [];

    internal IEnumerable<int> Ports => _telephones.Select(socket => ((IPEndPoint)socket.LocalEndPoint!).Port);
    internal int Count => _browsers.Length + _legs.Length;

    /// <summary>Either the legs' ports, separated by commas, or "browsers PORT COUNT".</summary>
    internal void Reach(string where)
    {
        if (where.Split(' ') is ["browsers", var port, var count]) _browsers = [.. Enumerable.Range(0, int.Parse(count)).Select(i => new Browser(Open(int.Parse(port), i)))];
        else _legs = [.. where.Split(',').Select(leg => new IPEndPoint(IPAddress.Loopback, int.Parse(leg)).Serialize())];
    }

    internal void Send(int index, ReadOnlySpan<byte> packet)
    {
        if (_browsers.Length == 0) _telephones[index % Shared].SendTo(packet, SocketFlags.None, _legs[index]);
        else SendFrame(_browsers[index], packet);
    }

    /// <summary>RFC 6455 section 5.2: binary, 16 bits of length, a mask of zero.</summary>
    private void SendFrame(Browser browser, ReadOnlySpan<byte> packet)
    {
        (_frame[0], _frame[1]) = (0x82, 0x80 | 126);
        BinaryPrimitives.WriteUInt16BigEndian(_frame.AsSpan(2), Packet);
        packet.CopyTo(_frame.AsSpan(FrameFromBrowser));
        browser.Socket.Send(_frame);
    }

    internal void Listen(int step, Receiver receiver)
    {
        if (_browsers.Length == 0) foreach (var socket in _telephones) Listen(socket, receiver);
        // a browser's socket is looked at every 4 ms
        for (var i = step % 2; i < _browsers.Length; i += 2) Listen(_browsers[i], receiver);
    }

    private void Listen(Socket socket, Receiver receiver)
    {
        while (socket.Available > 0)
        {
            if (socket.ReceiveFrom(_received, SocketFlags.None, _source) == Packet) receiver(_received.AsSpan(0, Packet));
        }
    }

    private void Listen(Browser browser, Receiver receiver)
    {
        const int Frame = FrameToBrowser + Packet;
        if (browser.Socket.Available == 0) return;
        browser.Rest.AsSpan(0, browser.Length).CopyTo(_received);
        var length = browser.Length + browser.Socket.Receive(_received.AsSpan(browser.Length));
        var at = 0;
        for (; length - at >= Frame; at += Frame) receiver(_received.AsSpan(at + FrameToBrowser, Packet));
        _received.AsSpan(at, length - at).CopyTo(browser.Rest);
        browser.Length = length - at;
    }

    private static Socket Bind()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false, ReceiveBufferSize = 4 << 20 };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    /// <summary>The handshake of RFC 6455 section 4.1.</summary>
    private static Socket Open(int port, int index)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        socket.Send(Encoding.ASCII.GetBytes(
            $"GET /{index} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"));
        var (answer, one) = (new StringBuilder(), new byte[1]);
        while (!answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && socket.Receive(one) == 1) answer.Append((char)one[0]);
        if (!answer.ToString().StartsWith("HTTP/1.1 101", StringComparison.Ordinal)) throw new IOException($"Browser {index} was not let in: {answer}");
        return socket;
    }

    public void Dispose()
    {
        foreach (var socket in _telephones.Concat(_browsers.Select(browser => browser.Socket))) socket.Dispose();
    }

    private sealed class Browser(Socket socket)
    {
        internal Socket Socket { get; } = socket;
        internal byte[] Rest { get; } = new byte[FrameToBrowser + Packet];
        internal int Length { get; set; }
    }
}
