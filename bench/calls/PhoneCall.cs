using System.Globalization;
using System.Net;

namespace Hotline.Bench;

/// <summary>One call from INVITE to BYE.</summary>
internal sealed class PhoneCall : IDisposable
{
    private static readonly TimeSpan T1 = TimeSpan.FromMilliseconds(500), TimerB = TimeSpan.FromSeconds(32);

    private readonly Phone _phone;
    private readonly IPEndPoint _local;
    private readonly string _branch = Token(), _tag = Token(), _to, _from;
    private readonly TaskCompletionSource<int> _final = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _bye = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _provisional;
    private string _target, _toWithTag;

    internal PhoneCall(Phone phone, string number, string caller, IPEndPoint local)
    {
        (_phone, _local) = (phone, local);
        Audio = new RtpStream(local.Address);
        (_target, _to, _from) = ($"sip:{number}@{local.Address}", $"<sip:{number}@{local.Address}>", $"<sip:{caller}@{local.Address}>;tag={_tag}");
        _toWithTag = _to;
    }

    internal string CallId { get; } = $"{Token()}@bench";
    internal RtpStream Audio { get; }

    /// <summary>The final status; 408 when none came.</summary>
    internal int Status { get; private set; }

    /// <summary>The other side hung up first.</summary>
    internal bool EndedByPeer { get; private set; }

    internal async Task InviteAsync()
    {
        var invite = Request("INVITE", 1, _branch, _to, Sdp());
        var pause = T1;
        for (var waited = TimeSpan.Zero; waited < TimerB && !_final.Task.IsCompleted; waited += pause, pause += pause)
        {
            if (!_provisional) _phone.Send(invite);
            await Task.WhenAny(_final.Task, Task.Delay(pause));
        }
        Status = _final.Task.IsCompletedSuccessfully ? await _final.Task : 408;
    }

    internal async Task HangUpAsync()
    {
        if (Status is < 200 or >= 300 || EndedByPeer) return;
        var bye = Request("BYE", 2, Token(), _toWithTag, "");
        for (var i = 0; i < 4 && !_bye.Task.IsCompleted; i++)
        {
            _phone.Send(bye);
            await Task.WhenAny(_bye.Task, Task.Delay(T1));
        }
    }

    internal void Answered(SipText message)
    {
        if (message["CSeq"].EndsWith("BYE", StringComparison.Ordinal)) _bye.TrySetResult();
        if (!message["CSeq"].EndsWith("INVITE", StringComparison.Ordinal)) return;
        if (message.Status < 200)
        {
            _provisional = true;
            return;
        }
        _toWithTag = message["To"];
        if (message.Status < 300)
        {
            if (message["Contact"] is { Length: > 0 } contact) _target = contact.Split('<', '>') is [_, var uri, ..] ? uri : contact;
            if (MediaOf(message.Body) is { } remote) Audio.SendTo(remote);
        }
        _phone.Send(Request("ACK", 1, message.Status < 300 ? Token() : _branch, _toWithTag, ""));
        _final.TrySetResult(message.Status);
    }

    /// <summary>A request of the other side: a BYE ends the call, a new offer gets the same answer, anything else is fine.</summary>
    internal string? Asked(SipText message)
    {
        if (message.Method == "ACK") return null;
        if (message.Method == "BYE") EndedByPeer = true;
        if (MediaOf(message.Body) is { } remote) Audio.SendTo(remote);
        var vias = string.Concat(message.Headers["Via"].Select(via => $"Via: {via}\r\n"));
        var head = $"SIP/2.0 200 OK\r\n{vias}From: {message["From"]}\r\nTo: {message["To"]}\r\nCall-ID: {CallId}\r\nCSeq: {message["CSeq"]}\r\nContact: <sip:bench@{_local}>\r\n";
        return head + Body(message.Method == "INVITE" ? Sdp() : "");
    }

    private string Request(string method, int sequence, string branch, string to, string body) =>
        $"{method} {_target} SIP/2.0\r\nVia: SIP/2.0/UDP {_local};branch=z9hG4bK{branch};rport\r\nMax-Forwards: 70\r\nFrom: {_from}\r\nTo: {to}\r\n" +
        $"Call-ID: {CallId}\r\nCSeq: {sequence} {method}\r\nContact: <sip:bench@{_local}>\r\n" + Body(body);

    private static string Body(string sdp) => sdp.Length == 0 ? "Content-Length: 0\r\n\r\n" : $"Content-Type: application/sdp\r\nContent-Length: {sdp.Length}\r\n\r\n{sdp}";

    private string Sdp() =>
        $"v=0\r\no=- 1 1 IN IP4 {_local.Address}\r\ns=-\r\nc=IN IP4 {_local.Address}\r\nt=0 0\r\nm=audio {Audio.Port} RTP/AVP 8 101\r\n" +
        "a=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=ptime:20\r\na=sendrecv\r\n";

    private static IPEndPoint? MediaOf(string sdp)
    {
        var lines = sdp.Split("\r\n");
        var address = lines.FirstOrDefault(line => line.StartsWith("c=IN IP4 ", StringComparison.Ordinal))?[9..];
        var port = lines.FirstOrDefault(line => line.StartsWith("m=audio ", StringComparison.Ordinal))?.Split(' ')[1];
        return address is null || port is null ? null : new(IPAddress.Parse(address), int.Parse(port, CultureInfo.InvariantCulture));
    }

    private static string Token() => Guid.NewGuid().ToString("N")[..16];

    public void Dispose() => Audio.Dispose();
}
