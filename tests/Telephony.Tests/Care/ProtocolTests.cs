using Hotline.Telephony.Calls;
using Hotline.Telephony.Care;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Police;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Supervision;
using Hotline.Telephony.Tests.Calls;
using Hotline.Telephony.Tests.Outbound;

namespace Hotline.Telephony.Tests.Care;

/// <summary>Abuse, crisis and referral over real calls.</summary>
public sealed class ProtocolTests : IAsyncLifetime
{
    private const int CitizenTone = 800, AgentTone = 1200, PoliceTone = 1900, OtherTone = 2300, WarningTone = 600, ClosingTone = 700;
    private PoliceDesk _other = null!;
    private RunningHotline _hotline = null!;

    public async ValueTask InitializeAsync()
    {
        _other = await OutsidePhone.StartAsync();
        _other.Voice = RunningHotline.Sound(OtherTone);
        OutsideNumber Entry(string id, string name) => new() { Id = id, Name = name, Address = $"sip:{id}@{_other.SipEndPoint}" };
        _hotline = await RunningHotline.StartAsync(
            o => o with { Directory = [Entry("120", "120"), Entry("12356", "12356心理援助热线")], CrisisHelperTime = TimeSpan.FromSeconds(2) },
            greetings: new() { ["abuse-warning"] = WarningTone, ["abuse-closing"] = ClosingTone });
        _hotline.Police.Voice = RunningHotline.Sound(PoliceTone);
    }

    [Fact]
    public async Task An_abusive_caller_is_warned_the_supervisor_alerted_and_after_two_warnings_the_call_may_be_ended()
    {
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        using var stop = new CancellationTokenSource();
        await using var alerts = AlertEndpoints.Watch(_hotline.Board, stop.Token).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var alerted = alerts.MoveNextAsync();
        var pressed = TimeProvider.System.GetTimestamp();
        Assert.Null(await _hotline.Board.WarnAbuserAsync(call, agent.Id));
        Assert.True(await alerted);
        Assert.True(TimeProvider.System.GetElapsedTime(pressed) < TimeSpan.FromSeconds(2), "the supervisor's feed has it");
        Assert.Contains("abuse-warned", alerts.Current.Data, StringComparison.Ordinal);
        await TestTone.HeardAsync(citizen.Ear, WarningTone);

        Assert.Equal("warn-twice-first", (await _hotline.Board.EndAbusiveAsync(call, agent.Id))!.Code);
        Assert.Null(await _hotline.Board.WarnAbuserAsync(call, agent.Id));
        Assert.Null(await _hotline.Board.EndAbusiveAsync(call, agent.Id));
        await TestTone.HeardAsync(citizen.Ear, ClosingTone);
        Assert.Equal(CareReasons.EndedForAbuse, (await _hotline.NextAsync<CallEvent.Ended>(call)).Reason);
        Assert.Equal(agent.Id, (await _hotline.NextAsync<CallEvent.RestOffered>(call)).Agent);
        Assert.Equal(CareReasons.Abuse, _hotline.Seats.Find(agent.Id)!.RestOffered);
    }

    [Fact]
    public async Task In_a_crisis_a_helper_has_110_and_120_at_once_and_the_citizen_hears_only_the_agent()
    {
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        Assert.Null(await _hotline.Board.DeclareCrisisAsync(call, agent.Id));
        var declared = (await _hotline.NextAsync<CallEvent.CrisisDeclared>(call)).At;
        var helper = _hotline.Agent("1002", 1500);
        Assert.Null(await _hotline.Board.HelpInCrisisAsync(call, helper.Id, "话务员"));

        var police = await _hotline.Police.Arrived.ReadAsync(TestContext.Current.CancellationToken);
        var ambulance = await _other.Arrived.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("13800000001", "13800000001"), (police.CallerNumber, ambulance.CallerNumber));
        await TestTone.HeardAsync(helper.Ear, PoliceTone, OtherTone);
        await TestTone.HeardAsync(police.Ear, 1500, OtherTone);
        await TestTone.HeardAsync(citizen.Ear, AgentTone);
        await TestTone.HeardAsync(agent.Ear, CitizenTone);

        var lines = new[] { await _hotline.NextAsync<CallEvent.RescueJoined>(call), await _hotline.NextAsync<CallEvent.RescueJoined>(call) };
        Assert.Equal(["110", "120"], lines.Select(l => l.Line).Order(StringComparer.Ordinal));
        Assert.All(lines, l => Assert.InRange(l.At - declared, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
        Assert.Null(await _hotline.Board.TickCrisisStepAsync(call, agent.Id, CrisisStep.PlaceKnown));
        Assert.Equal(CrisisStep.PlaceKnown, (await _hotline.NextAsync<CallEvent.CrisisStepDone>(call)).Step);

        citizen.HangUp();
        var rested = new[] { await _hotline.NextAsync<CallEvent.RestOffered>(call), await _hotline.NextAsync<CallEvent.RestOffered>(call) };
        Assert.Equal([agent.Id.Value, helper.Id.Value], rested.Select(r => r.Agent.Value).Order(StringComparer.Ordinal));
        Assert.Equal(SeatState.WrapUp, _hotline.Seats.Find(helper.Id)!.State);
    }

    [Fact]
    public async Task The_helper_may_leave_a_crisis_and_110_and_120_stay_for_the_agent_until_another_comes()
    {
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        Assert.Null(await _hotline.Board.DeclareCrisisAsync(call, agent.Id));
        var helper = _hotline.Agent("1002", 1500);
        Assert.Equal("not-helping", (await _hotline.Board.StopHelpingAsync(call, helper.Id))!.Code);
        Assert.Null(await _hotline.Board.HelpInCrisisAsync(call, helper.Id, "话务员"));
        var police = await _hotline.Police.Arrived.ReadAsync(TestContext.Current.CancellationToken);
        await _hotline.NextAsync<CallEvent.RescueJoined>(call);
        await _hotline.NextAsync<CallEvent.RescueJoined>(call);
        Assert.Equal(["crisis/steps", "hang-up"], AllowedDeeds.Of(_hotline.Board.Find(call), helper.Id));

        Assert.Null(await _hotline.Board.LeaveAsync(call, helper.Id));
        Assert.Equal(helper.Id, (await _hotline.NextAsync<CallEvent.CrisisHelperLeft>(call)).Helper);
        Assert.Equal(helper.Id, (await _hotline.NextAsync<CallEvent.RestOffered>(call)).Agent);
        Assert.Equal(SeatState.WrapUp, _hotline.Seats.Find(helper.Id)!.State);
        Assert.Null(_hotline.Board.Find(call)!.Crisis!.Helper);
        Assert.Empty(AllowedDeeds.Of(_hotline.Board.Find(call), helper.Id));
        await TestTone.HeardAsync(police.Ear, CitizenTone, AgentTone);
        await TestTone.HeardAsync(agent.Ear, CitizenTone, PoliceTone, OtherTone);
        await TestTone.HeardAsync(citizen.Ear, AgentTone);

        var other = _hotline.Agent("1003", 1700);
        Assert.Null(await _hotline.Board.HelpInCrisisAsync(call, other.Id, "话务员"));
        await TestTone.HeardAsync(other.Ear, PoliceTone, OtherTone);
        await TestTone.HeardAsync(agent.Ear, CitizenTone);
        await other.DisposeAsync(); // the page is closed
        Assert.Equal(other.Id, (await _hotline.NextAsync<CallEvent.CrisisHelperLeft>(call)).Helper);
        await TestTone.HeardAsync(agent.Ear, CitizenTone, PoliceTone, OtherTone);
    }

    [Fact]
    public async Task Where_no_helper_comes_110_and_120_are_called_all_the_same_and_only_the_agent_hears_them()
    {
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        Assert.Null(await _hotline.Board.DeclareCrisisAsync(call, agent.Id));
        var declared = (await _hotline.NextAsync<CallEvent.CrisisDeclared>(call)).At;
        var police = await _hotline.Police.Arrived.ReadAsync(TestContext.Current.CancellationToken);
        await TestTone.HeardAsync(police.Ear, CitizenTone, AgentTone);
        await TestTone.HeardAsync(agent.Ear, CitizenTone, PoliceTone, OtherTone);
        await TestTone.HeardAsync(citizen.Ear, AgentTone);
        var joined = await _hotline.NextAsync<CallEvent.RescueJoined>(call);
        Assert.False(joined.WithHelper);
        Assert.InRange(joined.At - declared, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_referral_to_12356_keeps_silence_from_the_consent_on_and_leaves_only_that_it_was_made()
    {
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        Assert.Null(await _hotline.Board.ReferToPsychologicalAidAsync(call, agent.Id, RiskLevel.Medium, null));
        var counsellor = await _other.Arrived.ReadAsync(TestContext.Current.CancellationToken);
        await TestTone.HeardAsync(citizen.Ear, AgentTone, OtherTone);
        await TestTone.HeardAsync(counsellor.Ear, CitizenTone, AgentTone);
        Assert.True(_hotline.Board.Find(call)!.Confidential);
        Assert.False((await _hotline.NextAsync<CallEvent.ConsentGiven>(call)).GoesOnRecording);
        Assert.Equal("12356心理援助热线", (await _hotline.NextAsync<CallEvent.Referred>(call)).To);

        await _hotline.Board.HangUpAsync(call, "agent hung up");
        await TestTone.HeardAsync(citizen.Ear, OtherTone);
        citizen.HangUp();
        await _hotline.NextAsync<CallEvent.Recorded>(call);
        var sent = await _hotline.NextAsync<CallEvent.PacketSent>(call);
        Assert.True(sent is { Packet: "psychological", Way: "file", Delivered: true });
    }

    private async Task<(CallId Call, TestAgent Agent)> TalkAsync(PhoneCall citizen)
    {
        var agent = _hotline.Agent("1001", AgentTone);
        await citizen.Answered;
        citizen.Hum(RunningHotline.Sound(CitizenTone));
        var call = (await _hotline.NextAsync<CallEvent.Offered>()).Call;
        Assert.True(await _hotline.Board.AnswerAsync(call, agent.Id));
        await TestTone.HeardAsync(citizen.Ear, AgentTone);
        return (call, agent);
    }

    public async ValueTask DisposeAsync()
    {
        await _hotline.DisposeAsync();
        await _other.DisposeAsync();
    }
}
