using System.Net;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Tests.Sip;

namespace Hotline.Telephony.Tests.Calls;

/// <summary>An agent's phone that answers an offered call in ways it should not: the citizen stays, and no seat hangs.</summary>
public sealed class OddPhonesTests : IAsyncLifetime
{
    private static readonly AgentId Agent = new("1001");
    private readonly RawPeer _phone = new(new(IPAddress.Loopback, 9));
    private RunningHotline _hotline = null!;

    public async ValueTask InitializeAsync()
    {
        _hotline = await RunningHotline.StartAsync(o => o with { AgentPhones = new Dictionary<string, string> { ["1001"] = $"sip:1001@127.0.0.1:{_phone.Port}" } });
        _phone.Redirect(_hotline.Board.SipEndPoint);
        _hotline.Seats.SignIn(Agent, "1001");
        _hotline.Seats.Ready(Agent);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(480)]
    [InlineData(500)]
    [InlineData(603)]
    public async Task A_phone_that_refuses_in_whatever_way_gets_its_ACK_and_the_next_agent_the_citizen(int status)
    {
        await using var citizen = _hotline.Dial();
        var invite = await InviteAsync();
        await _phone.AnswerAsync(invite, status, "t1", "Contact: <sip:elsewhere@203.0.113.1>\nWWW-Authenticate: Digest realm=\"phone\", nonce=\"n\"\n");
        Assert.Equal(invite.Via.Branch, (await _phone.ReceiveAsync(m => m.Method == "ACK")).Via.Branch);
        await AnotherServesAsync(citizen);
    }

    [Theory]
    [InlineData("")]
    [InlineData("v=0\no=- 1 1 IN IP4 127.0.0.1\ns=-\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 40000 RTP/AVP 18\n")]
    [InlineData("v=0\no=- 1 1 IN IP4 127.0.0.1\ns=-\nt=0 0\nm=audio 40000 RTP/AVP 8\n")]
    [InlineData("v=0\no=- 1 1 IN IP4 127.0.0.1\ns=-\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 0 RTP/AVP 8\n")]
    [InlineData("no description at all")]
    public async Task A_phone_that_answers_without_audio_is_acknowledged_and_hung_up(string body)
    {
        await using var citizen = _hotline.Dial();
        await _phone.AnswerAsync(await InviteAsync(), 200, "t1", Contact, body);
        await _phone.ReceiveAsync(m => m.Method == "ACK");
        await _phone.AnswerAsync(await _phone.ReceiveAsync(m => m.Method == "BYE"));
        await AnotherServesAsync(citizen);
    }

    [Fact]
    public async Task A_phone_whose_BYE_overtakes_its_answer_has_not_answered()
    {
        await using var citizen = _hotline.Dial();
        var invite = await InviteAsync();
        await _phone.AnswerAsync(invite, 180, "t1", Contact);
        await _phone.SendAsync(Wire.Request("BYE", via: _phone.Via, callId: invite.CallId, fromTag: "t1", toTag: invite.From.Tag!));
        await _phone.FinalAsync("BYE");
        await _phone.AnswerAsync(invite, 200, "t1", Contact, Wire.Offer);
        await _phone.ReceiveAsync(m => m.Method == "ACK");
        await AnotherServesAsync(citizen);
    }

    [Fact]
    public async Task A_phone_that_answers_while_the_citizen_leaves_is_acknowledged_and_hung_up()
    {
        await using var citizen = _hotline.Dial();
        var invite = await InviteAsync();
        await _phone.AnswerAsync(invite, 180, "t1", Contact);
        citizen.HangUp();
        await _phone.ReceiveAsync(m => m.Method == "CANCEL");
        await _phone.AnswerAsync(invite, 200, "t1", Contact, Wire.Offer);
        await _phone.ReceiveAsync(m => m.Method == "ACK");
        Assert.Equal("t1", (await _phone.ReceiveAsync(m => m.Method == "BYE")).To.Tag);
        await _hotline.NextAsync<CallEvent.Ended>();
        Assert.Equal(SeatState.Ready, _hotline.Seats.Find(Agent)!.State);
    }

    [Fact]
    public async Task A_phone_may_hold_by_asking_for_our_offer_and_answering_that_it_only_sends()
    {
        await using var citizen = _hotline.Dial();
        var invite = await InviteAsync();
        await _phone.AnswerAsync(invite, 200, "t1", Contact, Wire.Offer);
        await _hotline.NextAsync<CallEvent.AgentAnswered>();
        foreach (var (cseq, direction) in new[] { (1, "sendonly"), (2, "sendrecv") })
        {
            await _phone.SendAsync(Within("INVITE", invite, cseq));
            await _phone.ReceiveAsync(m => m.Status == 200 && m.CSeq == cseq);
            await _phone.SendAsync(Within("ACK", invite, cseq, $"{Wire.Offer}a={direction}\n"));
            if (cseq == 1) await _hotline.NextAsync<CallEvent.HeldByAgent>();
            else await _hotline.NextAsync<CallEvent.ResumedByAgent>();
        }
    }

    private string Within(string method, SipMessage invite, int cseq, string body = "") =>
        Wire.Request(method, via: _phone.Via, branch: $"z9hG4bK{method}{cseq}", callId: invite.CallId, fromTag: "t1", toTag: invite.From.Tag!, cseq: cseq, body: body);

    private string Contact => $"Contact: <sip:1001@127.0.0.1:{_phone.Port}>\n";

    private Task<SipMessage> InviteAsync() => _phone.ReceiveAsync(m => m.Method == "INVITE");

    /// <summary>The offer lapsed, the phone's agent is not asked again, and somebody else talks with the citizen.</summary>
    private async Task AnotherServesAsync(Phones.PhoneCall citizen)
    {
        Assert.Equal(Agent, (await _hotline.NextAsync<CallEvent.OfferLapsed>()).Agent);
        Assert.Equal(SeatState.NotReady, _hotline.Seats.Find(Agent)!.State);
        var next = _hotline.Agent("1002", 1500);
        CallEvent.Offered offer;
        do offer = await _hotline.NextAsync<CallEvent.Offered>(); while (offer.Agent != next.Id);
        Assert.True(await _hotline.Board.AnswerAsync(offer.Call, next.Id));
        await TestTone.HeardAsync(citizen.Ear, 1500);
    }

    public async ValueTask DisposeAsync()
    {
        await _hotline.DisposeAsync();
        _phone.Dispose();
    }
}
