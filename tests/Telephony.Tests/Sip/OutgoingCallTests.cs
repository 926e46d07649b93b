using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Tests.Sip;

/// <summary>We call a peer on a raw UDP socket that answers as real ones sometimes do.</summary>
public sealed class OutgoingCallTests : IAsyncLifetime
{
    private TestStack _stack = null!;
    private RawPeer _peer = null!;
    private TestCall _call = null!;
    private SipMessage _invite = null!;

    public async ValueTask InitializeAsync()
    {
        _stack = await TestStack.StartAsync();
        _peer = new(_stack.Stack.LocalEndPoint);
        _call = _stack.Dial(new(System.Net.IPAddress.Loopback, _peer.Port));
        _invite = await _peer.ReceiveAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _peer.Dispose();
        await _stack.DisposeAsync();
    }

    [Fact]
    public async Task Every_copy_of_the_200_is_acknowledged_alike()
    {
        await AnswerAsync("t1");
        var first = await _peer.ReceiveBytesAsync();
        await AnswerAsync("t1");
        Assert.Equal(first, await _peer.ReceiveBytesAsync());
        Assert.Equal("ACK", SipParser.Parse(first).Message!.Method);
        Assert.Equal(40000, (await _call.NextAsync<SipCallEvent.Answered>()).Sdp.Audio!.Port);
    }

    [Fact]
    public async Task Early_media_is_told_and_counts_when_the_200_has_none()
    {
        await _peer.AnswerAsync(_invite, 183, "t1", Contact, Wire.Offer);
        Assert.NotNull((await _call.NextAsync<SipCallEvent.Progress>()).Sdp);
        await _peer.AnswerAsync(_invite, 200, "t1", Contact);
        Assert.Equal(40000, (await _call.NextAsync<SipCallEvent.Answered>()).Sdp.Audio!.Port);
    }

    [Fact]
    public async Task A_200_that_crosses_our_CANCEL_gets_ACK_and_BYE()
    {
        await _peer.AnswerAsync(_invite, 180, "t1");
        await _call.NextAsync<SipCallEvent.Progress>();
        _call.Call.HangUp("gone");
        var cancel = await _peer.ReceiveAsync();
        Assert.Equal(("CANCEL", _invite.Via.Branch, 1u), (cancel.Method, cancel.Via.Branch, cancel.CSeq));

        await AnswerAsync("t1");

        await _peer.ReceiveAsync(m => m.Method == "ACK");
        var bye = await _peer.ReceiveAsync(m => m.Method == "BYE");
        await _peer.AnswerAsync(bye);
        Assert.Equal(CallEnd.Cancelled, (await _call.NextAsync<SipCallEvent.Ended>()).Cause);
    }

    [Fact]
    public async Task CANCEL_waits_until_the_peer_has_shown_that_it_knows_the_INVITE()
    {
        _call.Call.HangUp("gone");
        Assert.Equal(CallEnd.Cancelled, (await _call.NextAsync<SipCallEvent.Ended>()).Cause);
        await _peer.AnswerAsync(_invite, 100);
        Assert.Equal("CANCEL", (await _peer.ReceiveAsync(m => m.Method != "INVITE")).Method);
    }

    [Fact]
    public async Task A_second_phone_that_answers_too_is_hung_up()
    {
        await AnswerAsync("t1");
        await _peer.ReceiveAsync(m => m.Method == "ACK" && m.To.Tag == "t1");
        await AnswerAsync("t2");
        await _peer.ReceiveAsync(m => m.Method == "ACK" && m.To.Tag == "t2");
        Assert.Equal("t2", (await _peer.ReceiveAsync(m => m.Method == "BYE")).To.Tag);
        await _call.NextAsync<SipCallEvent.Answered>();
    }

    [Fact]
    public async Task A_200_without_description_ends_the_call_properly()
    {
        await _peer.AnswerAsync(_invite, 200, "t1", Contact);
        await _peer.ReceiveAsync(m => m.Method == "ACK");
        await _peer.ReceiveAsync(m => m.Method == "BYE");
        Assert.Equal((CallEnd.Failed, 488), await _call.NextAsync<SipCallEvent.Ended>() is var e ? (e.Cause, e.Status) : default);
    }

    [Fact]
    public async Task Requests_follow_the_route_the_answer_recorded()
    {
        var route = $"<sip:127.0.0.1:{_peer.Port};lr;hop=far>, <sip:127.0.0.1:{_peer.Port};lr;hop=near>";
        await _peer.AnswerAsync(_invite, 200, "t1", $"Contact: <sip:far@10.9.8.7>\nRecord-Route: {route}\n", Wire.Offer);
        var ack = await _peer.ReceiveAsync(m => m.Method == "ACK");
        Assert.Equal("sip:far@10.9.8.7", ack.RequestUri);
        Assert.Contains("hop=near", ack.First(Header.Route), StringComparison.Ordinal);
    }

    private string Contact => $"Contact: <sip:110@127.0.0.1:{_peer.Port}>\n";

    private Task AnswerAsync(string toTag) => _peer.AnswerAsync(_invite, 200, toTag, Contact, Wire.Offer);
}
