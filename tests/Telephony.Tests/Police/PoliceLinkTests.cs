using Hotline.Telephony.Calls;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Police;
using Hotline.Telephony.Speech;
using Hotline.Telephony.Tests.Calls;
using Hotline.Telephony.Tests.Outbound;

namespace Hotline.Telephony.Tests.Police;

/// <summary>两线联动 over real calls: the packet before the voice, and whose matter it is.</summary>
public sealed class PoliceLinkTests
{
    private const int AgentTone = 1200;
    private static readonly PoliceContext Context = new("八一大道12号", "有人持刀", ["weapon"], "T1");

    [Fact]
    public async Task The_packet_is_at_110_before_the_call_that_it_belongs_to()
    {
        await using var desk = await OutsidePhone.StartAsync();
        var endpoint = await desk.ReceivePacketsAsync(0, TestContext.Current.CancellationToken);
        await using var hotline = await RunningHotline.StartAsync(o => o with { PoliceAddress = $"sip:110@{desk.SipEndPoint}", PartnerEndpoint = endpoint });
        await using var citizen = hotline.Dial();
        var (call, agent) = await TalkAsync(hotline, citizen);
        Assert.True(await hotline.Board.TransferToPoliceAsync(call, agent.Id, Context));

        var police = await desk.Arrived.ReadAsync(TestContext.Current.CancellationToken);
        var arrived = police.Packet!;
        Assert.InRange(police.ArrivedAt - arrived.At, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        var packet = Assert.IsType<PartnerPacket.Police>(arrived.Packet);
        Assert.Equal((call.ToString(), "13800000001", "八一大道12号", "有人持刀", "T1"), (packet.Correlation, packet.Number, packet.Place, packet.What, packet.Ticket));
        Assert.Equal(["weapon"], packet.Dangers);
        Assert.True((await hotline.NextAsync<CallEvent.PacketSent>(call)) is { Packet: "police", Way: "http", Delivered: true });
        await hotline.NextAsync<CallEvent.PoliceJoined>(call);
    }

    [Fact]
    public async Task Another_emergency_line_is_told_before_the_voice_as_110_is()
    {
        await using var desk = await OutsidePhone.StartAsync();
        var endpoint = await desk.ReceivePacketsAsync(0, TestContext.Current.CancellationToken);
        var ambulance = new OutsideNumber { Id = "120", Name = "急救", Address = $"sip:120@{desk.SipEndPoint}" };
        await using var hotline = await RunningHotline.StartAsync(o => o with { Directory = [ambulance], PartnerEndpoint = endpoint });
        await using var citizen = hotline.Dial();
        var (call, agent) = await TalkAsync(hotline, citizen);
        Assert.Null(await hotline.Board.JoinAsync(call, agent.Id, new Target.Outside(ambulance), Context));

        var arrived = (await desk.Arrived.ReadAsync(TestContext.Current.CancellationToken)).Packet!;
        var packet = Assert.IsType<PartnerPacket.Police>(arrived.Packet);
        Assert.Equal(("120", "13800000001", "八一大道12号"), (packet.Line, packet.Number, packet.Place));
    }

    [Fact]
    public async Task An_endpoint_that_fails_or_hangs_holds_no_call_up_and_is_written_down()
    {
        using var deaf = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0); // takes connections and never answers
        deaf.Start();
        foreach (var (endpoint, written) in new[] { (new Uri("http://127.0.0.1:1/"), true), (new Uri($"http://{deaf.LocalEndpoint}/"), false) })
        {
            await using var hotline = await RunningHotline.StartAsync(o => o with { PartnerEndpoint = endpoint });
            await using var citizen = hotline.Dial();
            var (call, agent) = await TalkAsync(hotline, citizen);
            Assert.True(await hotline.Board.TransferToPoliceAsync(call, agent.Id, Context));
            var called = (await hotline.NextAsync<CallEvent.PoliceCalled>(call)).At;
            Assert.InRange((await hotline.NextAsync<CallEvent.PoliceJoined>(call)).At - called, TimeSpan.Zero, TimeSpan.FromSeconds(2));
            if (written) Assert.False((await hotline.NextAsync<CallEvent.PacketSent>(call)).Delivered);
        }
    }

    [Fact]
    public async Task Without_agreement_the_rule_assigns_the_line_that_was_reached_first_and_says_why()
    {
        await using var hotline = await RunningHotline.StartAsync(o => o with { PoliceAgreementTime = TimeSpan.FromMilliseconds(300) });
        await using var citizen = hotline.Dial();
        var (call, agent) = await TalkAsync(hotline, citizen);
        Assert.Equal("nothing-to-agree", (await hotline.Board.AgreeWithPoliceAsync(call, agent.Id, ResponsibleSide.Police))!.Code);
        await hotline.Board.TransferToPoliceAsync(call, agent.Id, Context);

        var assigned = await hotline.NextAsync<CallEvent.ResponsibilityAssigned>(call);
        Assert.Equal((ResponsibleSide.Hotline, "T1"), (assigned.Owner, assigned.Ticket));
        Assert.Contains("国办发〔2022〕12号", assigned.Ground, StringComparison.Ordinal);
        Assert.Equal(ResponsibleSide.Hotline, hotline.Board.Find(call)!.PoliceOwner);
    }

    [Fact]
    public async Task What_the_two_lines_agree_on_holds_and_the_rule_is_not_asked()
    {
        await using var hotline = await RunningHotline.StartAsync(o => o with { PoliceAgreementTime = TimeSpan.FromMinutes(3) });
        await using var citizen = hotline.Dial();
        var (call, agent) = await TalkAsync(hotline, citizen);
        await hotline.Board.TransferToPoliceAsync(call, agent.Id, Context);
        await hotline.NextAsync<CallEvent.PoliceJoined>(call);
        Assert.NotNull(hotline.Board.Find(call)!.PoliceDecisionAt);
        Assert.Null(await hotline.Board.AgreeWithPoliceAsync(call, agent.Id, ResponsibleSide.Police));
        Assert.Equal(ResponsibleSide.Police, (await hotline.NextAsync<CallEvent.ResponsibilityAgreed>(call)).Owner);
        Assert.True(hotline.Board.Find(call) is { PoliceOwner: ResponsibleSide.Police, PoliceDecisionAt: null });
    }

    [Fact]
    public void Who_was_reached_first_is_known_by_the_caller()
    {
        Assert.Equal(ResponsibleSide.Hotline, Responsibility.FirstAnswerer("13800000001", "110", TimeSpan.FromMinutes(3)).Owner);
        Assert.Equal(ResponsibleSide.Hotline, Responsibility.FirstAnswerer("", "110", TimeSpan.FromMinutes(3)).Owner);
        Assert.Equal(ResponsibleSide.Police, Responsibility.FirstAnswerer("110", "110", TimeSpan.FromMinutes(3)).Owner);
    }

    [Fact]
    public void The_last_minute_is_what_ended_within_it()
    {
        var words = new RecentWords();
        foreach (var second in new[] { 5, 50, 100 })
            words.Add(new TranscriptSegment(default, Party.Citizen, second, TimeSpan.FromSeconds(second), TimeSpan.FromSeconds(second + 3), $"{second}", IsFinal: true, 1));
        Assert.Equal(["50", "100"], words.Since(TimeSpan.FromSeconds(50)).Select(s => s.Text));
    }

    [Fact]
    public async Task Without_an_endpoint_packets_wait_as_files_that_are_complete()
    {
        var folder = Directory.CreateTempSubdirectory("hotline-outbox-").FullName;
        await new FilePartnerNotice(folder).SendAsync(new PartnerPacket.Psychological("c1", DateTimeOffset.UnixEpoch, null, RiskLevel.High), TestContext.Current.CancellationToken);
        var file = Assert.Single(Directory.GetFiles(folder));
        Assert.EndsWith(".json", file, StringComparison.Ordinal);
        Assert.Contains("\"high\"", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<(CallId Call, TestAgent Agent)> TalkAsync(RunningHotline hotline, PhoneCall citizen)
    {
        var agent = hotline.Agent("1001", AgentTone);
        await citizen.Answered;
        citizen.Hum(RunningHotline.Sound(800));
        var call = (await hotline.NextAsync<CallEvent.Offered>()).Call;
        Assert.True(await hotline.Board.AnswerAsync(call, agent.Id));
        await TestTone.HeardAsync(citizen.Ear, AgentTone);
        return (call, agent);
    }
}
