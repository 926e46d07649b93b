using Hotline.Telephony.Calls;
using Hotline.Telephony.Media;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Sip;
using static Hotline.Telephony.Tests.Calls.RunningHotline;

namespace Hotline.Telephony.Tests.Calls;

/// <summary>Hold, mute, digits, three-way: who hears whom is asserted by the tones that arrive.</summary>
public sealed class ControlTests : IAsyncLifetime
{
    private const int CitizenTone = 800;
    private const int AgentTone = 1200;
    private const int PoliceTone = 1900;
    private RunningHotline _hotline = null!;

    public async ValueTask InitializeAsync() => _hotline = await StartAsync();

    [Fact]
    public async Task A_held_citizen_hears_music_and_is_not_heard_until_the_agent_resumes()
    {
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        Assert.Null(await _hotline.Board.HoldAsync(call, agent.Id));
        await TestTone.HeardAsync(citizen.Ear, MusicTone);
        await TestTone.SilentAsync(agent.Ear);
        Assert.True(_hotline.Board.Find(call)!.HeldByAgent);
        Assert.Equal(agent.Id, (await _hotline.NextAsync<CallEvent.HeldByAgent>()).Agent);

        Assert.Null(await _hotline.Board.ResumeAsync(call, agent.Id));
        await TestTone.HeardAsync(citizen.Ear, AgentTone);
        await TestTone.HeardAsync(agent.Ear, CitizenTone);
        Assert.False(_hotline.Board.Find(call)!.HeldByAgent);
        await _hotline.NextAsync<CallEvent.ResumedByAgent>();
    }

    [Fact]
    public async Task A_muted_agent_hears_and_is_not_heard()
    {
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        Assert.Null(await _hotline.Board.MuteAsync(call, agent.Id));
        await TestTone.SilentAsync(citizen.Ear);
        await TestTone.HeardAsync(agent.Ear, CitizenTone);
        Assert.True(_hotline.Board.Find(call)!.AgentMuted);

        Assert.Null(await _hotline.Board.UnmuteAsync(call, agent.Id));
        await TestTone.HeardAsync(citizen.Ear, AgentTone);
        Assert.False(_hotline.Board.Find(call)!.AgentMuted);
        await _hotline.NextAsync<CallEvent.Muted>();
        await _hotline.NextAsync<CallEvent.Unmuted>();
    }

    [Fact]
    public async Task Only_the_agent_who_serves_controls_the_call()
    {
        await using var citizen = _hotline.Dial();
        var (call, _) = await TalkAsync(citizen);
        Assert.Equal("not-your-call", (await _hotline.Board.HoldAsync(call, new("1009")))!.Code);
        Assert.Equal("not-your-call", (await _hotline.Board.LeaveAsync(call, new("1009")))!.Code);
        Assert.Equal("call-over", (await _hotline.Board.HoldAsync(CallId.New(), new("1001")))!.Code);
        await Assert.ThrowsAsync<ArgumentException>(() => _hotline.Board.SendDigitsAsync(call, new("1001"), "12x"));
    }

    [Fact]
    public async Task A_department_joins_all_three_hear_one_another_and_the_agent_may_leave()
    {
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        Assert.Null(await _hotline.Board.JoinAsync(call, agent.Id, _hotline.Water));
        Assert.Equal("called-already", (await _hotline.Board.JoinAsync(call, agent.Id, _hotline.Water))!.Code);
        var water = await _hotline.Department.Arrived.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal("12345", water.CallerNumber); // a department is not shown the citizen's number
        await TestTone.HeardAsync(citizen.Ear, AgentTone, WaterTone);
        await TestTone.HeardAsync(agent.Ear, CitizenTone, WaterTone);
        await TestTone.HeardAsync(water.Ear, CitizenTone, AgentTone);
        Assert.Equal(("市水务局", ParticipantState.Joined), (_hotline.Board.Find(call)!.Others[0].Name, _hotline.Board.Find(call)!.Others[0].State));

        Assert.Null(await _hotline.Board.LeaveAsync(call, agent.Id));
        await _hotline.NextAsync<CallEvent.AgentLeft>();
        await TestTone.HeardAsync(citizen.Ear, WaterTone);
        await TestTone.HeardAsync(water.Ear, CitizenTone);
        water.HangUp();
        Assert.Equal("the other side hung up", (await _hotline.NextAsync<CallEvent.Ended>()).Reason);
        Assert.Equal(CallEnd.Remote, (await citizen.Ended).Cause);
    }

    [Fact]
    public async Task The_agent_takes_a_department_off_the_line_and_110_is_in_the_list_of_others()
    {
        _hotline.Police.Voice = Sound(PoliceTone);
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        await _hotline.Board.JoinAsync(call, agent.Id, _hotline.Water);
        Assert.True(await _hotline.Board.TransferToPoliceAsync(call, agent.Id));
        await TestTone.HeardAsync(citizen.Ear, AgentTone, WaterTone, PoliceTone);
        Assert.Equal([Party.Outside, Party.Police], _hotline.Board.Find(call)!.Others.Select(o => o.Party));

        Assert.Null(await _hotline.Board.RemoveAsync(call, agent.Id, _hotline.Board.Find(call)!.Others[0].Id));
        await TestTone.HeardAsync(citizen.Ear, AgentTone, PoliceTone);
        await _hotline.NextAsync<CallEvent.ParticipantLeft>();
        Assert.Equal(Party.Police, Assert.Single(_hotline.Board.Find(call)!.Others).Party);
    }

    [Fact]
    public async Task A_department_that_is_busy_leaves_the_call_as_it_was()
    {
        _hotline.Department.Reply = PoliceReply.Busy;
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        Assert.Null(await _hotline.Board.JoinAsync(call, agent.Id, _hotline.Water));
        Assert.Equal(486, (await _hotline.NextAsync<CallEvent.ParticipantFailed>()).Status);
        await TestTone.HeardAsync(citizen.Ear, AgentTone);
        Assert.Empty(_hotline.Board.Find(call)!.Others);
    }

    private async Task<(CallId Call, TestAgent Agent)> TalkAsync(PhoneCall citizen) => await _hotline.TalkAsync(citizen, CitizenTone, AgentTone);

    public ValueTask DisposeAsync() => _hotline.DisposeAsync();
}
