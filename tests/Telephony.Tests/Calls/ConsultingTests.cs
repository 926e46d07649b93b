using Hotline.Telephony.Calls;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Sip;
using static Hotline.Telephony.Tests.Calls.RunningHotline;

namespace Hotline.Telephony.Tests.Calls;

/// <summary>Consultation and transfer: wherever it goes, the citizen keeps somebody to talk to.</summary>
public sealed class ConsultingTests : IAsyncLifetime
{
    private const int CitizenTone = 800;
    private const int AgentTone = 1200;
    private const int OtherTone = 1600;
    private static readonly AgentId Other = new("1002");
    private RunningHotline _hotline = null!;

    public async ValueTask InitializeAsync() =>
        _hotline = await StartAsync(o => o with { OutsideTimeout = TimeSpan.FromSeconds(3), OfferTimeout = TimeSpan.FromSeconds(6), SilenceTimeout = TimeSpan.FromSeconds(2) });

    [Fact]
    public async Task An_attended_transfer_to_a_department_ends_with_both_parties_talking()
    {
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        Assert.Null(await _hotline.Board.ConsultAsync(call, agent.Id, _hotline.Water));
        await TestTone.HeardAsync(citizen.Ear, MusicTone);
        var water = await WaterAsync();
        await TestTone.HeardAsync(agent.Ear, WaterTone);
        await TestTone.HeardAsync(water.Ear, AgentTone);
        Assert.Equal("consult-running", (await _hotline.Board.ConsultAsync(call, agent.Id, new Target.Queue()))!.Code);

        Assert.Null(await _hotline.Board.ToggleConsultAsync(call, agent.Id));
        await TestTone.HeardAsync(citizen.Ear, AgentTone);
        await TestTone.HeardAsync(water.Ear, MusicTone);
        await TestTone.HeardAsync(agent.Ear, CitizenTone);
        Assert.Null(await _hotline.Board.ToggleConsultAsync(call, agent.Id));
        await TestTone.HeardAsync(water.Ear, AgentTone);

        Assert.Null(await _hotline.Board.CompleteConsultAsync(call, agent.Id));
        await TestTone.HeardAsync(citizen.Ear, WaterTone);
        await TestTone.HeardAsync(water.Ear, CitizenTone);
        Assert.True((await _hotline.NextAsync<CallEvent.Transferred>()).Attended);
        Assert.Equal(SeatState.WrapUp, _hotline.Seats.Find(agent.Id)!.State);
    }

    [Fact]
    public async Task A_consulted_agent_joins_and_serves_when_the_first_one_leaves()
    {
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        var other = _hotline.Agent(Other.Value, OtherTone);
        Assert.Null(await _hotline.Board.ConsultAsync(call, agent.Id, new Target.Agent(other.Id)));
        Assert.Equal((SeatState.Offered, call), (_hotline.Seats.Find(other.Id)!.State, _hotline.Seats.Find(other.Id)!.Call!.Value));
        Assert.Equal(other.Id, (await _hotline.NextAsync<CallEvent.ParticipantCalled>()).Member);
        Assert.True(await _hotline.Board.AnswerAsync(call, other.Id));
        await TestTone.HeardAsync(other.Ear, AgentTone);
        await TestTone.HeardAsync(agent.Ear, OtherTone);
        await TestTone.HeardAsync(citizen.Ear, MusicTone);

        Assert.Null(await _hotline.Board.JoinConsultedAsync(call, agent.Id));
        await TestTone.HeardAsync(citizen.Ear, AgentTone, OtherTone);
        await TestTone.HeardAsync(other.Ear, AgentTone, CitizenTone);
        Assert.Null(await _hotline.Board.LeaveAsync(call, agent.Id));
        await TestTone.HeardAsync(citizen.Ear, OtherTone);
        Assert.Equal(other.Id, (await _hotline.NextAsync<CallEvent.AgentTookOver>()).Agent);
        Assert.Equal(other.Id, _hotline.Board.Find(call)!.Agent);
        Assert.Null(await _hotline.Board.HoldAsync(call, other.Id));
        await TestTone.HeardAsync(citizen.Ear, MusicTone);
    }

    [Fact]
    public async Task A_consultation_asked_of_the_queue_rings_at_whoever_is_free()
    {
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        Assert.Null(await _hotline.Board.ConsultAsync(call, agent.Id, new Target.Queue()));
        var other = _hotline.Agent(Other.Value, OtherTone);
        while ((await _hotline.NextAsync<CallEvent.ParticipantCalled>()).Member != other.Id) { }
        Assert.True(await _hotline.Board.AnswerAsync(call, other.Id));
        await TestTone.HeardAsync(agent.Ear, OtherTone);
        Assert.Null(await _hotline.Board.CompleteConsultAsync(call, agent.Id));
        await TestTone.HeardAsync(citizen.Ear, OtherTone);
        await TestTone.HeardAsync(other.Ear, CitizenTone);
    }

    [Fact]
    public async Task When_the_consulted_do_not_answer_the_citizen_is_back_with_the_agent()
    {
        _hotline.Department.Reply = PoliceReply.Ring;
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        Assert.Null(await _hotline.Board.ConsultAsync(call, agent.Id, _hotline.Water));
        await TestTone.HeardAsync(citizen.Ear, MusicTone);
        await _hotline.NextAsync<CallEvent.ParticipantFailed>();
        await TestTone.HeardAsync(citizen.Ear, AgentTone);
        await TestTone.HeardAsync(agent.Ear, CitizenTone);
        Assert.Equal("no-consult", (await _hotline.Board.CompleteConsultAsync(call, agent.Id))!.Code);
    }

    [Fact]
    public async Task A_cancelled_consultation_frees_the_other_agent_without_blame()
    {
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        var other = _hotline.Agent(Other.Value, OtherTone);
        await _hotline.Board.ConsultAsync(call, agent.Id, new Target.Agent(other.Id));
        Assert.Null(await _hotline.Board.CancelConsultAsync(call, agent.Id));
        Assert.Equal(SeatState.Ready, _hotline.Seats.Find(other.Id)!.State);
        await TestTone.HeardAsync(citizen.Ear, AgentTone);
        Assert.Equal("agent-not-ready", (await _hotline.Board.ConsultAsync(call, agent.Id, new Target.Agent(new("1099"))))!.Code);
        await TestTone.HeardAsync(citizen.Ear, AgentTone);
    }

    [Fact]
    public async Task A_blind_transfer_nobody_answers_comes_back_to_the_agent_and_then_goes_to_the_head_of_the_queue()
    {
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        var deaf = _hotline.Agent("1003", 2100);
        await using var waiting = _hotline.Dial(caller: "13800000002");
        await _hotline.NextAsync<CallEvent.Queued>(call);
        Assert.Null(await _hotline.Board.HoldAsync(call, agent.Id));
        var stolen = await _hotline.NextAsync<CallEvent.Offered>(); // the second citizen rings at the only free agent
        Assert.True(await _hotline.Board.AnswerAsync(stolen.Call, deaf.Id));
        _hotline.Department.Reply = PoliceReply.Ring;
        Assert.Null(await _hotline.Board.TransferAsync(call, agent.Id, _hotline.Water));
        Assert.Equal(SeatState.WrapUp, _hotline.Seats.Find(agent.Id)!.State);

        var recall = await _hotline.NextAsync<CallEvent.Offered>(call);
        Assert.Equal(agent.Id, recall.Agent);
        await _hotline.Board.DeclineAsync(call, agent.Id);
        var third = _hotline.Agent("1004", OtherTone);
        Assert.Equal(third.Id, (await _hotline.NextAsync<CallEvent.Offered>(call)).Agent);
        Assert.True(await _hotline.Board.AnswerAsync(call, third.Id));
        await TestTone.HeardAsync(citizen.Ear, OtherTone);
        await TestTone.HeardAsync(third.Ear, CitizenTone);
    }

    [Fact]
    public async Task A_transfer_to_the_queue_keeps_one_recording_and_who_took_part()
    {
        await using var db = await TestDatabase.CreateAsync("telephony", d => Migrations.ApplyAsync(d, "telephony", typeof(CallLog).Assembly, CancellationToken.None));
        await using var hotline = await StartAsync(db: db);
        await using var citizen = hotline.Dial();
        var (call, agent) = await hotline.TalkAsync(citizen, CitizenTone, AgentTone);
        var other = hotline.Agent(Other.Value, OtherTone);
        Assert.Null(await hotline.Board.TransferAsync(call, agent.Id, new Target.Queue()));
        while ((await hotline.NextAsync<CallEvent.Offered>(call)).Agent != other.Id) { }
        Assert.True(await hotline.Board.AnswerAsync(call, other.Id));
        await TestTone.HeardAsync(citizen.Ear, OtherTone);
        await hotline.Board.JoinAsync(call, other.Id, hotline.Water);
        await TestTone.HeardAsync(citizen.Ear, OtherTone, WaterTone);
        citizen.HangUp();
        await hotline.NextAsync<CallEvent.Recorded>(call);
        await hotline.Log.FlushAsync();

        var parts = await hotline.Log.ParticipantsAsync(call);
        Assert.Equal(["话务员 1001", "话务员 1002", "市水务局"], parts.Select(p => p.Name));
        Assert.Equal([Party.Agent, Party.Agent, Party.Outside], parts.Select(p => p.Party));
        Assert.All(parts, p => Assert.True(p.CalledAt <= p.JoinedAt && p.JoinedAt <= p.LeftAt));
        Assert.Equal("transferred", parts[0].EndReason);
    }

    [Fact]
    public async Task An_agent_lost_while_consulting_sends_the_citizen_to_the_head_of_the_queue()
    {
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        await _hotline.Board.ConsultAsync(call, agent.Id, _hotline.Water);
        var water = await WaterAsync();
        await TestTone.HeardAsync(agent.Ear, WaterTone);
        await agent.DisposeAsync(); // the browser is gone
        await water.Ended;
        var other = _hotline.Agent(Other.Value, OtherTone);
        while ((await _hotline.NextAsync<CallEvent.Offered>(call)).Agent != other.Id) { }
        Assert.True(await _hotline.Board.AnswerAsync(call, other.Id));
        await TestTone.HeardAsync(citizen.Ear, OtherTone);
    }

    [Fact]
    public async Task A_page_loaded_again_finds_the_citizen_on_hold_and_talks_on()
    {
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        await _hotline.Board.HoldAsync(call, agent.Id);
        await agent.DisposeAsync();
        await using var again = new TestAgent(_hotline, agent.Id, OtherTone);
        Assert.True(_hotline.Board.Find(call)!.HeldByAgent);
        Assert.Null(await _hotline.Board.ResumeAsync(call, agent.Id));
        await TestTone.HeardAsync(citizen.Ear, OtherTone);
        await TestTone.HeardAsync(again.Ear, CitizenTone);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_target_who_hangs_up_while_the_transfer_completes_does_not_cost_the_citizen(bool targetFirst)
    {
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        await _hotline.Board.ConsultAsync(call, agent.Id, _hotline.Water);
        var water = await WaterAsync();
        await TestTone.HeardAsync(agent.Ear, WaterTone);
        if (targetFirst) water.HangUp();
        var refusal = await _hotline.Board.CompleteConsultAsync(call, agent.Id);
        water.HangUp();
        if (refusal is null)
        {
            Assert.Equal(agent.Id, (await _hotline.NextAsync<CallEvent.Offered>(call)).Agent);
            Assert.True(await _hotline.Board.AnswerAsync(call, agent.Id));
        }

        await TestTone.HeardAsync(citizen.Ear, AgentTone);
        await TestTone.HeardAsync(agent.Ear, CitizenTone);
    }

    [Fact]
    public async Task A_citizen_who_hangs_up_while_being_transferred_frees_everybody()
    {
        var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        var other = _hotline.Agent(Other.Value, OtherTone);
        var transfer = _hotline.Board.TransferAsync(call, agent.Id, new Target.Agent(other.Id));
        citizen.HangUp();
        await transfer;
        await _hotline.NextAsync<CallEvent.Ended>(call);
        Assert.Equal(SeatState.Ready, _hotline.Seats.Find(other.Id)!.State);
        Assert.Equal(SeatState.WrapUp, _hotline.Seats.Find(agent.Id)!.State);
        Assert.False(await _hotline.Board.AnswerAsync(call, other.Id));
        await citizen.DisposeAsync();
    }

    [Fact]
    public async Task Of_two_agents_who_answer_at_once_one_has_the_call()
    {
        var (one, two) = (_hotline.Agent("1001", AgentTone), _hotline.Agent(Other.Value, OtherTone));
        await using var citizen = _hotline.Dial();
        citizen.Hum(Sound(CitizenTone));
        var offer = await _hotline.NextAsync<CallEvent.Offered>();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => _hotline.Board.AnswerAsync(offer.Call, i % 2 == 0 ? one.Id : two.Id)));
        Assert.Single(answers, true);
        await TestTone.HeardAsync(citizen.Ear, offer.Agent == one.Id ? AgentTone : OtherTone);
        Assert.Equal(SeatState.Ready, _hotline.Seats.Find(offer.Agent == one.Id ? two.Id : one.Id)!.State);
    }

    [Fact]
    public async Task A_consultation_cancelled_while_it_is_answered_leaves_no_seat_behind()
    {
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        var other = _hotline.Agent(Other.Value, OtherTone);
        for (var i = 0; i < 10; i++)
        {
            Assert.Null(await _hotline.Board.ConsultAsync(call, agent.Id, new Target.Agent(other.Id)));
            await Task.WhenAll(_hotline.Board.AnswerAsync(call, other.Id), _hotline.Board.CancelConsultAsync(call, agent.Id));
            Assert.Contains(_hotline.Seats.Find(other.Id)!.State, new[] { SeatState.Ready, SeatState.WrapUp });
            _hotline.Seats.Ready(other.Id);
        }

        await TestTone.HeardAsync(citizen.Ear, AgentTone);
    }

    private Task<(CallId Call, TestAgent Agent)> TalkAsync(PhoneCall citizen) => _hotline.TalkAsync(citizen, CitizenTone, AgentTone);

    private async Task<PoliceCall> WaterAsync() => await _hotline.Department.Arrived.ReadAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _hotline.DisposeAsync();
}
