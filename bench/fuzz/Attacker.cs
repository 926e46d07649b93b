using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hotline.Bench.Fuzz;

/// <summary>Sends spoiled messages from 127.0.0.3, over UDP and TCP; reads what comes back, and knows whether the victim still answers.</summary>
internal sealed class Attacker : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket _sip = Bind();
    private readonly Socket _audio = Bind();
    private readonly IPEndPoint _victim;
    private readonly SipSeeds _seeds;
    private readonly Random _random;
    private readonly Mutator _mutator;
    private readonly RtpSeeds _rtp;
    private readonly byte[] _buffer = new byte[65536];
    private int _pings;

    internal Attacker(IPEndPoint victim, int seed)
    {
        (_victim, _random) = (victim, new(seed));
        (_seeds, _mutator, _rtp) = (new(_random), new(_random), new(_random));
    }

    internal IPEndPoint Audio => (IPEndPoint)_audio.LocalEndPoint!;

    internal void SendSip()
    {
        // every tenth as it is: without standing calls nothing deeper is reached
        var message = _random.Next(10) == 0 ? _seeds.Next() : Spoilt();
        TrySend(_sip, message, _victim);
    }

    private byte[] Spoilt()
    {
        var message = _seeds.Next();
        var body = message.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
        if (body < 5 || body >= message.Length || _random.Next(2) == 0) return _mutator.Spoil(message);
        var changed = _mutator.Spoil(message[body..]); // a spoilt description in a good message, its length right
        var head = Encoding.Latin1.GetString(message, 0, body);
        var at = head.IndexOf("Content-Length:", StringComparison.OrdinalIgnoreCase);
        if (at < 0) return message;
        var length = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Content-Length: {changed.Length}");
        return [.. Encoding.Latin1.GetBytes(head[..at] + length + head[head.IndexOf("\r\n", at, StringComparison.Ordinal)..]), .. changed];
    }

    /// <summary>To the RTP port of a leg, or to the RTCP port above it.</summary>
    internal void SendMedia(int port)
    {
        var (datagram, reports) = (_random.Next(4) > 0 ? _rtp.Rtp() : _rtp.Rtcp(), _random.Next(4) == 0);
        if (_random.Next(4) > 0) datagram = _mutator.Spoil(datagram);
        TrySend(_audio, datagram, new(IPAddress.Loopback, reports ? port + 1 : port));
    }

    /// <summary>One connection: messages in pieces that end anywhere, then it is dropped.</summary>
    internal async Task SendStreamAsync(int messages)
    {
        using var stream = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await stream.ConnectAsync(_victim);
            var all = Enumerable.Range(0, messages).SelectMany(_ => _random.Next(5) == 0 ? Spoilt() : _seeds.Next()).ToArray();
            for (var at = 0; at < all.Length;)
            {
                var piece = Math.Min(all.Length - at, 1 + _random.Next(4000));
                at += await stream.SendAsync(all.AsMemory(at, piece));
            }
        }
        catch (SocketException)
        {
            // closed by the victim: its right after a broken frame
        }
    }

    /// <summary>Reads the victim's answers, and waits until it has answered a good OPTIONS: then it has also read all that was sent before.</summary>
    /// <exception cref="TimeoutException">It answers no more.</exception>
    internal async Task PingAsync()
    {
        var id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"ping-{++_pings}");
        var ping = Encoding.ASCII.GetBytes(
            $"OPTIONS sip:12345@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.3:9;rport;branch=z9hG4bK{id}\r\nMax-Forwards: 70\r\nFrom: <sip:p@127.0.0.3>;tag=p\r\nTo: <sip:12345@127.0.0.1>\r\nCall-ID: {id}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n");
        var since = TimeProvider.System.GetTimestamp();
        for (var turn = 0; TimeProvider.System.GetElapsedTime(since) < Patience; turn++)
        {
            if (turn % 100 == 0) TrySend(_sip, ping, _victim); // one may be lost among so many
            if (Read(id)) return;
            await Task.Delay(2);
        }

        throw new TimeoutException("The stack under trial does not answer any more.");
    }

    private bool Read(string id)
    {
        var answered = false;
        while (true)
        {
            var length = _sip.Receive(_buffer, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock) break;
            if (error != SocketError.Success) continue;
            var message = _buffer[..length];
            _seeds.Capture(message);
            answered |= Encoding.Latin1.GetString(message).Contains($"Call-ID: {id}\r\n", StringComparison.Ordinal);
        }

        while (_audio.Receive(_buffer, SocketFlags.None, out var error) > 0 && error == SocketError.Success) { }
        return answered;
    }

    private static void TrySend(Socket socket, byte[] message, IPEndPoint to)
    {
        try
        {
            socket.SendTo(message, to);
        }
        catch (SocketException)
        {
            // no room, or nobody there any more: as good as lost
        }
    }

    private static Socket Bind()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false, ReceiveBufferSize = 4 << 20 };
        socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.3"), 0));
        return socket;
    }

    public void Dispose()
    {
        _sip.Dispose();
        _audio.Dispose();
    }
}
