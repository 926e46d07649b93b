using System.Net;
using System.Net.Sockets;
using System.Text;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Tests.Calls;

namespace Hotline.Telephony.Tests.Operations;

/// <summary>What those who run a node can see and do, on real calls.</summary>
public sealed class OperationsTests : IAsyncLifetime
{
    private const int AgentTone = 1400;
    private RunningHotline _hotline = null!;

    public async ValueTask InitializeAsync() => _hotline = await RunningHotline.StartAsync();

    [Fact]
    public async Task The_ladder_of_a_call_shows_every_message_of_its_dialogs_and_nobodys_number()
    {
        await using var citizen = _hotline.Dial(caller: "13812345678");
        var (call, agent) = await TalkAsync(citizen);
        Assert.True(await _hotline.Board.TransferToPoliceAsync(call, agent.Id));
        await _hotline.NextAsync<CallEvent.PoliceJoined>(call);
        var life = _hotline.Board.LifeOf(call);
        citizen.HangUp();
        await life;

        var ladder = _hotline.Board.Ladder(call);
        var theirs = ladder.Where(l => l.Dialog == 1 && !l.Again).Select(l => (l.Ours, l.Label)).ToList();
        Assert.Equal([(false, "INVITE"), (true, "100 Trying"), (true, "200 OK"), (false, "ACK"), (false, "BYE"), (true, "200 OK")], theirs);
        Assert.Contains(ladder, l => l is { Dialog: 2, Ours: true, Label: "INVITE" });
        Assert.Contains(ladder, l => l is { Dialog: 2, Ours: false, Label: "200 OK", CSeq: "1 INVITE" });
        Assert.All(ladder, l => Assert.DoesNotContain("13812345678", l.Text, StringComparison.Ordinal));
        Assert.Contains(ladder, l => l.Text.Contains("138****5678", StringComparison.Ordinal));
        Assert.Equal(ladder.OrderBy(l => l.At), ladder);
        Assert.Empty(_hotline.Board.Ladder(CallId.New()));
    }

    [Fact]
    public async Task A_drained_node_takes_no_new_call_says_so_when_asked_and_keeps_the_old_ones()
    {
        await using var citizen = _hotline.Dial();
        var (call, _) = await TalkAsync(citizen);
        _hotline.Board.IsDraining = true;
        await using var late = _hotline.Dial(caller: "13800000002");
        await Assert.ThrowsAsync<CallRefusedException>(() => late.Answered.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Equal(503, (await late.Ended).Status);
        Assert.StartsWith("SIP/2.0 503", await OptionsAsync(), StringComparison.Ordinal);
        await TestTone.HeardAsync(citizen.Ear, AgentTone);
        Assert.Equal(CallState.Talking, _hotline.Board.Find(call)!.State);

        _hotline.Board.IsDraining = false;
        Assert.StartsWith("SIP/2.0 200", await OptionsAsync(), StringComparison.Ordinal);
        await using var next = _hotline.Dial(caller: "13800000003");
        await next.Answered.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Quality_is_told_for_the_citizen_and_for_whoever_joined()
    {
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        Assert.True(await _hotline.Board.TransferToPoliceAsync(call, agent.Id));
        await _hotline.NextAsync<CallEvent.PoliceJoined>(call);
        await TestTone.HeardAsync(citizen.Ear, AgentTone);
        var legs = await _hotline.Board.QualityAsync(call);
        Assert.Equal([Party.Citizen, Party.Police], legs!.Select(l => l.Party));
        Assert.All(legs!, l => Assert.Equal(0, l.Statistics.Lost));
        Assert.True(legs![0].Statistics.PacketsIn > 20);
        Assert.Equal(1, _hotline.Board.State.Calls);
    }

    public ValueTask DisposeAsync() => _hotline.DisposeAsync();

    private async Task<(CallId Call, TestAgent Agent)> TalkAsync(PhoneCall citizen)
    {
        var agent = _hotline.Agent("1001", AgentTone);
        await citizen.Answered;
        citizen.Hum(RunningHotline.Sound(800));
        var call = (await _hotline.NextAsync<CallEvent.Offered>()).Call;
        Assert.True(await _hotline.Board.AnswerAsync(call, agent.Id));
        await TestTone.HeardAsync(citizen.Ear, AgentTone);
        return (call, agent);
    }

    private async Task<string> OptionsAsync()
    {
        using var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var (me, id) = (udp.Client.LocalEndPoint, Guid.NewGuid().ToString("N"));
        var ask = $"OPTIONS sip:{_hotline.Board.SipEndPoint} SIP/2.0\r\nVia: SIP/2.0/UDP {me};rport;branch=z9hG4bK{id}\r\nFrom: <sip:ping@{me}>;tag=1\r\nTo: <sip:{_hotline.Board.SipEndPoint}>\r\n"
            + $"Call-ID: {id}\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";
        await udp.SendAsync(Encoding.ASCII.GetBytes(ask), _hotline.Board.SipEndPoint, TestContext.Current.CancellationToken);
        return Encoding.ASCII.GetString((await udp.ReceiveAsync(TestContext.Current.CancellationToken)).Buffer);
    }
}
