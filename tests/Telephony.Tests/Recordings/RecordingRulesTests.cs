using Hotline.Telephony.Calls;
using Hotline.Telephony.Media;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Recordings;
using Hotline.Telephony.Tests.Calls;

namespace Hotline.Telephony.Tests.Recordings;

/// <summary>TEL-7: pause, refusal and lines that are not recorded, with real audio from end to end.</summary>
public sealed class RecordingRulesTests : IAsyncLifetime
{
    private const int CitizenTone = 800;
    private const int AgentTone = 1400;
    private RunningHotline _hotline = null!;

    public async ValueTask InitializeAsync() => _hotline = await RunningHotline.StartAsync(o => o with
    {
        Lines = [.. o.Lines, new() { Number = "12356", Recorded = false, Transcribed = false }],
    });

    [Fact]
    public async Task While_it_is_paused_nobody_is_in_the_recording_and_the_two_go_on_talking()
    {
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        Assert.Null(await _hotline.Board.PauseRecordingAsync(call, agent.Id, "报身份证号"));
        Assert.Equal("报身份证号", _hotline.Board.Find(call)!.RecordingPaused);
        await DrainAsync(citizen.Ear);
        await TestTone.HeardAsync(citizen.Ear, AgentTone); // 400 ms at least
        Assert.Null(await _hotline.Board.ResumeRecordingAsync(call, agent.Id));
        await DrainAsync(citizen.Ear);
        await TestTone.HeardAsync(citizen.Ear, AgentTone);
        citizen.HangUp();
        await _hotline.NextAsync<CallEvent.Recorded>(call);

        var paused = await _hotline.NextAsync<CallEvent.RecordingPaused>(call);
        var resumed = await _hotline.NextAsync<CallEvent.RecordingResumed>(call);
        Assert.Equal((agent.Id, "报身份证号", agent.Id), (paused.Agent, paused.Reason, resumed.Agent!.Value));
        // from the citizen's first word on there is one gap, in which neither of the two is; at least the 400 ms that were heard
        var gap = Silences(await _hotline.RecordingOfAsync(call)).Where(s => s >= TimeSpan.FromMilliseconds(300)).ToList();
        Assert.InRange(Assert.Single(gap), TimeSpan.FromMilliseconds(300), resumed.At - paused.At + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_citizen_who_does_not_consent_leaves_no_sound_behind()
    {
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        Assert.Null(await _hotline.Board.RefuseRecordingAsync(call, agent.Id));
        Assert.Empty(Directory.GetFiles(Path.Combine(_hotline.Folder, "recordings"), "*", SearchOption.AllDirectories)); // a crash from now on finds nothing
        Assert.Equal("not-recorded", (await _hotline.Board.ResumeRecordingAsync(call, agent.Id))!.Code);
        await TestTone.HeardAsync(citizen.Ear, AgentTone);
        await HangUpAsync(citizen, call);
        Assert.Empty(Directory.GetFiles(Path.Combine(_hotline.Folder, "recordings"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_counselling_line_is_not_recorded_at_all()
    {
        await using var citizen = _hotline.Dial("12356");
        var (call, agent) = await TalkAsync(citizen);
        Assert.Equal("not-recorded", (await _hotline.Board.PauseRecordingAsync(call, agent.Id, "x"))!.Code);
        await HangUpAsync(citizen, call);
        Assert.False(Directory.Exists(Path.Combine(_hotline.Folder, "recordings")));
    }

    [Fact]
    public async Task Only_the_agent_on_the_call_has_a_hand_on_its_recording_and_a_pause_ends_with_them()
    {
        await using var citizen = _hotline.Dial();
        var (call, agent) = await TalkAsync(citizen);
        Assert.Equal("not-your-call", (await _hotline.Board.PauseRecordingAsync(call, new("1009"), "x"))!.Code);
        Assert.Equal("recording-runs", (await _hotline.Board.ResumeRecordingAsync(call, agent.Id))!.Code);
        Assert.Null(await _hotline.Board.PauseRecordingAsync(call, agent.Id, "报银行卡号"));
        Assert.Equal("recording-paused", (await _hotline.Board.PauseRecordingAsync(call, agent.Id, "x"))!.Code);

        Assert.True(await _hotline.Board.TransferToPoliceAsync(call, agent.Id));
        await _hotline.NextAsync<CallEvent.PoliceJoined>(call);
        await _hotline.Board.HangUpAsync(call, "agent hung up"); // 110 stays
        Assert.Null((await _hotline.NextAsync<CallEvent.RecordingResumed>(call)).Agent);
        citizen.HangUp();
        await _hotline.NextAsync<CallEvent.Ended>(call);
        Assert.Equal("call-over", (await _hotline.Board.PauseRecordingAsync(call, agent.Id, "x"))!.Code);
    }

    public ValueTask DisposeAsync() => _hotline.DisposeAsync();

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

    /// <summary>Until the call's files are what they will be.</summary>
    private async Task HangUpAsync(PhoneCall citizen, CallId call)
    {
        var life = _hotline.Board.LifeOf(call);
        citizen.HangUp();
        await life;
    }

    private static Task DrainAsync(AudioTap ear)
    {
        var frame = new short[AudioTap.FrameSamples];
        while (ear.TryRead(frame, out _)) { }
        return Task.CompletedTask;
    }

    /// <summary>How long nobody is heard, each time between two times that the citizen is.</summary>
    private static List<TimeSpan> Silences(byte[] wav)
    {
        var (silences, since) = (new List<TimeSpan>(), -1);
        for (var at = StereoWav.HeaderLength; at + 1 < wav.Length; at += StereoWav.BytesPerSample)
        {
            if (Level(wav[at]) > 1000)
            {
                if (since >= 0) silences.Add(StereoWav.Length(at - since));
                since = at;
            }
            else if (since >= 0 && Level(wav[at + 1]) > 100) since = at; // the agent, or the music: somebody is heard
        }

        return silences;
    }

    private static int Level(byte code) => Math.Abs((int)G711.Decode(code, AudioCodec.Pcma));
}
