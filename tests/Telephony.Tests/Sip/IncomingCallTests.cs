using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;

namespace Hotline.Telephony.Tests.Sip;

/// <summary>What a peer on a raw UDP socket gets from us. Time stands still unless a test moves it.</summary>
public sealed class IncomingCallTests : IAsyncLifetime
{
    private readonly FakeClock _clock = new();
    private TestStack _stack = null!;
    private RawPeer _peer = null!;

    public async ValueTask InitializeAsync()
    {
        _stack = await TestStack.StartAsync(clock: _clock);
        _peer = new(_stack.Stack.LocalEndPoint);
    }

    public async ValueTask DisposeAsync()
    {
        _peer.Dispose();
        await _stack.DisposeAsync();
    }

    [Fact]
    public async Task A_copy_of_the_INVITE_gets_the_same_response_and_makes_no_second_call()
    {
        await _peer.SendAsync(Request());
        var call = await _stack.CallAsync();
        TestStack.Answering(call.Call);
        var first = await FinalBytesAsync();

        await _peer.SendAsync(Request());

        Assert.Equal(first, await _peer.ReceiveBytesAsync());
        Assert.Equal(1, _stack.Stack.Counters.Calls);
    }

    [Fact]
    public async Task A_call_that_cannot_be_taken_is_refused_and_leaves_nothing_behind()
    {
        await using var broken = await TestStack.StartAsync(clock: _clock, onCall: _ => throw new InvalidOperationException("no more files"));
        using var peer = new RawPeer(broken.Stack.LocalEndPoint);
        await peer.SendAsync(Request());

        SipMessage answer;
        do answer = await peer.ReceiveAsync();
        while (answer.Status < 200);
        Assert.Equal(500, answer.Status);
        Assert.Contains("no more files", await broken.ExpectedErrorAsync(), StringComparison.Ordinal);
        Assert.Equal(0, broken.Stack.Counters.Calls);
    }

    [Fact]
    public async Task The_200_comes_again_without_ACK_and_after_32_s_a_BYE()
    {
        await _peer.SendAsync(Request());
        var call = await _stack.CallAsync();
        TestStack.Answering(call.Call);
        await FinalBytesAsync();

        var copies = 0;
        SipMessage message;
        do
        {
            // The clock moves while the answer is on its way: what counts is what comes, not when
            var next = _peer.ReceiveAsync();
            while (!next.IsCompleted)
            {
                _clock.Advance(TimeSpan.FromMilliseconds(100));
                await Task.WhenAny(next, Task.Delay(2, TestContext.Current.CancellationToken));
            }

            message = await next;
            if (message.Status == 200) copies++;
        }
        while (message.Method != "BYE");

        Assert.InRange(copies, 8, 11);
        Assert.Equal(("c1@test", "f1"), (message.CallId, message.To.Tag));
        Assert.Equal(CallEnd.Timeout, (await call.NextAsync<SipCallEvent.Ended>()).Cause);
    }

    [Fact]
    public async Task Responses_and_our_BYE_go_to_where_the_peer_was_seen()
    {
        var (call, tag) = await AnsweredAsync();
        call.Call.HangUp("bye \"bye\"");
        var bye = await _peer.ReceiveAsync();
        Assert.Equal("BYE", bye.Method);
        Assert.Equal(("f1", tag), (bye.To.Tag, bye.From.Tag));
        Assert.Equal("SIP;text=\"bye \\\"bye\\\"\"", bye.First(Header.Reason));
    }

    [Fact]
    public async Task An_offerless_INVITE_gets_our_offer_and_its_ACK_brings_the_answer()
    {
        await _peer.SendAsync(Wire.Request(via: _peer.Via));
        var call = await _stack.CallAsync();
        Assert.Null(call.Call.RemoteOffer);
        TestStack.Answering(call.Call);
        var ok = await _peer.FinalAsync();
        Assert.Equal("application/sdp", ok.BodyType);

        await _peer.SendAsync(InDialog("ACK", ok.To.Tag!, 1, body: Wire.Offer));

        Assert.Equal(40000, (await call.NextAsync<SipCallEvent.Confirmed>()).Answer!.Audio!.Port);
    }

    [Fact]
    public async Task A_hang_up_before_the_ACK_waits_for_it_with_the_BYE()
    {
        await _peer.SendAsync(Request());
        var call = await _stack.CallAsync();
        TestStack.Answering(call.Call);
        call.Call.HangUp("at once");
        var ok = await _peer.FinalAsync();
        Assert.Equal(CallEnd.Local, (await call.NextAsync<SipCallEvent.Ended>()).Cause);

        await _peer.SendAsync(InDialog("ACK", ok.To.Tag!, 1));

        Assert.Equal("BYE", (await _peer.ReceiveAsync()).Method);
    }

    [Fact]
    public async Task CANCEL_ends_a_ringing_call_with_487_and_the_same_tag()
    {
        await _peer.SendAsync(Request());
        var call = await _stack.CallAsync();
        call.Call.Ring();
        await _peer.ReceiveAsync(m => m.Status == 180);

        await _peer.SendAsync(Wire.Request("CANCEL", via: _peer.Via));

        var cancelled = await _peer.FinalAsync("CANCEL");
        var refused = await _peer.FinalAsync();
        Assert.Equal((200, 487, refused.To.Tag), (cancelled.Status, refused.Status, cancelled.To.Tag));
        Assert.Equal(CallEnd.Cancelled, (await call.NextAsync<SipCallEvent.Ended>()).Cause);
    }

    [Fact]
    public async Task A_late_CANCEL_changes_nothing()
    {
        var (call, tag) = await AnsweredAsync();
        await _peer.SendAsync(Wire.Request("CANCEL", via: _peer.Via));
        Assert.Equal(200, (await _peer.FinalAsync("CANCEL")).Status);
        await _peer.SendAsync(InDialog("BYE", tag, 2));
        Assert.Equal(200, (await _peer.FinalAsync("BYE")).Status);
        Assert.Equal(CallEnd.Remote, (await call.NextAsync<SipCallEvent.Ended>()).Cause);
    }

    [Fact]
    public async Task Digits_come_by_INFO()
    {
        var (call, tag) = await AnsweredAsync();
        await _peer.SendAsync(InDialog("INFO", tag, 2, "Content-Type: application/dtmf-relay\n", "Signal=9\nDuration=100\n"));
        Assert.Equal(200, (await _peer.FinalAsync("INFO")).Status);
        Assert.Equal('9', (await call.NextAsync<SipCallEvent.Digit>()).Key);

        await _peer.SendAsync(InDialog("INFO", tag, 3, "Content-Type: text/plain\n", "hello"));
        Assert.Equal(415, (await _peer.FinalAsync("INFO")).Status);
    }

    [Theory]
    [InlineData("INVITE")]
    [InlineData("UPDATE")]
    public async Task Hold_is_answered_and_the_version_of_our_description_grows(string method)
    {
        var (call, tag) = await AnsweredAsync();
        await _peer.SendAsync(InDialog(method, tag, 2, body: Wire.Offer + "a=sendonly\n"));
        var offer = (await call.NextAsync<SipCallEvent.Reoffered>()).Offer!;
        call.Call.AnswerReoffer(OfferAnswer.Answer(offer, TestStack.Media)!.Value.Answer);

        var ok = await _peer.FinalAsync(method);
        Assert.True(SessionDescription.TryParse(ok.Body.Span, out var sdp, out _));
        Assert.Equal((200, 2ul, MediaDirection.ReceiveOnly), (ok.Status, sdp.Version, sdp.Audio!.Direction));
    }

    [Fact]
    public async Task A_second_change_while_one_is_pending_must_wait()
    {
        var (call, tag) = await AnsweredAsync();
        await _peer.SendAsync(InDialog("INVITE", tag, 2, body: Wire.Offer));
        await call.NextAsync<SipCallEvent.Reoffered>();
        await _peer.SendAsync(InDialog("UPDATE", tag, 3, body: Wire.Offer));
        var refused = await _peer.FinalAsync("UPDATE");
        Assert.Equal((500, "2"), (refused.Status, refused.First(Header.RetryAfter)));

        call.Call.RejectReoffer();
        Assert.Equal(488, (await _peer.FinalAsync()).Status);
    }

    [Fact]
    public async Task A_change_that_crosses_our_own_offer_is_491()
    {
        var (call, tag) = await AnsweredAsync();
        await _peer.SendAsync(InDialog("INVITE", tag, 2));
        Assert.Null((await call.NextAsync<SipCallEvent.Reoffered>()).Offer);
        call.Call.AnswerReoffer(OfferAnswer.Offer(TestStack.Media));
        Assert.Equal(200, (await _peer.FinalAsync()).Status);

        await _peer.SendAsync(InDialog("UPDATE", tag, 3, body: Wire.Offer));
        Assert.Equal(491, (await _peer.FinalAsync("UPDATE")).Status);
    }

    [Theory]
    [InlineData("BYE", 2, "wrong", 481)]
    [InlineData("INFO", 0, "", 500)]
    [InlineData("REFER", 2, "", 400)]
    [InlineData("PRACK", 2, "", 481)]
    [InlineData("NOTIFY", 2, "", 489)]
    [InlineData("FROBNICATE", 2, "", 501)]
    [InlineData("SUBSCRIBE", 2, "", 405)]
    [InlineData("OPTIONS", 2, "", 200)]
    public async Task Within_a_dialog(string method, int cseq, string otherTag, int status)
    {
        var (_, tag) = await AnsweredAsync();
        await _peer.SendAsync(InDialog(method, otherTag.Length > 0 ? otherTag : tag, cseq));
        Assert.Equal(status, (await _peer.FinalAsync(method)).Status);
    }

    private async Task<(TestCall Call, string Tag)> AnsweredAsync()
    {
        await _peer.SendAsync(Request());
        var call = await _stack.CallAsync();
        TestStack.Answering(call.Call);
        var ok = await _peer.FinalAsync();
        await _peer.SendAsync(InDialog("ACK", ok.To.Tag!, 1));
        await call.NextAsync<SipCallEvent.Confirmed>();
        return (call, ok.To.Tag!);
    }

    private async Task<byte[]> FinalBytesAsync()
    {
        while (true)
        {
            var bytes = await _peer.ReceiveBytesAsync();
            if (SipParser.Parse(bytes).Message!.Status >= 200) return bytes;
        }
    }

    private string Request() => Wire.Request(via: _peer.Via, body: Wire.Offer);

    private string InDialog(string method, string toTag, int cseq, string extra = "", string body = "") =>
        Wire.Request(method, via: _peer.Via, branch: $"z9hG4bKd{method}{cseq}", cseq: cseq, toTag: toTag, extra: extra, body: body);

    [Fact]
    public async Task An_ACK_without_the_answer_to_our_offer_ends_the_call()
    {
        await using var call = await PeerCall.ArrivedAsync(body: "");
        TestStack.Answering(call.Call.Call);
        var ok = await call.Peer.FinalAsync();
        await call.Peer.SendAsync(Wire.Request("ACK", via: call.Peer.Via, branch: "z9hG4bKack", toTag: ok.To.Tag!));

        Assert.Equal(CallEnd.Failed, (await call.Call.NextAsync<SipCallEvent.Ended>()).Cause);
        await call.RequestAsync("BYE");
    }
}
