using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;

namespace Hotline.Telephony.Tests.Sip.Dialogs;

/// <summary>100rel and PRACK (RFC 3262).</summary>
public sealed class ReliableProvisionalsTests
{
    private const string Required = "Require: 100rel\n";

    [Fact]
    public async Task A_180_comes_again_until_its_PRACK_and_the_200_waits()
    {
        await using var call = await PeerCall.ArrivedAsync(Required);
        call.Call.Call.Ring();
        var ringing = await call.Peer.ReceiveAsync(m => m.Status == 180);
        Assert.Equal("100rel", ringing.First(Header.Require));
        TestStack.Answering(call.Call.Call);

        var (copy, after) = await call.LaterAsync(m => m.Status >= 180);
        Assert.Equal((180, ringing.First(Header.RSeq)), (copy.Status, copy.First(Header.RSeq)));
        Assert.InRange(after.TotalSeconds, 0.4, 0.8);

        await PrackAsync(call, ringing, 2);
        Assert.Equal((200, "PRACK"), await call.Peer.ReceiveAsync(m => m.Status >= 200) is var ok ? (ok.Status, ok.CSeqMethod) : default);
        Assert.Equal(200, (await call.Peer.FinalAsync()).Status);
    }

    [Fact]
    public async Task A_PRACK_that_names_no_response_that_waits_is_481()
    {
        await using var call = await PeerCall.ArrivedAsync(Required);
        call.Call.Call.Ring();
        var ringing = await call.Peer.ReceiveAsync(m => m.Status == 180);
        await call.SendAsync("PRACK", 2, "RAck: 1 1 INVITE\n", toTag: ringing.To.Tag);
        Assert.Equal(481, (await call.Peer.FinalAsync("PRACK")).Status);
        await PrackAsync(call, ringing, 3);
        Assert.Equal(200, (await call.Peer.FinalAsync("PRACK")).Status);
        await PrackAsync(call, ringing, 4);
        Assert.Equal(481, (await call.Peer.FinalAsync("PRACK")).Status);
    }

    [Fact]
    public async Task The_answer_in_a_reliable_183_is_not_repeated_and_may_be_changed_by_UPDATE()
    {
        await using var call = await PeerCall.ArrivedAsync(Required);
        call.Call.Call.Progress(OfferAnswer.Answer(call.Call.Call.RemoteOffer!, TestStack.Media)!.Value.Answer);
        var progress = await call.Peer.ReceiveAsync(m => m.Status == 183);
        Assert.Equal("application/sdp", progress.BodyType);
        await PrackAsync(call, progress, 2);
        await call.Peer.FinalAsync("PRACK");

        await call.SendAsync("UPDATE", 3, body: Wire.Offer + "a=sendonly\n", toTag: progress.To.Tag);
        call.Call.Call.AnswerReoffer(OfferAnswer.Answer((await call.Call.NextAsync<SipCallEvent.Reoffered>()).Offer!, TestStack.Media)!.Value.Answer);
        Assert.Equal(200, (await call.Peer.FinalAsync("UPDATE")).Status);

        TestStack.Answering(call.Call.Call);
        var ok = await call.Peer.FinalAsync();
        Assert.Equal((200, 0), (ok.Status, ok.Body.Length));
    }

    [Fact]
    public async Task An_offer_in_our_183_is_answered_by_the_PRACK()
    {
        await using var call = await PeerCall.ArrivedAsync(Required, body: "");
        call.Call.Call.Ring(); // may not be said before our offer
        call.Call.Call.Progress(OfferAnswer.Offer(TestStack.Media));
        var progress = await call.Peer.ReceiveAsync(m => m.Status > 100);
        Assert.Equal((183, "application/sdp"), (progress.Status, progress.BodyType));

        await PrackAsync(call, progress, 2, Wire.Offer);

        Assert.Equal(200, (await call.Peer.FinalAsync("PRACK")).Status);
        Assert.Equal(40000, (await call.Call.NextAsync<SipCallEvent.Confirmed>()).Answer!.Audio!.Port);
    }

    [Fact]
    public async Task Without_PRACK_the_call_is_refused_after_32_s()
    {
        await using var call = await PeerCall.ArrivedAsync(Required);
        call.Call.Call.Ring();
        var (refused, after) = await call.LaterAsync(m => m.Status >= 200);
        Assert.Equal(504, refused.Status);
        Assert.InRange(after.TotalSeconds, 31, 34);
        Assert.Equal((CallEnd.Timeout, 504), await call.Call.NextAsync<SipCallEvent.Ended>() is var e ? (e.Cause, e.Status) : default);
    }

    [Fact]
    public async Task CANCEL_needs_no_PRACK()
    {
        await using var call = await PeerCall.ArrivedAsync(Required);
        call.Call.Call.Ring();
        await call.Peer.ReceiveAsync(m => m.Status == 180);
        await call.Peer.SendAsync(Wire.Request("CANCEL", via: call.Peer.Via));
        Assert.Equal(487, (await call.Peer.FinalAsync()).Status);
    }

    [Fact]
    public async Task We_acknowledge_a_peers_reliable_responses_once_each_and_in_order()
    {
        var (call, invite) = await PeerCall.DialledAsync();
        await using var _ = call;
        Assert.True(invite.Lists(Header.Supported, "100rel"));

        await call.Peer.AnswerAsync(invite, 183, "t1", $"{call.Contact}Require: 100rel\nRSeq: 7\n", Wire.Offer);
        var prack = await call.RequestAsync("PRACK");
        Assert.Equal(("7 1 INVITE", 2u, "t1"), (prack.First(Header.RAck), prack.CSeq, prack.To.Tag));
        await call.Peer.AnswerAsync(prack);
        Assert.NotNull((await call.Call.NextAsync<SipCallEvent.Progress>()).Sdp);

        await call.Peer.AnswerAsync(invite, 183, "t1", $"{call.Contact}Require: 100rel\nRSeq: 7\n", Wire.Offer);
        await call.Peer.AnswerAsync(invite, 180, "t1", $"{call.Contact}Require: 100rel\nRSeq: 9\n");
        await call.Peer.AnswerAsync(invite, 180, "t1", $"{call.Contact}Require: 100rel\nRSeq: 8\n");
        var second = await call.Peer.ReceiveAsync(m => m.Method == "PRACK" && m.CSeq > 2);
        Assert.Equal(("8 1 INVITE", 3u), (second.First(Header.RAck), second.CSeq));
        await call.Peer.AnswerAsync(second);

        await call.Peer.AnswerAsync(invite, 200, "t1", call.Contact);
        Assert.Equal(1u, (await call.RequestAsync("ACK")).CSeq);
        Assert.Equal(180, (await call.Call.NextAsync<SipCallEvent.Progress>()).Status);
        Assert.Equal(40000, (await call.Call.NextAsync<SipCallEvent.Answered>()).Sdp.Audio!.Port);
        call.Call.Call.HangUp("done");
        Assert.Equal(4u, (await call.RequestAsync("BYE")).CSeq);
    }

    private static Task PrackAsync(PeerCall call, SipMessage response, int cseq, string body = "") =>
        call.SendAsync("PRACK", cseq, $"RAck: {response.First(Header.RSeq)} 1 INVITE\n", body, response.To.Tag);
}
