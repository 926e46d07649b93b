using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;

namespace Hotline.Telephony.Tests.Sip.Dialogs;

/// <summary>Hold, resume and other changes that we ask for (RFC 3261 section 14).</summary>
public sealed class OurOffersTests
{
    private static SessionDescription Hold
    {
        get
        {
            var offer = OfferAnswer.Offer(TestStack.Media);
            return offer with { Media = [offer.Media[0] with { Direction = MediaDirection.SendOnly }] };
        }
    }

    [Fact]
    public async Task A_hold_is_offered_answered_and_every_copy_of_its_200_acknowledged()
    {
        await using var call = await PeerCall.AnsweredAsync();
        call.Call.Call.Reoffer(Hold);
        var invite = await call.RequestAsync("INVITE");
        Assert.True(SessionDescription.TryParse(invite.Body.Span, out var offer, out _));
        Assert.Equal((2ul, MediaDirection.SendOnly), (offer.Version, offer.Audio!.Direction));

        await call.Peer.AnswerAsync(invite, extra: call.Contact, body: Wire.Offer + "a=recvonly\n");

        var ack = await call.Peer.ReceiveBytesAsync();
        Assert.Equal(("ACK", invite.CSeq), SipParser.Parse(ack).Message is { } m ? (m.Method, m.CSeq) : default);
        Assert.Equal(MediaDirection.ReceiveOnly, (await call.Call.NextAsync<SipCallEvent.ReofferAnswered>()).Answer.Audio!.Direction);
        await call.Peer.AnswerAsync(invite, extra: call.Contact, body: Wire.Offer + "a=recvonly\n");
        Assert.Equal(ack, await call.Peer.ReceiveBytesAsync());
    }

    [Fact]
    public async Task The_new_Contact_of_the_answer_is_where_requests_go_from_then_on()
    {
        await using var call = await PeerCall.AnsweredAsync();
        call.Call.Call.Reoffer(Hold);
        await call.Peer.AnswerAsync(await call.RequestAsync("INVITE"), extra: $"Contact: <sip:moved@127.0.0.1:{call.Peer.Port}>\n", body: Wire.Offer);
        Assert.Equal($"sip:moved@127.0.0.1:{call.Peer.Port}", (await call.RequestAsync("ACK")).RequestUri);
        call.Call.Call.HangUp("done");
        Assert.Equal($"sip:moved@127.0.0.1:{call.Peer.Port}", (await call.RequestAsync("BYE")).RequestUri);
    }

    [Fact]
    public async Task A_refused_change_leaves_the_call_as_it_was()
    {
        await using var call = await PeerCall.AnsweredAsync();
        call.Call.Call.Reoffer(Hold);
        await call.Peer.AnswerAsync(await call.RequestAsync("INVITE"), 488);
        await call.RequestAsync("ACK");
        Assert.Equal(488, (await call.Call.NextAsync<SipCallEvent.ReofferRefused>()).Status);

        await call.SendAsync("BYE", 2);
        Assert.Equal(200, (await call.Peer.FinalAsync("BYE")).Status);
    }

    [Fact]
    public async Task Of_changes_that_wait_only_the_last_is_sent()
    {
        await using var call = await PeerCall.AnsweredAsync();
        foreach (var port in new[] { 12002, 12004, 12006 }) call.Call.Call.Reoffer(OfferAnswer.Offer(new(TestStack.Media.Address, port)));

        foreach (var port in new[] { 12002, 12006 })
        {
            var invite = await call.RequestAsync("INVITE");
            Assert.Contains($"m=audio {port} ", System.Text.Encoding.ASCII.GetString(invite.Body.Span), StringComparison.Ordinal);
            await call.Peer.AnswerAsync(invite, extra: call.Contact, body: Wire.Offer);
            await call.Call.NextAsync<SipCallEvent.ReofferAnswered>();
        }

        call.Call.Call.HangUp("done");
        Assert.Equal("BYE", (await call.Peer.ReceiveAsync(m => m.Method != "ACK")).Method);
    }

    [Fact]
    public async Task A_change_waits_for_the_ACK_of_our_200()
    {
        await using var call = await PeerCall.ArrivedAsync();
        TestStack.Answering(call.Call.Call);
        call.Call.Call.Reoffer(Hold);
        var ok = await call.Peer.FinalAsync();

        await call.SendAsync("ACK", 1, toTag: ok.To.Tag);

        Assert.Equal("INVITE", (await call.Peer.ReceiveAsync(m => m.Status != 200)).Method);
    }

    [Fact]
    public async Task A_change_waits_for_the_peers_that_is_under_way()
    {
        await using var call = await PeerCall.AnsweredAsync();
        await call.SendAsync("UPDATE", 2, body: Wire.Offer);
        var theirs = (await call.Call.NextAsync<SipCallEvent.Reoffered>()).Offer!;
        call.Call.Call.Reoffer(Hold);
        call.Call.Call.AnswerReoffer(OfferAnswer.Answer(theirs, TestStack.Media)!.Value.Answer);

        Assert.Equal(200, (await call.Peer.ReceiveAsync()).Status);
        Assert.Equal("INVITE", (await call.Peer.ReceiveAsync()).Method);
    }

    [Fact]
    public async Task While_ours_is_out_an_offer_of_the_peers_is_491_and_a_refresh_without_one_is_not()
    {
        await using var call = await PeerCall.AnsweredAsync();
        call.Call.Call.Reoffer(Hold);
        await call.RequestAsync("INVITE");

        await call.SendAsync("INVITE", 2, body: Wire.Offer);
        Assert.Equal(491, (await call.Peer.FinalAsync()).Status);
        await call.SendAsync("ACK", 2);
        await call.SendAsync("UPDATE", 3, body: Wire.Offer);
        Assert.Equal(491, (await call.Peer.FinalAsync("UPDATE")).Status);
        await call.SendAsync("UPDATE", 4);
        Assert.Equal(200, (await call.Peer.FinalAsync("UPDATE")).Status);
    }

    [Fact]
    public async Task After_491_who_was_called_tries_again_within_2_s()
    {
        await using var call = await PeerCall.AnsweredAsync();
        var (again, after) = await AgainAsync(call);
        Assert.InRange(after.TotalSeconds, 0, 2.3);
        await call.Peer.AnswerAsync(again, extra: call.Contact, body: Wire.Offer);
        await call.Call.NextAsync<SipCallEvent.ReofferAnswered>();
    }

    [Fact]
    public async Task After_491_who_called_waits_2_to_4_s()
    {
        var (call, invite) = await PeerCall.DialledAsync();
        await using var _ = call;
        await call.Peer.AnswerAsync(invite, 200, "t1", call.Contact, Wire.Offer);
        await call.Call.NextAsync<SipCallEvent.Answered>();

        Assert.InRange((await AgainAsync(call)).After.TotalSeconds, 2.1, 4.3);
    }

    [Theory]
    [InlineData(481)]
    [InlineData(408)]
    public async Task A_peer_that_does_not_know_the_call_any_more_ends_it(int status)
    {
        await using var call = await PeerCall.AnsweredAsync();
        call.Call.Call.Reoffer(Hold);
        await call.Peer.AnswerAsync(await call.RequestAsync("INVITE"), status);
        Assert.Equal((CallEnd.Timeout, status), await call.Call.NextAsync<SipCallEvent.Ended>() is var e ? (e.Cause, e.Status) : default);
        await call.RequestAsync("BYE");
    }

    [Fact]
    public async Task A_200_that_comes_after_our_BYE_still_gets_its_ACK()
    {
        await using var call = await PeerCall.AnsweredAsync();
        call.Call.Call.Reoffer(Hold);
        var invite = await call.RequestAsync("INVITE");
        call.Call.Call.HangUp("done");
        await call.Peer.AnswerAsync(await call.RequestAsync("BYE"));

        await call.Peer.AnswerAsync(invite, extra: call.Contact, body: Wire.Offer);

        await call.RequestAsync("ACK");
        await call.Call.NextAsync<SipCallEvent.Ended>();
    }

    private static async Task<(SipMessage Invite, TimeSpan After)> AgainAsync(PeerCall call)
    {
        call.Call.Call.Reoffer(Hold);
        var first = await call.RequestAsync("INVITE");
        await call.Peer.AnswerAsync(first, 491);
        await call.Peer.ReceiveAsync(m => m.Method == "ACK" && m.CSeq == first.CSeq);
        var again = await call.LaterAsync(m => m.Method == "INVITE");
        Assert.Equal(first.CSeq + 1, again.Message.CSeq);
        return again;
    }
}
