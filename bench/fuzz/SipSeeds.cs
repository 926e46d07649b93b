using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Hotline.Bench.Fuzz;

/// <summary>
/// What is spoiled: RFC 4475's 49 messages, every method we serve inside and outside of calls that really stand, responses, and
/// what our own stack has sent.
/// </summary>
internal sealed class SipSeeds(Random random)
{
    private const string Sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8 0 9 101\r\na=rtpmap:8 PCMA/8000\r\n"
        + "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz\r\na=ptime:20\r\na=sendrecv\r\n";

    private static readonly string[] Inside = ["ACK", "BYE", "INFO", "UPDATE", "INVITE", "PRACK", "REFER", "NOTIFY", "OPTIONS", "CANCEL", "MESSAGE"];
    private static readonly string[] Outside = ["OPTIONS", "REGISTER", "SUBSCRIBE", "PUBLISH", "BYE", "CANCEL"];
    private static readonly byte[][] Torture = [.. ReadTorture()];
    private readonly ConcurrentQueue<byte[]> _captured = new();
    private readonly ConcurrentQueue<(string CallId, string ToTag)> _dialogs = new();
    private int _made;

    /// <summary>Something the stack sent: to be sent back to it, spoiled.</summary>
    internal void Capture(byte[] message)
    {
        _captured.Enqueue(message);
        if (_captured.Count > 200) _captured.TryDequeue(out _);
        var text = Encoding.Latin1.GetString(message);
        if (!text.StartsWith("SIP/2.0 200", StringComparison.Ordinal) || Between(text, "\r\nCall-ID: ", "\r\n") is not { } callId || Between(text, "\r\nTo: ", "\r\n") is not { } to) return;
        if (Between(to + "\r\n", ";tag=", "\r\n") is not { } tag) return;
        _dialogs.Enqueue((callId, tag));
        if (_dialogs.Count > 50) _dialogs.TryDequeue(out _);
    }

    internal byte[] Next() => random.Next(10) switch
    {
        0 or 1 => Torture[random.Next(Torture.Length)],
        2 when _captured.TryDequeue(out var captured) => captured,
        3 => Response(),
        4 or 5 or 6 when _dialogs.TryDequeue(out var dialog) => InDialog(dialog),
        7 => Request(Outside[random.Next(Outside.Length)], NewCallId(), "", 1, "", ""),
        _ => Invite(),
    };

    internal byte[] Invite()
    {
        string[] extras = ["", "Supported: 100rel, timer\r\n", "Require: 100rel\r\n", "Session-Expires: 90;refresher=uas\r\nMin-SE: 90\r\n", "Replaces: a@b;to-tag=1;from-tag=2\r\n", "User-to-User: 61;encoding=hex\r\n", "Expires: 1\r\n"];
        return Request("INVITE", NewCallId(), "", 1, extras[random.Next(extras.Length)], random.Next(6) == 0 ? "" : Sdp);
    }

    private byte[] InDialog((string CallId, string ToTag) dialog)
    {
        _dialogs.Enqueue(dialog);
        var method = Inside[random.Next(Inside.Length)];
        var extra = method switch
        {
            "PRACK" => "RAck: 1 1 INVITE\r\n",
            "REFER" => "Refer-To: <sip:110@127.0.0.1:9>\r\n",
            "NOTIFY" => "Event: refer\r\nSubscription-State: active\r\n",
            "INFO" => "Content-Type: application/dtmf-relay\r\n",
            _ => "",
        };
        return Request(method, dialog.CallId, dialog.ToTag, random.Next(1, 6), extra, method is "INVITE" or "UPDATE" ? Sdp : method == "INFO" ? "Signal=5\r\nDuration=160\r\n" : "");
    }

    private byte[] Request(string method, string callId, string toTag, int sequence, string extra, string body)
    {
        var type = body.Length == 0 || extra.Contains("Content-Type", StringComparison.Ordinal) ? "" : "Content-Type: application/sdp\r\n";
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{method} sip:12345@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;rport;branch=z9hG4bKz{Interlocked.Increment(ref _made)}\r\nMax-Forwards: 70\r\nFrom: <sip:f@127.0.0.1>;tag=fuzz\r\n")
            + string.Create(CultureInfo.InvariantCulture, $"To: <sip:12345@127.0.0.1>{(toTag.Length > 0 ? ";tag=" + toTag : "")}\r\nCall-ID: {callId}\r\nCSeq: {sequence} {method}\r\n")
            + string.Create(CultureInfo.InvariantCulture, $"Contact: <sip:f@127.0.0.1:9>\r\n{extra}{type}Content-Length: {body.Length}\r\n\r\n{body}"));
    }

    private byte[] Response() => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"SIP/2.0 {random.Next(100, 700)} Fine\r\nVia: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK{random.Next(99)}\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\nCall-ID: {NewCallId()}\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n"));

    private string NewCallId() => string.Create(CultureInfo.InvariantCulture, $"fuzz-{Interlocked.Increment(ref _made)}");

    private static string? Between(string text, string from, string to)
    {
        var start = text.IndexOf(from, StringComparison.OrdinalIgnoreCase);
        if (start < 0) return null;
        start += from.Length;
        var end = text.IndexOf(to, start, StringComparison.Ordinal);
        return end < 0 ? null : text[start..end];
    }

    private static IEnumerable<byte[]> ReadTorture()
    {
        var assembly = typeof(SipSeeds).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("rfc4475/", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            yield return bytes;
        }
    }
}
