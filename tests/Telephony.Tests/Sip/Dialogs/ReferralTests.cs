using System.Text;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;

namespace Hotline.Telephony.Tests.Sip.Dialogs;

/// <summary>转接: REFER both ways (RFC 3515), and calls that replace others (RFC 3891).</summary>
public sealed class ReferralTests
{
    [Fact]
    public async Task The_target_of_a_blind_transfer_is_told_as_written_and_its_outcome_reported()
    {
        await using var call = await PeerCall.AnsweredAsync();
        await call.SendAsync("REFER", 2, "Refer-To: \"Duty, room\" <tel:+86-10-8888.0000;phone-context=%2B86>\nReferred-By: <sip:8001@127.0.0.1>\n");
        Assert.Equal(202, (await call.Peer.FinalAsync("REFER")).Status);
        var referred = await call.Call.NextAsync<SipCallEvent.Referred>();
        Assert.Equal(("tel:+86-10-8888.0000;phone-context=%2B86", null, "<sip:8001@127.0.0.1>"), (referred.Target.Text, referred.Replaces, referred.ReferredBy));
        await NotifiedAsync(call, "SIP/2.0 100 Trying", "active;expires=60");

        call.Call.Call.ReportReferral(180);
        await NotifiedAsync(call, "SIP/2.0 180 Ringing", "active;expires=60");
        call.Call.Call.ReportReferral(200);
        await NotifiedAsync(call, "SIP/2.0 200 OK", "terminated;reason=noresource");
        call.Call.Call.ReportReferral(486); // the last word was said
        call.Call.Call.HangUp("transferred");
        Assert.Equal("BYE", (await call.Peer.ReceiveAsync()).Method);
    }

    [Fact]
    public async Task An_attended_transfer_names_the_call_it_replaces()
    {
        await using var call = await PeerCall.AnsweredAsync();
        await call.SendAsync("REFER", 2, "Refer-To: <sip:110@10.0.0.9:5070;user=phone?Replaces=aB%40c.1%3Bto-tag%3Dt%3Bfrom-tag%3Df%2D9&X=y>\n");
        var referred = await call.Call.NextAsync<SipCallEvent.Referred>();
        Assert.Equal("sip:110@10.0.0.9:5070;user=phone", referred.Target.Text);
        Assert.Equal(("aB@c.1", "t", "f-9", "aB@c.1;to-tag=t;from-tag=f-9"),
            referred.Replaces is { } r ? (r.CallId, r.ToTag, r.FromTag, r.Text) : default);
        Assert.Null(referred.ReplacedCall);
    }

    [Fact]
    public async Task The_replaced_call_is_found_where_it_is_another_one_of_the_phone_with_us()
    {
        await using var call = await PeerCall.AnsweredAsync();
        await call.Peer.SendAsync(Wire.Request(via: call.Peer.Via, branch: "z9hG4bKsecond", callId: "second@test", fromTag: "f2", body: Wire.Offer));
        var second = await call.Stack.CallAsync();
        TestStack.Answering(second.Call);
        var tag = (await call.Peer.FinalAsync()).To.Tag;

        await call.SendAsync("REFER", 2, $"Refer-To: <sip:110@127.0.0.1?Replaces=second%40test%3Bto-tag%3D{tag}%3Bfrom-tag%3Df2>\n");

        Assert.Same(second.Call, (await call.Call.NextAsync<SipCallEvent.Referred>()).ReplacedCall);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Refer-To: <sip:1@a>\nRefer-To: <sip:2@a>\n")]
    [InlineData("Refer-To: nobody\n")]
    [InlineData("Refer-To: <sip:1@a?Replaces=only-a-call-id>\n")]
    public async Task A_malformed_transfer_is_400(string extra)
    {
        await using var call = await PeerCall.AnsweredAsync();
        await call.SendAsync("REFER", 2, extra);
        Assert.Equal(400, (await call.Peer.FinalAsync("REFER")).Status);
    }

    [Fact]
    public async Task A_transfer_that_nobody_takes_up_is_declined()
    {
        await using var call = await PeerCall.AnsweredAsync();
        await call.SendAsync("REFER", 2, "Refer-To: <sip:110@127.0.0.1>\n");
        await NotifiedAsync(call, "SIP/2.0 100 Trying", "active;expires=60");
        var (last, after) = await call.LaterAsync(m => m.Method == "NOTIFY" && Text(m).Contains("603", StringComparison.Ordinal));
        Assert.StartsWith("terminated", last.First(Header.SubscriptionState), StringComparison.Ordinal);
        Assert.InRange(after.TotalSeconds, 4, 6);
    }

    [Fact]
    public async Task We_refer_a_peer_and_hear_what_comes_of_it()
    {
        await using var call = await PeerCall.AnsweredAsync();
        call.Call.Call.Refer(SipUri.Parse("sip:110@127.0.0.1:5110"));
        var refer = await call.RequestAsync("REFER");
        Assert.Equal("<sip:110@127.0.0.1:5110>", refer.First(Header.ReferTo));
        Assert.NotNull(refer.First(Header.ReferredBy));
        await call.Peer.AnswerAsync(refer, 202);

        await FragmentAsync(call, 2, 100, "active;expires=60");
        Assert.Equal((100, false), await ProgressAsync(call));
        await FragmentAsync(call, 3, 200, "terminated;reason=noresource");
        Assert.Equal((200, true), await ProgressAsync(call));
        await FragmentAsync(call, 4, 200, "terminated;reason=noresource", status: 481);
    }

    [Fact]
    public async Task A_peer_that_refuses_to_be_referred_is_final()
    {
        await using var call = await PeerCall.AnsweredAsync();
        call.Call.Call.Refer(SipUri.Parse("sip:110@127.0.0.1:5110"));
        await call.Peer.AnswerAsync(await call.RequestAsync("REFER"), 603);
        Assert.Equal((603, true), await ProgressAsync(call));
    }

    [Fact]
    public async Task We_connect_two_peers_by_naming_the_call_to_replace()
    {
        var (call, invite) = await PeerCall.DialledAsync();
        await using var _ = call;
        await call.Peer.AnswerAsync(invite, 200, "t/1", call.Contact, Wire.Offer);
        await call.Call.NextAsync<SipCallEvent.Answered>();
        await call.RequestAsync("ACK");
        await call.Peer.SendAsync(Wire.Request(via: call.Peer.Via, body: Wire.Offer));
        var citizen = await call.Stack.CallAsync();
        TestStack.Answering(citizen.Call);
        var ok = await call.Peer.FinalAsync();
        await call.SendAsync("ACK", 1, toTag: ok.To.Tag);
        await citizen.NextAsync<SipCallEvent.Confirmed>();

        citizen.Call.Refer(SipUri.Parse("sip:110@127.0.0.1:5110"), call.Call.Call);

        Assert.Equal($"<sip:110@127.0.0.1:5110?Replaces={invite.CallId}%3Bto-tag%3Dt%2F1%3Bfrom-tag%3D{invite.From.Tag}>", (await call.RequestAsync("REFER")).First(Header.ReferTo));
    }

    [Fact]
    public async Task A_call_that_replaces_another_is_offered_to_that_ones_owner()
    {
        await using var call = await PeerCall.AnsweredAsync();
        await ReplaceAsync(call, $"c1@test;from-tag=f1;to-tag={call.Tag}");
        var by = (await call.Call.NextAsync<SipCallEvent.Replaced>()).By;
        var newCall = new TestCall { Call = by };
        by.Listen(newCall.Sink);
        by.Answer(OfferAnswer.Answer(by.RemoteOffer!, TestStack.Media)!.Value.Answer);
        var ok = await call.Peer.FinalAsync();
        Assert.Equal((200, "new@test"), (ok.Status, ok.CallId));

        call.Call.Call.HangUp("replaced");

        Assert.Equal("c1@test", (await call.RequestAsync("BYE")).CallId);
        by.HangUp("done");
        await newCall.NextAsync<SipCallEvent.Ended>();
    }

    [Theory]
    [InlineData("c1@test;from-tag=f1;to-tag=wrong", 481)]
    [InlineData("c1@test;from-tag=wrong;to-tag={0}", 481)]
    [InlineData("other@test;from-tag=f1;to-tag={0}", 481)]
    [InlineData("c1@test;from-tag=f1;to-tag={0};early-only", 486)]
    [InlineData("c1@test;from-tag=f1", 400)]
    public async Task A_call_that_may_not_replace_is_refused(string replaces, int status)
    {
        await using var call = await PeerCall.AnsweredAsync();
        await ReplaceAsync(call, replaces.Replace("{0}", call.Tag, StringComparison.Ordinal));
        Assert.Equal(status, (await call.Peer.FinalAsync()).Status);
    }

    [Fact]
    public async Task A_replacing_call_that_nobody_listens_to_is_refused()
    {
        await using var call = await PeerCall.AnsweredAsync();
        await ReplaceAsync(call, $"c1@test;from-tag=f1;to-tag={call.Tag}");
        Assert.Equal(480, (await call.LaterAsync(m => m.Status >= 200)).Message.Status);
    }

    [Fact]
    public async Task A_call_we_place_may_replace_one_of_the_peers()
    {
        await using var stack = await TestStack.StartAsync();
        using var peer = new RawPeer(stack.Stack.LocalEndPoint);
        stack.Stack.Call(SipUri.Parse($"sip:110@127.0.0.1:{peer.Port}"), SipUri.Parse("sip:12345@127.0.0.1"), OfferAnswer.Offer(TestStack.Media), _ => { },
            replaces: Replaces.Parse("a@b; to-tag=1 ;from-tag=2;x=y"), referredBy: "<sip:8001@127.0.0.1>");
        var invite = await peer.ReceiveAsync();
        Assert.Equal(("a@b; to-tag=1 ;from-tag=2;x=y", "replaces", "<sip:8001@127.0.0.1>"),
            (invite.First(Header.Replaces), invite.First(Header.Require), invite.First(Header.ReferredBy)));
    }

    private static Task ReplaceAsync(PeerCall call, string replaces) => call.Peer.SendAsync(Wire.Request(
        via: call.Peer.Via, branch: "z9hG4bKnew", callId: "new@test", fromTag: "n1", extra: $"Require: replaces\nReplaces: {replaces}\n", body: Wire.Offer));

    private static async Task NotifiedAsync(PeerCall call, string line, string state)
    {
        var notify = await call.RequestAsync("NOTIFY");
        await call.Peer.AnswerAsync(notify);
        Assert.Equal((line + "\r\n", state, "refer", "message/sipfrag"), (Text(notify), notify.First(Header.SubscriptionState), notify.First(Header.Event), notify.BodyType));
    }

    private static async Task FragmentAsync(PeerCall call, int cseq, int told, string state, int status = 200)
    {
        await call.SendAsync("NOTIFY", cseq, $"Event: refer\nSubscription-State: {state}\nContent-Type: message/sipfrag;version=2.0\n", $"SIP/2.0 {told} Whatever\n");
        Assert.Equal(status, (await call.Peer.FinalAsync("NOTIFY")).Status);
    }

    private static async Task<(int Status, bool IsFinal)> ProgressAsync(PeerCall call) =>
        await call.Call.NextAsync<SipCallEvent.ReferProgress>() is var e ? (e.Status, e.IsFinal) : default;

    private static string Text(SipMessage message) => Encoding.ASCII.GetString(message.Body.Span);
}
