using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Hotline.Telephony.Media;

namespace Hotline.Telephony.Tests.Media;

/// <summary>A telephone on real loopback sockets that sends just what a test says and keeps what it hears. Writes its packets by itself.</summary>
internal sealed class FakePhone : IDisposable
{
    private readonly Socket _rtp;
    private readonly Socket _rtcp;
    private readonly IPEndPoint _to;

    internal FakePhone(IPEndPoint to)
    {
        _to = to;
        (_rtp, _rtcp) = BindPair();
    }

    internal sealed record Packet(bool Marker, int PayloadType, ushort Sequence, uint Timestamp, uint Ssrc, byte[] Payload);

    internal IPEndPoint Address => (IPEndPoint)_rtp.LocalEndPoint!;
    internal uint Ssrc { get; set; } = 0x11223344;
    internal ushort Sequence { get; set; } = 1000;
    internal uint Timestamp { get; set; } = 160_000;
    internal byte PayloadType { get; init; } = 8;

    internal AudioAgreement Agreement(AudioCodec codec = AudioCodec.Pcma, byte? events = 101) => new(Address, codec, (byte)codec, events, Send: true, Receive: true);

    /// <summary>20 ms of one code, the next in the stream.</summary>
    internal void Say(byte code) => Say([.. Enumerable.Repeat(code, 160)]);

    internal void Say(byte[] payload)
    {
        Send(Sequence++, Timestamp, payload, PayloadType);
        Timestamp += (uint)payload.Length;
    }

    internal void Send(ushort sequence, uint timestamp, byte[] payload, byte payloadType, bool marker = false) =>
        _rtp.SendTo(Write(sequence, timestamp, payload, payloadType, marker), _to);

    internal void SendRaw(byte[] datagram) => _rtp.SendTo(datagram, _to);

    internal void SendRtcp(byte[] compound) => _rtcp.SendTo(compound, new IPEndPoint(_to.Address, _to.Port + 1));

    internal byte[] Write(ushort sequence, uint timestamp, byte[] payload, byte payloadType, bool marker)
    {
        var datagram = new byte[12 + payload.Length];
        datagram[0] = 0x80;
        datagram[1] = (byte)(payloadType | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(2), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(4), timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(datagram.AsSpan(8), Ssrc);
        payload.CopyTo(datagram, 12);
        return datagram;
    }

    /// <summary>Everything that has arrived; on loopback a datagram is there when its sender returns.</summary>
    internal List<Packet> Hear() => [.. Drain(_rtp).Select(datagram => new Packet(
        (datagram[1] & 0x80) != 0,
        datagram[1] & 0x7F,
        BinaryPrimitives.ReadUInt16BigEndian(datagram.AsSpan(2)),
        BinaryPrimitives.ReadUInt32BigEndian(datagram.AsSpan(4)),
        BinaryPrimitives.ReadUInt32BigEndian(datagram.AsSpan(8)),
        datagram[12..]))];

    internal List<byte[]> HearRtcp() => Drain(_rtcp);

    private static List<byte[]> Drain(Socket socket)
    {
        var heard = new List<byte[]>();
        var buffer = new byte[2048];
        while (socket.Available > 0) heard.Add(buffer[..socket.Receive(buffer)]);
        return heard;
    }

    private static (Socket Rtp, Socket Rtcp) BindPair()
    {
        while (true)
        {
            var rtp = Bind(0)!;
            if (Bind(((IPEndPoint)rtp.LocalEndPoint!).Port + 1) is { } rtcp) return (rtp, rtcp);
            rtp.Dispose();
        }
    }

    private static Socket? Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return socket;
        }
        catch (Exception e) when (e is SocketException or ArgumentOutOfRangeException)
        {
            socket.Dispose();
            return null;
        }
    }

    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }
}
