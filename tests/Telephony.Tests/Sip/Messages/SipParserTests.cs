using System.Text;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Tests.Sip.Messages;

public sealed class SipParserTests
{
    [Fact]
    public void A_request_gives_what_it_is_routed_by()
    {
        var parsed = Wire.Parse(Wire.Request(body: Wire.Offer));

        Assert.Null(parsed.Fault);
        var m = parsed.Message!;
        Assert.Equal(("INVITE", "sip:12345@127.0.0.1", "c1@test", 1u, "f1"), (m.Method, m.RequestUri, m.CallId, m.CSeq, m.From.Tag));
        Assert.Equal(("z9hG4bK1", "127.0.0.1:5099", true), (m.Via.Branch, m.Via.SentBy, m.Via.WantsSourcePort));
        Assert.Equal("application/sdp", m.BodyType);
        Assert.Equal(Wire.Bytes(Wire.Offer), m.Body.ToArray());
    }

    [Fact]
    public void Compact_names_odd_case_folding_and_two_Via_in_a_line_are_read()
    {
        var parsed = Wire.Parse("""
            OPTIONS sip:12345@127.0.0.1 SIP/2.0
            v: SIP/2.0/UDP a.example:5070;branch=z9hG4bKx, SIP/2.0/TCP b.example;branch=z9hG4bKy
            mAX-fORWARDS : 0070
            f: "张三 \"阿三\""
              <sip:1@a>
             ;tag=q
            T: <sip:2@b>
            i: x
            cseq:  7
             OPTIONS
            l: 0


            """);

        Assert.Null(parsed.Fault);
        Assert.Equal(("a.example:5070", "z9hG4bKx"), (parsed.Message!.Via.SentBy, parsed.Message.Via.Branch));
        Assert.Equal(("q", 7u), (parsed.Message.From.Tag, parsed.Message.CSeq));
        Assert.StartsWith("\"张三", parsed.Message.First(Header.From), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 3", "abcdef", "abc")]
    [InlineData("Content-Length: 6", "abcdef", "abcdef")]
    [InlineData("X: y", "abcdef", "abcdef")]
    public void The_body_is_as_long_as_Content_Length_says_or_the_datagram_is(string line, string rest, string body) =>
        Assert.Equal(body, Encoding.ASCII.GetString(Wire.Parse(With("Content-Length: 0", line) + rest).Message!.Body.Span));

    [Theory]
    [InlineData("Content-Length: 0", "Content-Length: 9999", "Content-Length exceeds the message")]
    [InlineData("Content-Length: 0", "Content-Length: -1", "Content-Length is no number")]
    [InlineData("Content-Length: 0", "Content-Length: 0\nContent-Length: 0", "several Content-Length fields")]
    [InlineData("CSeq: 1 OPTIONS", "CSeq: 1 INVITE", "CSeq Method Does Not Match")]
    [InlineData("CSeq: 1 OPTIONS", "CSeq: 4294967297 OPTIONS", "Malformed CSeq")]
    [InlineData("CSeq: 1 OPTIONS", "CSeq: x OPTIONS", "Malformed CSeq")]
    [InlineData("Call-ID: c1@test\n", "", "Missing Call-ID")]
    [InlineData("Call-ID: c1@test\n", "Call-ID: a\nCall-ID: b\n", "Several Call-ID")]
    [InlineData("Max-Forwards: 70", "Max-Forwards: 256", "Malformed Max-Forwards")]
    [InlineData("From: <sip", "From: \"open <sip", "Malformed From")]
    [InlineData("sip:12345@127.0.0.1 SIP/2.0", "<sip:12345@127.0.0.1> SIP/2.0", "Malformed Request-Line")]
    [InlineData("sip:12345@127.0.0.1 SIP/2.0", "sip:12345@127.0.0.1; lr SIP/2.0", "Malformed Request-Line")]
    [InlineData("sip:12345@127.0.0.1 SIP/2.0", "sip:12345@127.0.0.1?Subject=x SIP/2.0", "Request-URI With Header Fields")]
    [InlineData("Max-Forwards: 70\n", "Max-Forwards: 70\nno colon here\n", "malformed header field")]
    public void What_breaks_the_rules_is_a_fault_that_can_still_be_answered(string from, string to, string fault)
    {
        var parsed = Wire.Parse(With(from, to));

        Assert.Equal(fault, parsed.Fault);
        Assert.Equal(400, parsed.Status);
        Assert.Equal("z9hG4bK1", parsed.Message!.Via.Branch);
    }

    [Theory]
    [InlineData("SIP/7.0", 505)]
    [InlineData("http", 416)]
    public void A_strange_version_or_scheme_has_its_own_status(string what, int status)
    {
        var text = status == 505 ? With("SIP/2.0\nVia", "SIP/7.0\nVia") : With("OPTIONS sip:", $"OPTIONS {what}:");
        Assert.Equal(status, Wire.Parse(text).Status);
        Assert.NotNull(Wire.Parse(text).Fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("SIP/2.0 4294967301 no\r\nVia: SIP/2.0/UDP a;branch=z9hG4bKx\r\n\r\n")]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\nVia: nonsense\r\n\r\n")]
    public void What_nobody_could_be_answered_for_is_no_message(string text) =>
        Assert.Null(SipParser.Parse(Encoding.UTF8.GetBytes(text)).Message);

    [Fact]
    public void No_mutation_of_a_good_message_makes_the_parser_throw()
    {
        var random = new Random(20260101);
        var good = Wire.Bytes(Wire.Request(body: Wire.Offer));
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = good[..random.Next(1, good.Length + 1)];
            for (var changes = random.Next(0, 6); changes > 0; changes--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);

            var parsed = SipParser.Parse(bytes);
            Assert.True(parsed.Message is not null || parsed.Fault is not null);
        }
    }

    private static string With(string from, string to)
    {
        var text = Wire.Request("OPTIONS");
        Assert.Contains(from, text, StringComparison.Ordinal);
        return text.Replace(from, to, StringComparison.Ordinal);
    }
}
