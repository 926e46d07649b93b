using System.Text;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Tests.Sip;

/// <summary>Requests that are rare but right, and some that are plausible but wrong, over UDP and over TCP.</summary>
public sealed class OddRequestsTests
{
    [Theory]
    [InlineData("OPTIONS", "Max-Forwards: 70", "Max-Forwards: 0", 200)] // an endpoint forwards nothing (RFC 4475 section 3.1.2.15 is for proxies)
    [InlineData("OPTIONS", "Max-Forwards: 70", "Max-Forwards: 300", 400)]
    [InlineData("OPTIONS", "Max-Forwards: 70", "Proxy-Require: whatever", 200)]
    [InlineData("INVITE", "sip:12345@127.0.0.1 SIP", "mailto:12345@127.0.0.1 SIP", 416)]
    [InlineData("INVITE", "sip:12345@127.0.0.1 SIP", "sip:12345@127.0.0.1?Subject=x SIP", 400)]
    [InlineData("INVITE", "SIP/2.0\nVia", "SIP/7.0\nVia", 505)]
    [InlineData("OPTIONS", "From: ", "X-From: ", 400)]
    [InlineData("OPTIONS", "To: ", "X-To: ", 400)]
    [InlineData("OPTIONS", "Call-ID: ", "X-Call-ID: ", 400)]
    [InlineData("OPTIONS", "CSeq: ", "X-CSeq: ", 400)]
    [InlineData("OPTIONS", "1 OPTIONS", "1 INVITE", 400)]
    [InlineData("OPTIONS", "1 OPTIONS", "4294967296 OPTIONS", 400)]
    [InlineData("OPTIONS", "Call-ID: ", "Call-ID: a b\nX: ", 400)]
    [InlineData("INVITE", "Contact: ", "X-Contact: ", 400)]
    [InlineData("INVITE", "Content-Type: ", "Content-Encoding: gzip\nContent-Type: ", 415)]
    [InlineData("INVITE", "Content-Type: ", "e: identity\nContent-Type: ", 200)]
    [InlineData("INVITE", "Content-Type: ", "X-Content-Type: ", 415)]
    [InlineData("INVITE", "t=0 0\nm=audio", "t=0 0\nmumble audio", 400)]
    [InlineData("INVITE", "t=0 0\n", "", 200)]
    [InlineData("REFER", "Max-Forwards", "Refer-To: <sip:a@b>\nMax-Forwards", 403)]
    [InlineData("SUBSCRIBE", "Max-Forwards", "Event: presence\nMax-Forwards", 405)]
    [InlineData("NOTIFY", "Max-Forwards", "Event: refer\nMax-Forwards", 481)]
    [InlineData("PRACK", "Max-Forwards", "RAck: 1 1 INVITE\nMax-Forwards", 481)]
    public async Task A_request_gets_its_status(string method, string written, string instead, int status)
    {
        foreach (var tcp in new[] { false, true })
        {
            await using var stack = await TestStack.StartAsync(onCall: TestStack.Answering);
            using var peer = new RawPeer(stack.Stack.LocalEndPoint, tcp);
            var text = Wire.Request(method, via: peer.Via, body: method == "INVITE" ? Wire.Offer : "");
            Assert.Contains(written, text, StringComparison.Ordinal);
            await peer.SendAsync(Measured(text.Replace(written, instead, StringComparison.Ordinal)));
            SipMessage answer;
            do answer = SipParser.Parse(await peer.ReceiveBytesAsync()).Message!; while (answer.Status < 200);
            Assert.Equal((tcp, status), (tcp, answer.Status));
        }
    }

    [Fact]
    public async Task A_refused_encoding_and_a_refused_type_say_what_would_do()
    {
        await using var stack = await TestStack.StartAsync();
        using var peer = new RawPeer(stack.Stack.LocalEndPoint);
        await peer.SendAsync(Wire.Request(via: peer.Via, branch: "z9hG4bKe", extra: "Content-Encoding: gzip\n", body: Wire.Offer));
        Assert.Contains("Accept-Encoding: identity", Encoding.ASCII.GetString((await peer.FinalAsync()).Bytes.Span), StringComparison.Ordinal);
        await peer.SendAsync(Wire.Request(via: peer.Via, branch: "z9hG4bKt", callId: "t@test", extra: "Content-Type: text/plain\n", body: "hello"));
        Assert.Contains("application/sdp", (await peer.ReceiveAsync(m => m.CallId == "t@test" && m.Status >= 200)).First(Header.Accept), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tel_number_may_be_called_and_may_call()
    {
        await using var stack = await TestStack.StartAsync();
        using var peer = new RawPeer(stack.Stack.LocalEndPoint);
        await peer.SendAsync(Wire.Request(via: peer.Via, uri: "tel:+86-10-12345;phone-context=+86", body: Wire.Offer)
            .Replace("From: <sip:13800000000@127.0.0.1>", "From: <tel:+86-138-0000-0000>", StringComparison.Ordinal));
        var call = await stack.CallAsync();
        Assert.Equal(("+86-10-12345", "+86-138-0000-0000"), (call.Call.CalledNumber, call.Call.CallerNumber));
        TestStack.Answering(call.Call);
        Assert.Equal(200, (await peer.FinalAsync()).Status);
    }

    [Fact]
    public async Task The_first_response_carries_the_callers_time_stamp_and_where_it_came_from()
    {
        await using var stack = await TestStack.StartAsync();
        using var peer = new RawPeer(stack.Stack.LocalEndPoint);
        await peer.SendAsync(Wire.Request(via: peer.Via, extra: "Timestamp: 54.1\n", body: Wire.Offer));
        var trying = await peer.ReceiveAsync();
        Assert.Equal((100, "54.1"), (trying.Status, trying.First(Header.Timestamp)));
        Assert.Contains($"rport={peer.Port};received=127.0.0.1", trying.First(Header.Via), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("optional", 0, true)]
    [InlineData("required", 415, false)]
    [InlineData("", 0, true)]
    public async Task A_description_may_stand_beside_a_carriers_own_signalling(string handling, int refused, bool heard)
    {
        var disposition = handling.Length > 0 ? $"Content-Disposition: signal;handling={handling}\n" : "";
        var body = $"This is a multipart body.\n--part 1\nContent-Type: application/ISUP;version=itu-t92+\n{disposition}\n\u0001\u0010\n--part 1\nc: application/sdp\n\n{Wire.Offer}\n--part 1--\nepilogue\n";
        await using var stack = await TestStack.StartAsync(onCall: TestStack.Answering);
        using var peer = new RawPeer(stack.Stack.LocalEndPoint);
        await peer.SendAsync(Wire.Request(via: peer.Via, extra: "Content-Type: multipart/mixed;boundary=\"part 1\"\n", body: body));
        Assert.Equal(refused == 0 ? 200 : refused, (await peer.FinalAsync()).Status);
        if (heard) Assert.Equal(40000, (await stack.CallAsync()).Call.RemoteOffer!.Audio!.Port);
    }

    [Theory]
    [InlineData("--b\nContent-Type: text/plain\n\nhello\n--b--\n")]
    [InlineData("--b\nContent-Type: application/sdp")]
    [InlineData("no delimiter at all")]
    [InlineData("--b--")]
    public async Task A_body_of_parts_without_a_description_is_415(string body)
    {
        await using var stack = await TestStack.StartAsync();
        using var peer = new RawPeer(stack.Stack.LocalEndPoint);
        await peer.SendAsync(Wire.Request(via: peer.Via, extra: "Content-Type: multipart/mixed;boundary=b\n", body: body));
        Assert.Equal(415, (await peer.FinalAsync()).Status);
    }

    [Fact]
    public async Task What_need_not_be_understood_is_no_offer()
    {
        await using var stack = await TestStack.StartAsync(onCall: TestStack.Answering);
        using var peer = new RawPeer(stack.Stack.LocalEndPoint);
        await peer.SendAsync(Wire.Request(via: peer.Via, extra: "Content-Type: image/png\nContent-Disposition: icon;handling=optional\n", body: "picture"));
        var ok = await peer.FinalAsync();
        Assert.Equal((200, "application/sdp"), (ok.Status, ok.BodyType));
        Assert.Null((await stack.CallAsync()).Call.RemoteOffer);
    }

    [Theory]
    [InlineData("INFO", "Info-Package: conference\n", "", 469)]
    [InlineData("INFO", "Info-Package: dtmf\nContent-Type: application/dtmf-relay\n", "Signal=4\n", 200)]
    [InlineData("INFO", "", "", 200)]
    [InlineData("UPDATE", "Content-Type: text/plain\n", "hello", 415)]
    [InlineData("UPDATE", "Content-Type: text/plain\nContent-Disposition: render;handling=optional\n", "hello", 200)]
    [InlineData("UPDATE", "Require: teleport\n", "", 420)]
    [InlineData("INVITE", "Content-Type: text/plain\n", "hello", 415)]
    [InlineData("BYE", "Require: teleport\n", "", 420)]
    [InlineData("MESSAGE", "Content-Type: text/plain\n", "hello", 405)]
    [InlineData("REFER", "Refer-To: <sip:1@a;method=BYE>\n", "", 403)]
    [InlineData("REFER", "Refer-To: <http://example.com/>\n", "", 400)]
    [InlineData("REFER", "Refer-To: <sip:1@a>, <sip:2@a>\n", "", 400)]
    public async Task Within_a_call(string method, string extra, string body, int status)
    {
        await using var call = await PeerCall.AnsweredAsync();
        await call.SendAsync(method, 2, extra, body);
        Assert.Equal(status, (await call.Peer.FinalAsync(method)).Status);
        Assert.Equal(1, call.Stack.Stack.Counters.Calls);
    }

    [Fact]
    public async Task A_transfer_may_say_that_it_means_an_INVITE()
    {
        await using var call = await PeerCall.AnsweredAsync();
        await call.SendAsync("REFER", 2, "Refer-To: <sip:110@a;user=phone;method=INVITE;x=1?Subject=s>\n");
        Assert.Equal(202, (await call.Peer.FinalAsync("REFER")).Status);
        Assert.Equal("sip:110@a;user=phone;x=1", (await call.Call.NextAsync<SipCallEvent.Referred>()).Target.Text);
    }

    [Fact]
    public async Task A_NOTIFY_of_something_else_is_told_what_we_know()
    {
        await using var call = await PeerCall.AnsweredAsync();
        await call.SendAsync("NOTIFY", 2, "Event: presence\n");
        Assert.Contains("Allow-Events: refer", Encoding.ASCII.GetString((await call.Peer.FinalAsync("NOTIFY")).Bytes.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_of_a_PRACK_gets_the_same_200()
    {
        await using var call = await PeerCall.ArrivedAsync("Require: 100rel\n");
        call.Call.Call.Ring();
        var ringing = await call.Peer.ReceiveAsync(m => m.Status == 180);
        for (var i = 0; i < 2; i++)
        {
            await call.SendAsync("PRACK", 2, $"RAck: {ringing.First(Header.RSeq)} 1 INVITE\n", toTag: ringing.To.Tag);
            Assert.Equal(200, (await call.Peer.FinalAsync("PRACK")).Status);
        }
    }

    [Fact]
    public async Task An_answer_to_no_offer_of_ours_means_nothing()
    {
        await using var call = await PeerCall.ArrivedAsync();
        TestStack.Answering(call.Call.Call);
        var ok = await call.Peer.FinalAsync();
        await call.SendAsync("ACK", 1, body: Wire.Offer, toTag: ok.To.Tag);
        Assert.Null((await call.Call.NextAsync<SipCallEvent.Confirmed>()).Answer);
    }

    [Fact]
    public async Task A_re_INVITE_without_an_offer_is_answered_by_its_ACK()
    {
        await using var call = await PeerCall.AnsweredAsync();
        await call.SendAsync("INVITE", 2);
        Assert.Null((await call.Call.NextAsync<SipCallEvent.Reoffered>()).Offer);
        call.Call.Call.AnswerReoffer(Hotline.Telephony.Sip.Sdp.OfferAnswer.Offer(TestStack.Media));
        Assert.Equal("application/sdp", (await call.Peer.FinalAsync()).BodyType);
        await call.SendAsync("ACK", 2, body: Wire.Offer.Replace("40000", "41000", StringComparison.Ordinal));
        Assert.Equal(41000, (await call.Call.NextAsync<SipCallEvent.Confirmed>()).Answer!.Audio!.Port);
    }

    /// <summary>With the Content-Length that its body has now.</summary>
    private static string Measured(string text)
    {
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var length = Wire.Bytes(text[(end + 2)..]).Length;
        return System.Text.RegularExpressions.Regex.Replace(text, @"(?m)^Content-Length: \d+$", $"Content-Length: {length}", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
    }
}
