using System.Text;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;

namespace Hotline.Telephony.Tests.Sip;

/// <summary>What any caller's phone or trunk does to us, over UDP and over TCP.</summary>
public sealed class ScenarioTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task A_call_is_answered_and_hung_up(bool tcp)
    {
        await using var call = await PeerCall.AnsweredAsync(tcp: tcp);
        await call.SendAsync("BYE", 2);
        Assert.Equal(200, (await call.Peer.FinalAsync("BYE")).Status);
        Assert.Equal(CallEnd.Remote, (await call.Call.NextAsync<SipCallEvent.Ended>()).Cause);
        await call.SendAsync("BYE", 3);
        Assert.Equal(481, (await call.Peer.FinalAsync("BYE")).Status);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_ringing_call_is_taken_back(bool tcp)
    {
        await using var call = await PeerCall.ArrivedAsync(tcp: tcp);
        call.Call.Call.Ring();
        await call.Peer.ReceiveAsync(m => m.Status == 180);
        await call.Peer.SendAsync(Wire.Request("CANCEL", via: call.Peer.Via));
        Assert.Equal(200, (await call.Peer.FinalAsync("CANCEL")).Status);
        Assert.Equal(487, (await call.Peer.FinalAsync()).Status);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_caller_may_hang_up_by_BYE_before_the_answer(bool tcp)
    {
        await using var call = await PeerCall.ArrivedAsync(tcp: tcp);
        call.Call.Call.Ring();
        var ringing = await call.Peer.ReceiveAsync(m => m.Status == 180);
        await call.SendAsync("BYE", 2, toTag: ringing.To.Tag);
        Assert.Equal(200, (await call.Peer.FinalAsync("BYE")).Status);
        Assert.Equal(487, (await call.Peer.FinalAsync()).Status);
        Assert.Equal(CallEnd.Cancelled, (await call.Call.NextAsync<SipCallEvent.Ended>()).Cause);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Hold_and_resume_and_the_same_again_are_answered_each(bool tcp)
    {
        await using var call = await PeerCall.AnsweredAsync(tcp: tcp);
        var expected = new[] { ("sendonly", MediaDirection.ReceiveOnly), ("inactive", MediaDirection.Inactive), ("sendrecv", MediaDirection.SendReceive), ("sendrecv", MediaDirection.SendReceive) };
        var cseq = 2;
        foreach (var (theirs, ours) in expected)
        {
            await call.SendAsync("INVITE", cseq, body: $"{Wire.Offer}a={theirs}\n");
            call.Call.Call.AnswerReoffer(OfferAnswer.Answer((await call.Call.NextAsync<SipCallEvent.Reoffered>()).Offer!, TestStack.Media)!.Value.Answer);
            var ok = await call.Peer.ReceiveAsync(m => m.Status == 200 && m.CSeq == cseq);
            Assert.True(SessionDescription.TryParse(ok.Body.Span, out var answer, out _));
            Assert.Equal(ours, answer.Audio!.Direction);
            await call.SendAsync("ACK", cseq++);
        }
    }

    [Theory]
    [InlineData(false, "application/dtmf-relay", "Signal= 5\nDuration= 160\n", '5')]
    [InlineData(true, "application/dtmf-relay", "Signal=*\nDuration=160\n", '*')]
    [InlineData(false, "application/dtmf", "7", '7')]
    [InlineData(true, "application/dtmf", "#", '#')]
    [InlineData(false, "application/dtmf", "11", '#')]
    public async Task A_key_by_INFO(bool tcp, string type, string body, char key)
    {
        await using var call = await PeerCall.AnsweredAsync(tcp: tcp);
        await call.SendAsync("INFO", 2, $"Content-Type: {type}\n", body);
        Assert.Equal(200, (await call.Peer.FinalAsync("INFO")).Status);
        Assert.Equal(key, (await call.Call.NextAsync<SipCallEvent.Digit>()).Key);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_transfer_is_understood_and_its_outcome_told(bool tcp)
    {
        await using var call = await PeerCall.AnsweredAsync(tcp: tcp);
        await call.SendAsync("REFER", 2, "Refer-To: <sip:110@127.0.0.1>\n");
        Assert.Equal(202, (await call.Peer.FinalAsync("REFER")).Status);
        Assert.StartsWith("SIP/2.0 100", Encoding.ASCII.GetString((await call.RequestAsync("NOTIFY")).Body.Span), StringComparison.Ordinal);
    }

    /// <summary>UDP may have lost our response (RFC 3261 section 17.2.1). TCP has not: the copy gets nothing new, and the call its 200.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public async Task A_copy_of_the_INVITE_while_it_rings(bool tcp)
    {
        await using var call = await PeerCall.ArrivedAsync(tcp: tcp);
        call.Call.Call.Ring();
        await call.Peer.ReceiveAsync(m => m.Status == 180);
        await call.Peer.SendAsync(Wire.Request(via: call.Peer.Via, body: Wire.Offer));
        if (!tcp) Assert.Equal(180, (await call.Peer.ReceiveAsync()).Status);
        else
        {
            // The stack has read the copy once it answers what came after it
            await call.Peer.SendAsync(Wire.Request("OPTIONS", via: call.Peer.Via, branch: "z9hG4bKafter"));
            Assert.Equal("OPTIONS", (await call.Peer.ReceiveAsync()).CSeqMethod);
        }

        TestStack.Answering(call.Call.Call);
        Assert.Equal(200, (await call.Peer.ReceiveAsync()).Status);
    }

    [Fact]
    public async Task Over_UDP_the_200_comes_again_after_500_1500_and_3500_ms()
    {
        await using var call = await PeerCall.ArrivedAsync();
        TestStack.Answering(call.Call.Call);
        var ok = await call.Peer.FinalAsync();
        foreach (var after in new[] { 0.5, 1, 2, 4, 4 }) Assert.InRange((await call.LaterAsync(m => m.Status == 200, stepInMs: 20)).After.TotalSeconds, after - 0.05, after + 0.4);
        await call.SendAsync("ACK", 1, toTag: ok.To.Tag);
        await call.Call.NextAsync<SipCallEvent.Confirmed>();
    }

    /// <summary>Nothing but the open connection lies between us; with a proxy on the way the 200 may be lost beyond it (RFC 3261 section 13.3.1.4).</summary>
    [Theory, InlineData(false), InlineData(true)]
    public async Task Over_TCP_the_200_comes_again_only_where_a_proxy_is_on_the_way(bool proxied)
    {
        await using var call = await PeerCall.ArrivedAsync(proxied ? "Via: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bKfar\n" : "", tcp: true);
        TestStack.Answering(call.Call.Call);
        await call.Peer.FinalAsync();
        var (next, after) = await call.LaterAsync(m => m.Status == 200 || m.Method == "BYE");
        Assert.Equal(proxied ? 200 : 0, next.Status);
        Assert.InRange(after.TotalSeconds, proxied ? 0.4 : 31, proxied ? 1 : 34);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_call_that_is_never_acknowledged_ends_after_32_s(bool tcp)
    {
        await using var call = await PeerCall.ArrivedAsync(tcp: tcp);
        TestStack.Answering(call.Call.Call);
        Assert.InRange((await call.LaterAsync(m => m.Method == "BYE")).After.TotalSeconds, 31, 34);
        Assert.Equal(CallEnd.Timeout, (await call.Call.NextAsync<SipCallEvent.Ended>()).Cause);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_late_ACK_keeps_the_call(bool tcp)
    {
        await using var call = await PeerCall.ArrivedAsync(tcp: tcp);
        TestStack.Answering(call.Call.Call);
        var ok = await call.Peer.FinalAsync();
        call.Clock.Advance(TimeSpan.FromSeconds(30));
        await call.SendAsync("ACK", 1, toTag: ok.To.Tag);
        await call.Call.NextAsync<SipCallEvent.Confirmed>();
        call.Clock.Advance(TimeSpan.FromSeconds(10));
        await call.SendAsync("BYE", 2, toTag: ok.To.Tag);
        Assert.Equal(200, (await call.Peer.FinalAsync("BYE")).Status);
    }

    [Theory]
    [InlineData(false, "OPTIONS", "", 200)]
    [InlineData(true, "OPTIONS", "", 200)]
    [InlineData(false, "FROBNICATE", "", 501)]
    [InlineData(true, "FROBNICATE", "", 501)]
    [InlineData(true, "INVITE", "Require: teleport\n", 420)]
    [InlineData(true, "INVITE", "Supported: timer\nSession-Expires: 20\n", 422)]
    [InlineData(true, "INVITE", "Content-Type: text/plain\n", 415)]
    [InlineData(true, "INVITE", "Accept: text/plain\n", 406)]
    [InlineData(true, "BYE", "", 481)]
    public async Task Outside_a_call(bool tcp, string method, string extra, int status)
    {
        await using var stack = await TestStack.StartAsync();
        using var peer = new RawPeer(stack.Stack.LocalEndPoint, tcp);
        await peer.SendAsync(Wire.Request(method, via: peer.Via, extra: extra, body: method == "INVITE" ? Wire.Offer : ""));
        var answer = await peer.FinalAsync(method);
        Assert.Equal(status, answer.Status);
        if (status == 420) Assert.Equal("teleport", answer.First(Header.Unsupported));
        if (method == "OPTIONS") Assert.True(answer.Lists(Header.Supported, "timer") && answer.Lists(Header.Allow, "PRACK"));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_full_house_says_when_to_come_again(bool tcp)
    {
        await using var call = await PeerCall.AnsweredAsync(options: new() { MaxCalls = 1 }, tcp: tcp);
        await call.Peer.SendAsync(Wire.Request(via: call.Peer.Via, branch: "z9hG4bKmore", callId: "more@test", body: Wire.Offer));
        Assert.Equal((503, "5"), await call.Peer.FinalAsync() is var full ? (full.Status, full.First(Header.RetryAfter)) : default);
    }

    /// <summary>RFC 3261 section 7.3: compact names in odd case, folded lines, several values in one, white space, UTF-8.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public async Task Headers_may_be_written_oddly(bool tcp)
    {
        await using var stack = await TestStack.StartAsync();
        using var peer = new RawPeer(stack.Stack.LocalEndPoint, tcp);
        await peer.SendAsync(
            $"INVITE sip:12345@127.0.0.1 SIP/2.0\nV: {peer.Via};branch=z9hG4bKodd ,SIP/2.0/UDP 10.0.0.9;branch=z9hG4bKfar\nmax-FORWARDS :  70\n"
            + "f: \"张 \\\"三\\\"\"\n <sip:13800000000@127.0.0.1>\n\t;tag=o1\nT : 市民热线 <sip:12345@127.0.0.1>\nI: odd@test\ncseq:   7   \n   INVITE\n"
            + $"m: <sip:13800000000@10.1.2.3>\nC:application/SDP\nX-Unknown: ;;,\"\nl: {Wire.Bytes(Wire.Offer).Length}\n\n{Wire.Offer}");
        var call = await stack.CallAsync();
        Assert.Equal("13800000000", call.Call.CallerNumber);
        TestStack.Answering(call.Call);
        var ok = await peer.FinalAsync();
        Assert.Equal((200, 7u, "o1", "odd@test"), (ok.Status, ok.CSeq, ok.From.Tag, ok.CallId));
        Assert.Contains("z9hG4bKfar", string.Join(',', ok.All(Header.Via)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_number_of_digits_is_the_peers_and_a_refused_video_keeps_its_line()
    {
        var offer = Wire.Offer.Replace("8 0 101", "0 8 97", StringComparison.Ordinal).Replace("rtpmap:101", "rtpmap:97", StringComparison.Ordinal) + "m=video 5000 RTP/AVP 31\n";
        await using var call = await PeerCall.ArrivedAsync(body: offer);
        TestStack.Answering(call.Call.Call);
        Assert.True(SessionDescription.TryParse((await call.Peer.FinalAsync()).Body.Span, out var answer, out _));
        Assert.Equal([("audio", 12000), ("video", 0)], answer.Media.Select(m => (m.Kind, m.Port)));
        Assert.Equal(["0", "97"], answer.Media[0].Formats);
    }
}
