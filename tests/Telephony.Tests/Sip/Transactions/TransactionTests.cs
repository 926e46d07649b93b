using System.Net;
using System.Text;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Transactions;
using Hotline.Telephony.Sip.Transport;

namespace Hotline.Telephony.Tests.Sip.Transactions;

/// <summary>The four machines of RFC 3261 section 17, with the clock in the test's hand.</summary>
public sealed class TransactionTests
{
    private static readonly double[] DoublingToFour = [0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5];
    private static readonly double[] Doubling = [0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5];

    private readonly FakeClock _clock = new();
    private readonly TransactionTable _table;
    private readonly TimerWheel _wheel;
    private readonly RecordingFlow _udp;
    private readonly RecordingFlow _tcp;
    private readonly List<string> _told = [];

    public TransactionTests()
    {
        _wheel = new(_clock);
        _table = new(_wheel);
        _udp = new(_clock, reliable: false);
        _tcp = new(_clock, reliable: true);
    }

    [Fact]
    public void INVITE_is_sent_at_doubling_intervals_and_given_up_after_64_T1()
    {
        Invite(_udp);
        Pass(40);
        Assert.Equal(Doubling, _udp.Times);
        Assert.Equal(["failed 408"], _told);
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void Over_TCP_nothing_is_sent_twice_but_given_up_all_the_same()
    {
        Invite(_tcp);
        Pass(40);
        Assert.Equal([0], _tcp.Times);
        Assert.Equal(["failed 408"], _told);
    }

    [Fact]
    public void A_provisional_response_ends_the_retransmissions_and_the_patience_is_then_the_callers()
    {
        var t = Invite(_udp);
        t.Receive(Response(180, "INVITE"));
        Pass(300);
        Assert.Single(_udp.Sent);
        Assert.Equal(["180"], _told);
    }

    [Fact]
    public void A_refusal_is_acknowledged_and_so_is_each_copy()
    {
        var t = Invite(_udp);
        t.Receive(Response(486, "INVITE"));
        t.Receive(Response(486, "INVITE"));
        Assert.Equal(["request", "ack", "ack"], _udp.Sent);
        Assert.Equal(["486"], _told);
        Pass(33);
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void Every_copy_of_the_200_goes_up_until_timer_M()
    {
        var t = Invite(_udp);
        t.Receive(Response(200, "INVITE"));
        t.Receive(Response(200, "INVITE"));
        Assert.Equal(["200", "200"], _told);
        Pass(33);
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void BYE_is_sent_again_at_most_every_4_s()
    {
        Bye(_udp);
        Pass(40);
        Assert.Equal(DoublingToFour, _udp.Times);
        Assert.Equal(["failed 408"], _told);
    }

    [Fact]
    public void A_final_response_is_told_once_and_copies_are_absorbed_for_T4()
    {
        var t = Bye(_udp);
        t.Receive(Response(200, "BYE"));
        t.Receive(Response(200, "BYE"));
        Assert.Equal(["200"], _told);
        Pass(4.9);
        Assert.Equal(1, _table.Count);
        Pass(0.2);
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void A_closed_connection_fails_what_waits_on_it()
    {
        Bye(_tcp);
        Invite(_udp);
        _table.Closed(_tcp);
        Assert.Equal(["failed 503"], _told);
        Assert.Equal(1, _table.Count);
    }

    [Fact]
    public void A_copy_of_the_INVITE_gets_the_last_response()
    {
        var t = _table.AcceptInvite(Request("INVITE"), _udp);
        Respond(t, 100);
        Respond(t, 180);
        Assert.True(t.Receive(Request("INVITE")));
        Assert.Equal(["100", "180", "180"], _udp.Sent);
    }

    [Fact]
    public void A_refusal_is_sent_again_until_its_ACK()
    {
        var t = _table.AcceptInvite(Request("INVITE"), _udp);
        Respond(t, 488);
        Pass(2);
        Assert.Equal([0, 0.5, 1.5], _udp.Times);
        Assert.True(t.Receive(Request("ACK")));
        Pass(4.9);
        Assert.Equal(3, _udp.Sent.Count);
        Assert.Equal(1, _table.Count);
        Pass(0.2);
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void A_refusal_without_ACK_ends_after_64_T1()
    {
        Respond(_table.AcceptInvite(Request("INVITE"), _udp), 488);
        Pass(40);
        Assert.Equal(DoublingToFour, _udp.Times);
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void After_the_200_copies_get_it_again_until_the_ACK_which_the_dialog_sees()
    {
        var t = _table.AcceptInvite(Request("INVITE"), _udp);
        Respond(t, 200);
        t.Receive(Request("INVITE"));
        Assert.False(t.Receive(Request("ACK")));
        t.Acknowledged();
        t.Receive(Request("INVITE"));
        Assert.Equal(["200", "200"], _udp.Sent);
        Pass(33);
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void A_copy_of_another_request_gets_its_response_for_32_s()
    {
        var request = Request("BYE");
        Respond(_table.Accept(request, _udp), 200);
        Pass(31);
        Assert.True(_table.FindServer(TransactionKey.Of(request))!.Receive(request));
        Assert.Equal(["200", "200"], _udp.Sent);
        Pass(2);
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void The_same_INVITE_by_another_way_is_seen_while_the_first_lives()
    {
        Respond(_table.AcceptInvite(Request("INVITE"), _tcp), 486);
        Assert.True(_table.IsMerged(Request("INVITE")));
        Pass(33);
        Assert.False(_table.IsMerged(Request("INVITE")));
    }

    [Fact]
    public void Requests_of_RFC_2543_are_told_apart_by_Call_ID_tag_and_CSeq()
    {
        TransactionKey Key(string callId, int cseq) => TransactionKey.Of(Wire.Parse(Wire.Request(branch: "old", callId: callId, cseq: cseq)).Message!);
        Assert.Equal(Key("a", 1), Key("a", 1));
        Assert.NotEqual(Key("a", 1), Key("b", 1));
        Assert.NotEqual(Key("a", 1), Key("a", 2));
    }

    private InviteClientTransaction Invite(RecordingFlow flow)
    {
        var t = new InviteClientTransaction(_table, flow, "z9hG4bKi", Text("request"))
        {
            Ack = _ => Text("ack"), Responded = r => _told.Add($"{r.Status}"), Failed = s => _told.Add($"failed {s}"),
        };
        _table.Start(t);
        return t;
    }

    private NonInviteClientTransaction Bye(RecordingFlow flow)
    {
        var t = new NonInviteClientTransaction(_table, flow, "z9hG4bKb", "BYE", Text("request"))
        {
            Responded = r => _told.Add($"{r.Status}"), Failed = s => _told.Add($"failed {s}"),
        };
        _table.Start(t);
        return t;
    }

    private static void Respond(ServerTransaction t, int status) => t.Respond(status, Text($"{status}"));

    private static byte[] Text(string text) => Encoding.ASCII.GetBytes(text);

    private static SipMessage Request(string method) => Wire.Parse(Wire.Request(method)).Message!;

    private static SipMessage Response(int status, string method) => Wire.Parse(Wire.Response(status, "z9hG4bKi", method)).Message!;

    private void Pass(double seconds)
    {
        for (var slots = (int)Math.Round(seconds * 100); slots > 0; slots--)
        {
            _clock.Advance(TimerWheel.Slot);
            _wheel.Advance();
        }
    }

    private sealed class RecordingFlow(FakeClock clock, bool reliable) : Flow(new(IPAddress.Loopback, 5099), reliable ? SipProtocol.Tcp : SipProtocol.Udp)
    {
        internal List<string> Sent { get; } = [];

        internal List<double> Times { get; } = [];

        internal override void Send(byte[] message)
        {
            Sent.Add(Encoding.ASCII.GetString(message));
            Times.Add(clock.GetElapsedTime(0).TotalSeconds);
        }
    }
}
