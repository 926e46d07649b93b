using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Tests.Sip.Dialogs;

/// <summary>会话定时 (RFC 4028), both sides of it.</summary>
public sealed class SessionTimerTests
{
    private const string Timer = "Supported: timer\n";

    [Theory]
    [InlineData("Supported: timer\nSession-Expires: 30\n", "90")]
    [InlineData("k: foo,timer\nx: 89;refresher=uac\n", "90")]
    public async Task An_interval_that_is_too_short_is_422_with_the_least_we_take(string extra, string least)
    {
        await using var stack = await TestStack.StartAsync();
        using var peer = new RawPeer(stack.Stack.LocalEndPoint);
        await peer.SendAsync(Wire.Request(via: peer.Via, extra: extra, body: Wire.Offer));
        var refused = await peer.FinalAsync();
        Assert.Equal((422, least), (refused.Status, refused.First(Header.MinSe)));
    }

    /// <summary>RFC 4028 section 9, table 2.</summary>
    [Theory]
    [InlineData("", null, null)]
    [InlineData("Supported: timer\n", "1800;refresher=uas", "timer")]
    [InlineData("Supported: timer\nMin-SE: 7200\n", "7200;refresher=uas", "timer")]
    [InlineData("Supported: timer\nSession-Expires: 120\n", "120;refresher=uas", "timer")]
    [InlineData("Supported: timer\nSession-Expires: 120;refresher=uac\n", "120;refresher=uac", "timer")]
    [InlineData("Supported: timer\nSession-Expires: 120;refresher=uas\n", "120;refresher=uas", "timer")]
    [InlineData("Session-Expires: 120\n", "120;refresher=uas", null)]
    [InlineData("Session-Expires: 30\n", "90;refresher=uas", null)]
    [InlineData("Require: timer\nSession-Expires: 240;refresher=uac\n", "240;refresher=uac", "timer")]
    [InlineData("Supported: timer\nSession-Expires: soon\n", "1800;refresher=uas", "timer")]
    public async Task Our_200_says_how_often_and_who(string extra, string? expires, string? required)
    {
        await using var call = await PeerCall.ArrivedAsync(extra);
        var ok = await call.AnswerAsync();
        Assert.Equal((expires, required), (ok.First(Header.SessionExpires), ok.First(Header.Require)));
    }

    [Fact]
    public async Task We_refresh_at_half_by_UPDATE_where_the_peer_takes_it()
    {
        await using var call = await PeerCall.AnsweredAsync("Supported: timer\nAllow: INVITE, UPDATE\nSession-Expires: 90;refresher=uas\n");
        for (var round = 0; round < 3; round++)
        {
            var (update, after) = await call.LaterAsync(m => m.Method is "UPDATE" or "BYE");
            Assert.InRange(after.TotalSeconds, 44, 47);
            Assert.Equal(("UPDATE", "90;refresher=uac", 0), (update.Method, update.First(Header.SessionExpires), update.Body.Length));
            await call.Peer.AnswerAsync(update, extra: "Require: timer\nSession-Expires: 90;refresher=uac\n");
        }
    }

    [Fact]
    public async Task We_refresh_by_INVITE_with_the_same_description_where_it_does_not()
    {
        await using var call = await PeerCall.ArrivedAsync("Supported: timer\nSession-Expires: 90;refresher=uas\n");
        var ok = await call.AnswerAsync();
        var (invite, after) = await call.LaterAsync(m => m.Method is "INVITE");
        Assert.InRange(after.TotalSeconds, 44, 47);
        Assert.Equal(ok.Body.ToArray(), invite.Body.ToArray());
        await call.Peer.AnswerAsync(invite, extra: call.Contact + "Require: timer\nSession-Expires: 90;refresher=uac\n", body: Wire.Offer);
        await call.RequestAsync("ACK");

        // A refresh is nothing that the user is told
        call.Call.Call.HangUp("done");
        await call.Call.NextAsync<SipCallEvent.Ended>();
    }

    [Theory]
    [InlineData("90", 60)]
    [InlineData("300", 268)]
    public async Task Without_a_refresh_from_the_peer_the_call_ends_a_little_before_the_interval_does(string expires, int seconds)
    {
        await using var call = await PeerCall.AnsweredAsync($"{Timer}Session-Expires: {expires};refresher=uac\n");
        var (_, after) = await call.LaterAsync(m => m.Method == "BYE", stepInMs: 200);
        Assert.InRange(after.TotalSeconds, seconds - 0.5, seconds + 2);
        Assert.Equal(CallEnd.Timeout, (await call.Call.NextAsync<SipCallEvent.Ended>()).Cause);
    }

    [Theory]
    [InlineData("UPDATE", "")]
    [InlineData("INVITE", Wire.Offer)]
    public async Task A_refresh_from_the_peer_keeps_the_call(string method, string body)
    {
        await using var call = await PeerCall.AnsweredAsync($"{Timer}Session-Expires: 90;refresher=uac\n");
        call.Clock.Advance(TimeSpan.FromSeconds(50));
        await call.SendAsync(method, 2, $"{Timer}Session-Expires: 90;refresher=uac\n", body);
        if (method == "INVITE")
        {
            var offer = (await call.Call.NextAsync<SipCallEvent.Reoffered>()).Offer!;
            call.Call.Call.AnswerReoffer(Telephony.Sip.Sdp.OfferAnswer.Answer(offer, TestStack.Media)!.Value.Answer);
        }

        Assert.Equal("90;refresher=uac", (await call.Peer.FinalAsync(method)).First(Header.SessionExpires));
        if (method == "INVITE") await call.SendAsync("ACK", 2);
        var (_, after) = await call.LaterAsync(m => m.Method == "BYE", stepInMs: 200);
        Assert.InRange(after.TotalSeconds, 59, 62);
    }

    [Fact]
    public async Task A_refresh_that_the_peer_does_not_know_of_ends_the_call()
    {
        await using var call = await PeerCall.AnsweredAsync("Supported: timer\nAllow: UPDATE\nSession-Expires: 90\n");
        var (update, _) = await call.LaterAsync(m => m.Method == "UPDATE");
        await call.Peer.AnswerAsync(update, 481);
        Assert.Equal((CallEnd.Timeout, 481), await call.Call.NextAsync<SipCallEvent.Ended>() is var e ? (e.Cause, e.Status) : default);
    }

    [Fact]
    public async Task Our_INVITE_asks_and_after_422_asks_for_as_much_as_the_peer_wants()
    {
        var (call, invite) = await PeerCall.DialledAsync();
        await using var _ = call;
        Assert.Equal(("1800", "90"), (invite.First(Header.SessionExpires), invite.First(Header.MinSe)));
        await call.Peer.AnswerAsync(invite, 422, "t1", "Min-SE: 3600\n");

        var again = await call.Peer.ReceiveAsync(m => m.Method == "INVITE" && m.CSeq == 2);

        Assert.Equal(("3600", "3600", invite.CallId, invite.From.Tag), (again.First(Header.SessionExpires), again.First(Header.MinSe), again.CallId, again.From.Tag));
        Assert.NotEqual(invite.Via.Branch, again.Via.Branch);
        await call.Peer.AnswerAsync(again, 200, "t2", call.Contact + "Require: timer\nSession-Expires: 3600;refresher=uas\n", Wire.Offer);
        Assert.Equal(2u, (await call.Peer.ReceiveAsync(m => m is { Method: "ACK", To.Tag: "t2" })).CSeq);
        var (_, after) = await call.LaterAsync(m => m.Method == "BYE", stepInMs: 4000);
        Assert.InRange(after.TotalSeconds, 3564, 3576);
    }

    [Fact]
    public async Task A_stack_that_asks_for_none_has_none_unless_the_peer_wants_one()
    {
        var (call, invite) = await PeerCall.DialledAsync(new() { SessionExpires = TimeSpan.Zero });
        await using var _ = call;
        Assert.Null(invite.First(Header.SessionExpires));

        await using var theirs = await PeerCall.ArrivedAsync(Timer, options: new() { SessionExpires = TimeSpan.Zero });
        Assert.Null((await theirs.AnswerAsync()).First(Header.SessionExpires));
    }
}
