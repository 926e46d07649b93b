using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hotline.Journeys;

/// <summary>A citizen's telephone: real SIP and RTP on loopback, one call, A-law. It says what a WAV file holds, presses keys, and counts what it hears.</summary>
internal sealed class CitizenPhone : IDisposable
{
    private const int Events = 101;

    private readonly UdpClient _sip = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly UdpClient _rtp = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly IPEndPoint _server;
    private readonly string _number;
    private readonly string _called;
    private readonly HashSet<string> _frames = [];
    private readonly string _callId = Guid.NewGuid().ToString("N");
    private readonly List<(uint At, char Key)> _keys = [];
    private IPEndPoint? _media;
    private string _to;
    private int _sequence = 1;

    internal CitizenPhone(int sipPort, string number, string called = "12345")
    {
        (_server, _number, _called) = (new IPEndPoint(IPAddress.Loopback, sipPort), number, called);
        _to = $"<sip:{called}@127.0.0.1:{sipPort}>";
    }

    /// <summary>Packets from the hotline whose audio was not silence.</summary>
    internal int Heard { get; private set; }

    /// <summary>Keys the hotline sent (RFC 4733), in order.</summary>
    internal string KeysHeard
    {
        get
        {
            lock (_frames) return string.Concat(_keys.Select(k => k.Key));
        }
    }

    /// <summary>Returns once the hotline has answered.</summary>
    internal async Task CallAsync(CancellationToken ct) => Assert.Equal(200, await TryCallAsync(ct));

    /// <summary>The status with which the call was answered or refused.</summary>
    internal async Task<int> TryCallAsync(CancellationToken ct)
    {
        await SendAsync("INVITE", 1, Offer());
        while (true)
        {
            var answer = Encoding.UTF8.GetString((await _sip.ReceiveAsync(ct)).Buffer);
            if (answer.StartsWith("SIP/2.0 1", StringComparison.Ordinal)) continue;
            var status = int.Parse(answer.AsSpan("SIP/2.0 ".Length, 3), CultureInfo.InvariantCulture);
            _to = HeaderOf(answer, "To:");
            if (status == 200) _media = MediaOf(answer);
            await SendAsync("ACK", 1, null);
            return status;
        }
    }

    /// <summary>One key, by INFO.</summary>
    internal Task PressAsync(char key) => SendAsync("INFO", ++_sequence, $"Signal={key}\r\nDuration=160\r\n", "application/dtmf-relay");

    /// <summary>Speaks the file, then stays silent on the line, until cancelled or the hotline hangs up.</summary>
    internal async Task TalkAsync(string wav, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var parts = new[] { SpeakAsync(await File.ReadAllBytesAsync(wav, ct), over.Token), ListenAsync(over.Token), UntilByeAsync(over.Token) };
        await Task.WhenAny(parts);
        await over.CancelAsync();
        foreach (var part in parts) await part.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    /// <summary>Whether nearly all frames of a prompt came, byte for byte; of another prompt hardly any would.</summary>
    /// <param name="share">Of the frames; less than nearly all where only a part was played.</param>
    internal bool HasHeard(string wav, double share = 0.8)
    {
        var alaw = ALawOf(File.ReadAllBytes(wav));
        var (all, heard) = (0, 0);
        for (var at = 0; at + 160 <= alaw.Length; at += 160)
        {
            var frame = alaw.AsSpan(at, 160);
            if (frame.IndexOfAnyExcept((byte)0xD5, (byte)0x55) < 0) continue;
            all++;
            lock (_frames) heard += _frames.Contains(Convert.ToHexString(frame)) ? 1 : 0;
        }

        return heard > all * share;
    }

    internal Task HangUpAsync() => SendAsync("BYE", ++_sequence, null);

    public void Dispose()
    {
        _sip.Dispose();
        _rtp.Dispose();
    }

    private async Task SpeakAsync(byte[] wav, CancellationToken ct)
    {
        var packet = new byte[172];
        (packet[0], packet[1]) = (0x80, 8);
        BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(8), 12345);
        using var every = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (ushort i = 0; await every.WaitForNextTickAsync(ct); i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), i);
            BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), i * 160u);
            for (var s = 0; s < 160; s++)
            {
                var at = 44 + (((i * 160) + s) * 2);
                packet[12 + s] = at + 1 < wav.Length ? ALaw(BinaryPrimitives.ReadInt16LittleEndian(wav.AsSpan(at))) : (byte)0xD5;
            }

            await _rtp.SendAsync(packet, _media, ct);
        }
    }

    private async Task ListenAsync(CancellationToken ct)
    {
        while (true)
        {
            var packet = (await _rtp.ReceiveAsync(ct)).Buffer;
            if ((packet[1] & 0x7F) == Events) Hear(packet);
            var audio = packet.AsMemory(12);
            if (audio.Length != 160 || audio.Span.IndexOfAnyExcept((byte)0xD5, (byte)0x55) < 0) continue;
            Heard++;
            lock (_frames) _frames.Add(Convert.ToHexString(audio.Span));
        }
    }

    private void Hear(byte[] eventPacket)
    {
        var at = BinaryPrimitives.ReadUInt32BigEndian(eventPacket.AsSpan(4)); // one key, many packets
        lock (_frames)
        {
            if (_keys.TrueForAll(k => k.At != at)) _keys.Add((at, "0123456789*#"[eventPacket[12]]));
        }
    }

    private async Task UntilByeAsync(CancellationToken ct)
    {
        while (true)
        {
            var request = Encoding.UTF8.GetString((await _sip.ReceiveAsync(ct)).Buffer);
            if (!request.StartsWith("BYE ", StringComparison.Ordinal)) continue;
            var echoed = request.Split("\r\n").Where(l => l.StartsWith("Via:", StringComparison.Ordinal) || l.StartsWith("From:", StringComparison.Ordinal)
                || l.StartsWith("To:", StringComparison.Ordinal) || l.StartsWith("Call-ID:", StringComparison.Ordinal) || l.StartsWith("CSeq:", StringComparison.Ordinal));
            await _sip.SendAsync(Encoding.UTF8.GetBytes($"SIP/2.0 200 OK\r\n{string.Join("\r\n", echoed)}\r\nContent-Length: 0\r\n\r\n"), _server, ct);
            return;
        }
    }

    private async Task SendAsync(string method, int sequence, string? body, string type = "application/sdp")
    {
        var own = (IPEndPoint)_sip.Client.LocalEndPoint!;
        var text = string.Create(CultureInfo.InvariantCulture, $"""
            {method} sip:{_called}@{_server} SIP/2.0
            Via: SIP/2.0/UDP {own};branch=z9hG4bK{method}{sequence}{_callId};rport
            Max-Forwards: 70
            From: <sip:{_number}@{own}>;tag=citizen
            To: {_to}
            Call-ID: {_callId}
            CSeq: {sequence} {method}
            Contact: <sip:{_number}@{own}>
            {(body is null ? "" : $"Content-Type: {type}\n")}Content-Length: {body?.Length ?? 0}

            {body}
            """).ReplaceLineEndings("\r\n");
        await _sip.SendAsync(Encoding.UTF8.GetBytes(text), _server);
    }

    private string Offer() => string.Create(CultureInfo.InvariantCulture,
        $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {((IPEndPoint)_rtp.Client.LocalEndPoint!).Port} RTP/AVP 8 {Events}\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:{Events} telephone-event/8000\r\na=ptime:20\r\n");

    private static string HeaderOf(string message, string name) => message.Split("\r\n").First(l => l.StartsWith(name, StringComparison.OrdinalIgnoreCase))[name.Length..].Trim();

    private static IPEndPoint MediaOf(string answer) =>
        new(IPAddress.Loopback, int.Parse(HeaderOf(answer, "m=audio ").Split(' ')[0], CultureInfo.InvariantCulture));

    /// <summary>The audio of a WAV file: A-law (format 6) as it is, 16-bit samples in A-law.</summary>
    private static byte[] ALawOf(byte[] wav)
    {
        var audio = wav.AsSpan(wav.AsSpan().IndexOf("data"u8) + 8);
        if (BinaryPrimitives.ReadInt16LittleEndian(wav.AsSpan(20)) == 6) return audio.ToArray();
        var alaw = new byte[audio.Length / 2];
        for (var i = 0; i < alaw.Length; i++) alaw[i] = ALaw(BinaryPrimitives.ReadInt16LittleEndian(audio[(i * 2)..]));
        return alaw;
    }

    // ITU-T G.711: sign, segment, step, even bits inverted
    private static byte ALaw(short linear)
    {
        var magnitude = linear < 0 ? -linear - 1 : linear;
        var segment = Math.Max(0, 24 - System.Numerics.BitOperations.LeadingZeroCount((uint)magnitude));
        return (byte)(((linear < 0 ? 0 : 0x80) | (segment << 4) | ((magnitude >> (segment == 0 ? 4 : segment + 3)) & 15)) ^ 0x55);
    }
}
