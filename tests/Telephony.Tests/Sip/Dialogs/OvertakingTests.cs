using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;

namespace Hotline.Telephony.Tests.Sip.Dialogs;

/// <summary>Messages that pass each other on the way (RFC 5407), and calls that expire.</summary>
public sealed class OvertakingTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task A_BYE_that_overtakes_the_200_ends_the_call_and_the_200_gets_its_ACK_and_nothing_more(bool rang)
    {
        var (call, invite) = await DialledAsync(rang);
        await using var _ = call;
        await ByeAsync(call, invite);
        Assert.Equal(200, (await call.Peer.FinalAsync("BYE")).Status);
        Assert.Equal((CallEnd.Remote, "Q.850;cause=16"), await call.Call.NextAsync<SipCallEvent.Ended>() is var e ? (e.Cause, e.Reason) : default);

        await call.Peer.AnswerAsync(invite, 200, "t1", call.Contact, Wire.Offer);
        Assert.Equal("t1", (await call.RequestAsync("ACK")).To.Tag);
        await EmptyAsync(call);
        await call.Peer.AnswerAsync(invite, 200, "t1", call.Contact, Wire.Offer);
        Assert.Equal("ACK", (await call.Peer.ReceiveAsync()).Method);
        await call.Peer.SendAsync(Wire.Request("OPTIONS", via: call.Peer.Via, branch: "z9hG4bKlast"));
        Assert.Equal("OPTIONS", (await call.Peer.ReceiveAsync()).CSeqMethod);
    }

    [Fact]
    public async Task A_BYE_instead_of_the_200_leaves_nothing_behind()
    {
        var (call, invite) = await DialledAsync(rang: true);
        await using var _ = call;
        await ByeAsync(call, invite);
        await call.Call.NextAsync<SipCallEvent.Ended>();
        await call.Peer.AnswerAsync(invite, 180, "t1", call.Contact); // late, and changes nothing
        await EmptyAsync(call, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_call_that_was_taken_back_and_rings_on_all_the_same_is_forgotten()
    {
        var (call, invite) = await DialledAsync(rang: true);
        await using var _ = call;
        call.Call.Call.HangUp("gone");
        await call.Peer.AnswerAsync(await call.RequestAsync("CANCEL"));
        await call.Peer.AnswerAsync(invite, 180, "t1", call.Contact);
        await EmptyAsync(call, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_strangers_BYE_ends_no_call_that_stands()
    {
        await using var call = await PeerCall.AnsweredAsync();
        await call.Peer.SendAsync(Wire.Request("BYE", via: call.Peer.Via, branch: "z9hG4bKstranger", fromTag: "stranger", toTag: call.Tag, cseq: 2));
        Assert.Equal(481, (await call.Peer.FinalAsync("BYE")).Status);
        Assert.Equal(1, call.Stack.Stack.Counters.Calls);
    }

    [Fact]
    public async Task A_re_INVITE_that_overtakes_the_ACK_is_answered_and_so_is_what_follows()
    {
        await using var call = await PeerCall.ArrivedAsync();
        TestStack.Answering(call.Call.Call);
        var tag = (await call.Peer.FinalAsync()).To.Tag!;
        await call.SendAsync("INVITE", 2, body: Wire.Offer + "a=sendonly\n", toTag: tag);
        call.Call.Call.AnswerReoffer(OfferAnswer.Answer((await call.Call.NextAsync<SipCallEvent.Reoffered>()).Offer!, TestStack.Media)!.Value.Answer);
        Assert.Equal(200, (await call.Peer.ReceiveAsync(m => m.CSeq == 2 && m.Status >= 200)).Status);
        await call.SendAsync("ACK", 2, toTag: tag);
        await call.SendAsync("ACK", 1, toTag: tag);
        await call.Call.NextAsync<SipCallEvent.Confirmed>();
        await call.SendAsync("BYE", 3, toTag: tag);
        Assert.Equal(200, (await call.Peer.FinalAsync("BYE")).Status);
    }

    [Fact]
    public async Task An_INVITE_that_expires_while_it_rings_is_487_and_one_that_is_answered_stays()
    {
        await using var call = await PeerCall.ArrivedAsync("Expires: 20\n");
        call.Call.Call.Ring();
        var (refused, after) = await call.LaterAsync(m => m.Status >= 200);
        Assert.Equal(487, refused.Status);
        Assert.InRange(after.TotalSeconds, 19, 22);
        Assert.Equal((CallEnd.Cancelled, "expired"), await call.Call.NextAsync<SipCallEvent.Ended>() is var e ? (e.Cause, e.Reason) : default);

        await using var answered = await PeerCall.AnsweredAsync("Expires: 20\n");
        answered.Clock.Advance(TimeSpan.FromSeconds(30));
        await answered.SendAsync("OPTIONS", 2);
        Assert.Equal(200, (await answered.Peer.FinalAsync("OPTIONS")).Status);
        Assert.Equal(1, answered.Stack.Stack.Counters.Calls);
    }

    [Fact]
    public async Task A_redirection_is_acknowledged_and_followed_nowhere()
    {
        var (call, invite) = await PeerCall.DialledAsync();
        await using var _ = call;
        await call.Peer.AnswerAsync(invite, 302, "t1", "Contact: <sip:premium@203.0.113.1>\n");
        Assert.Equal((invite.Via.Branch, "t1"), await call.RequestAsync("ACK") is var ack ? (ack.Via.Branch, ack.To.Tag) : default);
        Assert.Equal((CallEnd.Failed, 302), await call.Call.NextAsync<SipCallEvent.Ended>() is var e ? (e.Cause, e.Status) : default);
    }

    [Fact]
    public async Task A_response_with_a_second_Via_was_meant_for_somebody_else()
    {
        var (call, invite) = await PeerCall.DialledAsync();
        await using var _ = call;
        await call.Peer.AnswerAsync(invite, 200, "t9", $"{call.Contact}Via: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bKother\n", Wire.Offer);
        await call.Peer.AnswerAsync(invite, 486, "t1");
        Assert.Equal("t1", (await call.RequestAsync("ACK")).To.Tag);
        Assert.Equal(486, (await call.Call.NextAsync<SipCallEvent.Ended>()).Status);
    }

    private static async Task<(PeerCall Call, SipMessage Invite)> DialledAsync(bool rang)
    {
        var (call, invite) = await PeerCall.DialledAsync();
        if (!rang) return (call, invite);
        await call.Peer.AnswerAsync(invite, 180, "t1", call.Contact);
        await call.Call.NextAsync<SipCallEvent.Progress>();
        return (call, invite);
    }

    private static Task ByeAsync(PeerCall call, SipMessage invite) => call.Peer.SendAsync(
        Wire.Request("BYE", via: call.Peer.Via, callId: invite.CallId, fromTag: "t1", toTag: call.Tag, extra: "Reason: Q.850;cause=16\n"));

    /// <summary>The stack knows of no call any more, after so much of its time.</summary>
    private static async Task EmptyAsync(PeerCall call, TimeSpan step = default)
    {
        for (var i = 0; call.Stack.Stack.Counters.Calls > 0; i++)
        {
            Assert.True(i < 2000, "The call is still there.");
            call.Clock.Advance(step);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
