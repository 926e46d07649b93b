using System.Text;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Tests.Sip;

/// <summary>SIP messages as text, lines ended as the tests are written.</summary>
internal static class Wire
{
    internal const string Offer = "v=0\no=- 1 1 IN IP4 127.0.0.1\ns=-\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 40000 RTP/AVP 8 0 101\na=rtpmap:101 telephone-event/8000\n";

    internal static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));

    internal static Parsed Parse(string text) => SipParser.Parse(Bytes(text));

    /// <summary>A well-formed request; a test changes what it is about.</summary>
    internal static string Request(
        string method = "INVITE", string? uri = null, string branch = "z9hG4bK1", int cseq = 1, string callId = "c1@test", string toTag = "",
        string fromTag = "f1", string extra = "", string body = "", string via = "SIP/2.0/UDP 127.0.0.1:5099;rport", string? cseqMethod = null)
    {
        var contact = method is "INVITE" ? "Contact: <sip:13800000000@10.1.2.3:5099>\n" : "";
        var type = body.Length > 0 && !extra.Contains("Content-Type", StringComparison.Ordinal) ? "Content-Type: application/sdp\n" : "";
        var tag = toTag.Length > 0 ? $";tag={toTag}" : "";
        return $"{method} {uri ?? "sip:12345@127.0.0.1"} SIP/2.0\nVia: {via};branch={branch}\nMax-Forwards: 70\nFrom: <sip:13800000000@127.0.0.1>;tag={fromTag}\n"
            + $"To: <sip:12345@127.0.0.1>{tag}\nCall-ID: {callId}\nCSeq: {cseq} {cseqMethod ?? method}\n{contact}{extra}{type}"
            + $"Content-Length: {Bytes(body).Length}\n\n{body}";
    }

    internal static string Response(int status, string branch, string method, string toTag = "t1", string extra = "", int cseq = 1) =>
        $"SIP/2.0 {status} Whatever\nVia: SIP/2.0/UDP 127.0.0.1:5060;branch={branch}\nFrom: <sip:a@b>;tag=f\nTo: <sip:c@d>;tag={toTag}\nCall-ID: c1@test\nCSeq: {cseq} {method}\n{extra}Content-Length: 0\n\n";
}
