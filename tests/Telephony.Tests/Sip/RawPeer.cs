using System.Net;
using System.Net.Sockets;
using System.Text;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Transport;

namespace Hotline.Telephony.Tests.Sip;

/// <summary>A peer that sends any bytes over UDP or TCP and reads what comes back: what a well-behaved stack would never send.</summary>
internal sealed class RawPeer : IDisposable
{
    private readonly Socket _socket;
    private readonly bool _tcp;
    private readonly StreamFramer _framer = new();
    private IPEndPoint _to;

    internal RawPeer(IPEndPoint to, bool tcp = false)
    {
        (_to, _tcp) = (to, tcp);
        _socket = tcp ? new(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp) : new(to.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        if (tcp) _socket.Connect(to);
        else _socket.Bind(new IPEndPoint(to.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback, 0));
    }

    internal void Redirect(IPEndPoint to) => _to = to;

    internal int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>The Via of this peer; responses come back by rport.</summary>
    internal string Via => $"SIP/2.0/{(_tcp ? "TCP" : "UDP")} 192.168.77.1:{Port};rport";

    internal Task SendAsync(string text) => SendAsync(Wire.Bytes(text));

    internal async Task SendAsync(byte[] bytes)
    {
        if (_tcp) await _socket.SendAsync(bytes, TestContext.Current.CancellationToken);
        else await _socket.SendToAsync(bytes, _to, TestContext.Current.CancellationToken);
    }

    /// <summary>What never comes fails the test instead of holding up the suite.</summary>
    internal async Task<byte[]> ReceiveBytesAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        if (_tcp) return await ReceiveFrameAsync(patience.Token);
        var buffer = new byte[4096];
        while (true)
        {
            var came = await _socket.ReceiveFromAsync(buffer, _to, patience.Token);
            var message = buffer[..came.ReceivedBytes];
            if (came.RemoteEndPoint.Equals(_to) || SipParser.Parse(message).Fault is null) return message; // else a late packet of a call that had this port before
        }
    }

    private async Task<byte[]> ReceiveFrameAsync(CancellationToken ct)
    {
        while (true)
        {
            if (_framer.TryTake(out var message) == StreamFramer.Kind.Message) return message;
            var count = await _socket.ReceiveAsync(_framer.Free(), ct);
            Assert.NotEqual(0, count);
            _framer.Received(count);
        }
    }

    internal async Task<SipMessage> ReceiveAsync()
    {
        var parsed = SipParser.Parse(await ReceiveBytesAsync());
        Assert.Null(parsed.Fault);
        return parsed.Message!;
    }

    /// <summary>The next message for which it holds; others in between are passed over.</summary>
    internal async Task<SipMessage> ReceiveAsync(Func<SipMessage, bool> wanted)
    {
        while (true)
        {
            var message = await ReceiveAsync();
            if (wanted(message)) return message;
        }
    }

    internal Task<SipMessage> FinalAsync(string method = "INVITE") => ReceiveAsync(m => m.Status >= 200 && m.CSeqMethod == method);

    /// <summary>A 200 with the Via, tags, Call-ID and CSeq of the request.</summary>
    internal Task AnswerAsync(SipMessage request, int status = 200, string toTag = "", string extra = "", string body = "")
    {
        var text = new StringBuilder($"SIP/2.0 {status} Fine\n");
        foreach (var header in new[] { Header.Via, Header.From, Header.CallId, Header.CSeq })
            text.Append(header == Header.CallId ? "Call-ID" : header.ToString()).Append(": ").Append(request.First(header)).Append('\n');
        text.Append("To: ").Append(request.First(Header.To)).Append(toTag.Length > 0 ? $";tag={toTag}" : "").Append('\n').Append(extra);
        if (body.Length > 0) text.Append("Content-Type: application/sdp\n");
        return SendAsync($"{text}Content-Length: {Wire.Bytes(body).Length}\n\n{body}");
    }

    public void Dispose() => _socket.Dispose();
}
