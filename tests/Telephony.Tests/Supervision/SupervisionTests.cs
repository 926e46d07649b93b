using Hotline.Telephony.Calls;
using Hotline.Telephony.Media;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Supervision;
using Hotline.Telephony.Tests.Calls;

namespace Hotline.Telephony.Tests.Supervision;

/// <summary>A supervisor on live calls; who hears whom is asserted by the frequency that each party speaks.</summary>
public sealed class SupervisionTests : IAsyncLifetime
{
    private const int CitizenTone = 800, AgentTone = 1200, SupervisorTone = 1900;
    private static readonly AgentId Boss = new("9001");
    private RunningHotline _hotline = null!;

    public async ValueTask InitializeAsync() => _hotline = await RunningHotline.StartAsync();

    [Fact]
    public async Task Whispering_is_heard_by_the_agent_and_not_a_trace_of_it_by_the_citizen()
    {
        await using var citizen = _hotline.Dial();
        var heard = Path.Combine(_hotline.Folder, "heard.wav");
        citizen.RecordTo(heard);
        var (call, agent) = await TalkAsync(citizen);
        await using var boss = new TestAgent(_hotline, Boss, SupervisorTone);
        Assert.Null(await _hotline.Board.SuperviseAsync(call, Boss, SupervisionMode.Whisper, "新人带教"));

        await TestTone.HeardAsync(agent.Ear, CitizenTone, SupervisorTone);
        await TestTone.HeardAsync(boss.Ear, CitizenTone, AgentTone);
        await TestTone.HeardAsync(citizen.Ear, AgentTone);
        await citizen.CloseAsync(TestContext.Current.CancellationToken);
        await _hotline.NextAsync<CallEvent.Recorded>(call);

        foreach (var wav in new[] { await File.ReadAllBytesAsync(heard, TestContext.Current.CancellationToken), await _hotline.RecordingOfAsync(call) })
        {
            Assert.True(Loudest(wav, AgentTone) > 0.8, "the agent was heard");
            Assert.True(Loudest(wav, SupervisorTone) < 0.01, "nobody else was");
        }
    }

    [Fact]
    public async Task Listening_is_heard_by_nobody_barging_in_by_everybody_and_the_mode_may_change()
    {
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        await using var boss = new TestAgent(_hotline, Boss, SupervisorTone);
        Assert.Null(await _hotline.Board.SuperviseAsync(call, Boss, SupervisionMode.Listen, "质量抽查"));
        await TestTone.HeardAsync(boss.Ear, CitizenTone, AgentTone);
        await TestTone.HeardAsync(agent.Ear, CitizenTone);

        Assert.Null(await _hotline.Board.SuperviseAsync(call, Boss, SupervisionMode.Barge, "协助解释"));
        await TestTone.HeardAsync(citizen.Ear, AgentTone, SupervisorTone);
        Assert.Equal([new CallSupervision(Boss, SupervisionMode.Barge, "协助解释")], _hotline.Board.Find(call)!.Supervisors);

        Assert.Null(await _hotline.Board.EndSupervisionAsync(call, Boss));
        await TestTone.HeardAsync(citizen.Ear, AgentTone);
        Assert.Empty(_hotline.Board.Find(call)!.Supervisors);
        Assert.Equal(SupervisionMode.Listen, (await _hotline.NextAsync<CallEvent.Supervised>()).Mode);
        Assert.Equal(("协助解释", SupervisionMode.Barge), ((await _hotline.NextAsync<CallEvent.Supervised>()) is var s ? (s.Reason, s.Mode) : default));
        Assert.Equal(Boss, (await _hotline.NextAsync<CallEvent.SupervisionEnded>()).Supervisor);
    }

    [Fact]
    public async Task A_supervisor_takes_over_and_the_agent_wraps_up()
    {
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        await using var boss = new TestAgent(_hotline, Boss, SupervisorTone);
        Assert.Equal("not-supervising", (await _hotline.Board.TakeOverAsync(call, Boss, "班长"))!.Code);
        await _hotline.Board.SuperviseAsync(call, Boss, SupervisionMode.Listen, "情绪激动");
        Assert.Null(await _hotline.Board.TakeOverAsync(call, Boss, "班长"));

        await TestTone.HeardAsync(citizen.Ear, SupervisorTone);
        Assert.Equal(SeatState.WrapUp, _hotline.Seats.Find(agent.Id)!.State);
        Assert.Equal((SeatState.Talking, call), (_hotline.Seats.Find(Boss)!.State, _hotline.Seats.Find(Boss)!.Call!.Value));
        Assert.Equal((Boss, agent.Id), (await _hotline.NextAsync<CallEvent.TakenOver>()) is var t ? (t.Supervisor, t.From!.Value) : default);
        citizen.HangUp();
        await _hotline.NextAsync<CallEvent.Ended>();
        Assert.Equal(SeatState.WrapUp, _hotline.Seats.Find(Boss)!.State);
    }

    [Fact]
    public async Task A_supervisor_stays_with_a_citizen_who_loses_the_agent_and_meets_the_next()
    {
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        await using var boss = new TestAgent(_hotline, Boss, SupervisorTone);
        await _hotline.Board.SuperviseAsync(call, Boss, SupervisionMode.Listen, "质量抽查");
        await _hotline.Board.AskAsync(call, c => { c.AgentLost(agent.Id); return true; }, false);
        var next = _hotline.Agent("1002", 1500);
        var offer = await _hotline.NextAsync<CallEvent.Offered>(call);
        while (offer.Agent != next.Id) offer = await _hotline.NextAsync<CallEvent.Offered>(call);
        Assert.True(await _hotline.Board.AnswerAsync(call, next.Id));
        await TestTone.HeardAsync(boss.Ear, CitizenTone, 1500);
    }

    [Fact]
    public async Task Whoever_supervises_another_call_or_answers_one_of_their_own_leaves_the_first()
    {
        await using var first = _hotline.Dial();
        var (one, _) = await TalkAsync(first);
        await using var second = _hotline.Dial(caller: "13800000002");
        var (two, _) = await TalkAsync(second, "1002");
        var boss = _hotline.Agent(Boss.Value, SupervisorTone);
        await _hotline.Board.SuperviseAsync(one, Boss, SupervisionMode.Listen, "质量抽查");
        await _hotline.Board.SuperviseAsync(two, Boss, SupervisionMode.Listen, "质量抽查");
        Assert.Equal(one, (await _hotline.NextAsync<CallEvent.SupervisionEnded>()).Call);
        Assert.Empty(_hotline.Board.Find(one)!.Supervisors);

        await using var third = _hotline.Dial(caller: "13800000003");
        var offer = await _hotline.NextAsync<CallEvent.Offered>();
        Assert.Equal("busy-with-own-call", (await _hotline.Board.SuperviseAsync(one, Boss, SupervisionMode.Listen, "质量抽查"))!.Code);
        await _hotline.Board.AnswerAsync(offer.Call, boss.Id);
        Assert.Equal(two, (await _hotline.NextAsync<CallEvent.SupervisionEnded>()).Call);
    }

    [Fact]
    public void Agents_see_everybody_unless_the_city_hides_those_who_only_listen()
    {
        var (shown, hidden) = (new TelephonyOptions(), new TelephonyOptions { ShowListeningSupervisors = false });
        var call = new CallSnapshot(CallId.New(), "", "12345", CallState.Talking, DateTimeOffset.UnixEpoch)
        {
            Supervisors = [new(Boss, SupervisionMode.Listen, "a"), new(new("9002"), SupervisionMode.Whisper, "b")],
        };
        Assert.Equal(2, call.ForAgents(shown).Supervisors.Count);
        Assert.Equal(SupervisionMode.Whisper, Assert.Single(call.ForAgents(hidden).Supervisors).Mode);
        Assert.False(new CallEvent.Supervised(call.Id, call.ArrivedAt, Boss, SupervisionMode.Listen, "a").ShownToAgents(hidden));
        Assert.True(new CallEvent.Supervised(call.Id, call.ArrivedAt, Boss, SupervisionMode.Barge, "a").ShownToAgents(hidden));
    }

    private async Task<(CallId Call, TestAgent Agent)> TalkAsync(PhoneCall citizen, string number = "1001")
    {
        var agent = _hotline.Agent(number, AgentTone);
        await citizen.Answered;
        citizen.Hum(RunningHotline.Sound(CitizenTone));
        var call = (await _hotline.NextAsync<CallEvent.Offered>()).Call;
        Assert.True(await _hotline.Board.AnswerAsync(call, agent.Id));
        await TestTone.HeardAsync(citizen.Ear, AgentTone);
        return (call, agent);
    }

    /// <summary>The greatest share that the tone has in any 100 ms of either channel.</summary>
    private static double Loudest(byte[] wav, int hertz) => wav[60..].Chunk(1600).Max(chunk => Math.Max(Share(chunk, 0, hertz), Share(chunk, 1, hertz)));

    private static double Share(byte[] stereo, int channel, int hertz)
    {
        var alaw = stereo.Where((_, i) => i % 2 == channel).ToArray();
        var samples = new short[alaw.Length];
        G711.Decode(alaw, samples, AudioCodec.Pcma);
        return TestTone.Share(samples, hertz);
    }

    public ValueTask DisposeAsync() => _hotline.DisposeAsync();
}
