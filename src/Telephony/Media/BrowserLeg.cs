using System.Net.WebSockets;
using System.Security.Cryptography;

namespace Hotline.Telephony.Media;

/// <summary>
/// An agent in a browser (网页话机): per message a 12-byte RTP header and 160 bytes of A-law, both ways. The socket's loops run
/// outside the media thread and meet it in two rings; either drops to live rather than lag by more than 200 ms.
/// </summary>
public sealed class BrowserLeg : MediaLeg
{
    internal const int MessageLength = RtpPacket.HeaderLength + JitterBuffer.Frame;

    private readonly FrameRing _fromBrowser = new(MessageLength);
    private readonly FrameRing _toBrowser = new(MessageLength);
    private readonly byte[] _incoming = new byte[MessageLength];
    private readonly uint _ssrc = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
    private ushort _sequence;
    private uint _timestamp;
    private BrowserSocket? _socket;
    private bool _used;
    private volatile bool _released;

    internal BrowserLeg(MediaEngine engine)
        : base(engine)
    {
    }

    private protected override bool Listening => _used;

    /// <summary>Serves one connection until either side closes it; a new one (the page was loaded again) takes over from the old.</summary>
    public async Task RunAsync(WebSocket socket, CancellationToken ct)
    {
        var mine = new BrowserSocket(socket, _fromBrowser, _toBrowser);
        var old = Interlocked.Exchange(ref _socket, mine);
        if (old is not null) await old.StopAsync();
        if (_released) mine.Stop();
        Engine.Post(Begin);
        await mine.RunAsync(ct);
        Interlocked.CompareExchange(ref _socket, null, mine);
    }

    private void Begin()
    {
        if (!_used) LastHeard = Engine.Now;
        _used = true;
        Jitter.Reset(Codec);
    }

    private protected override void Receive()
    {
        while (_fromBrowser.TryTake(_incoming))
        {
            if (RtpPacket.TryParse(_incoming, out var packet)) Take(packet);
        }
    }

    private void Take(in RtpPacket packet)
    {
        LastHeard = Engine.Now;
        Engine.PacketsIn++;
        if (!Reception.Started || Reception.Ssrc != packet.Ssrc)
        {
            Reception.Restart(packet.Ssrc, packet.Sequence);
            Jitter.Reset(Codec);
        }

        Reception.Count(packet.Sequence, packet.Timestamp, (uint)(Engine.Now * JitterBuffer.Frame));
        Jitter.Insert(packet.Timestamp, packet.Payload, AudioCodec.Pcma);
    }

    private protected override void Send()
    {
        _timestamp += JitterBuffer.Frame;
        if (Volatile.Read(ref _socket) is not { } socket) return;
        RtpPacket.WriteHeader(Packet, marker: false, (byte)AudioCodec.Pcma, _sequence++, _timestamp, _ssrc);
        if (!_toBrowser.TryAdd(Packet)) return;
        PacketsOut++;
        Engine.PacketsOut++;
        socket.Wake();
    }

    private protected override void Release()
    {
        _released = true;
        Volatile.Read(ref _socket)?.Stop();
    }
}
