using Hotline.Telephony.Calls;
using Hotline.Telephony.Media;
using Hotline.Telephony.Phones;
using Hotline.Telephony.Recordings;
using Hotline.Telephony.Speech;
using Hotline.Telephony.Tests.Calls;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Hotline.Telephony.Tests.Speech;

public sealed class TranscriptBacklogTests(SpeechEngine engine) : IAsyncLifetime
{
    private static readonly DateTimeOffset Answered = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly SampleCall Sample = SampleCall.All.Single(call => call.Id == "robbery");
    private readonly TelephonyOptions _options = new();
    private NpgsqlDataSource _db = null!;
    private RunningHotline _hotline = null!;

    public async ValueTask InitializeAsync()
    {
        _db = await TestDatabase.CreateAsync("telephony", db => Migrations.ApplyAsync(db, "telephony", typeof(CallLog).Assembly, CancellationToken.None));
        _hotline = await RunningHotline.StartAsync(o => o with { Lines = [.. o.Lines, new() { Number = "12356", Transcribed = false }] }, _db);
    }

    [Fact]
    public async Task A_recorded_call_without_words_gets_them_from_its_recording_once()
    {
        var call = await RecordedAsync();
        await using var transcriber = Transcriber(engine.Get());

        Assert.Equal(1, await Backlog(transcriber).SweepAsync(Ct));
        var words = await _hotline.Log.TranscriptAsync(call);
        Assert.Equal(
            Sample.Transcript.OrderBy(turn => turn.Start).Select(turn => (turn.Speaker, turn.Text)),
            words.Select(segment => (segment.Speaker.ToString().ToLowerInvariant(), segment.Text)));
        Assert.Equal(Sample.Transcript[0].Start + 2, words[0].Start.TotalSeconds, tolerance: 0.2);

        Assert.Equal(0, await Backlog(transcriber).SweepAsync(Ct));
        Assert.Equal(words, await _hotline.Log.TranscriptAsync(call));
    }

    [Fact]
    public async Task Words_that_were_half_written_down_when_the_host_died_are_not_doubled()
    {
        var call = await RecordedAsync();
        _hotline.Log.Write(new TranscriptSegment(call, Party.Citizen, 7, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4), "我要报", IsFinal: true, 0.8));
        await using var transcriber = Transcriber(new SlowEngine());
        using var killed = new CancellationTokenSource();
        var sweep = Backlog(transcriber).SweepAsync(killed.Token);
        while (transcriber.Counters.Waiting == TimeSpan.Zero) await Task.Delay(10, Ct);
        await killed.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sweep);
        Assert.Single(await _hotline.Log.TranscriptAsync(call));

        await using var again = Transcriber(engine.Get());
        Assert.Equal(1, await Backlog(again).SweepAsync(Ct));
        Assert.Equal(Sample.Transcript.Length, (await _hotline.Log.TranscriptAsync(call)).Count);
    }

    [Fact]
    public async Task What_must_not_be_written_down_is_not()
    {
        var counselling = await RecordedAsync("12356");
        var unknown = await RecordedAsync("99999");
        var refused = await RecordedAsync();
        _hotline.Log.Write(new CallEvent.RecordingRefused(refused, Answered, new("1001")));
        var erased = await RecordedAsync();
        await _hotline.Log.FlushAsync();
        await _db.ExecuteAsync("update telephony.call set recording_erased_at = now() where id = $1", [erased.Value], Ct);
        var slow = new SlowEngine();
        await using var transcriber = Transcriber(slow);

        await Backlog(transcriber).SweepAsync(Ct);

        Assert.Equal(0, slow.Began);
        foreach (var call in new[] { counselling, unknown, refused, erased }) Assert.Empty(await _hotline.Log.TranscriptAsync(call));
    }

    [Fact]
    public async Task A_recording_that_cannot_be_read_is_not_tried_for_ever()
    {
        var call = await RecordedAsync();
        _hotline.Board.Recordings.Delete((await _hotline.Log.FindAsync(call))!.Recording!.File);
        await using var transcriber = Transcriber(new SlowEngine());
        for (var i = 0; i < TranscriptBacklog.MostAttempts + 2; i++) Assert.Equal(0, await Backlog(transcriber).SweepAsync(Ct));

        Assert.Equal(TranscriptBacklog.MostAttempts, (await ReadAsync<int>("transcribing_attempts", call)).Single());
    }

    [Fact]
    public async Task While_nobody_but_music_and_a_greeting_is_heard_nothing_is_written_down()
    {
        var call = await RecordedAsync(serve: false);
        var slow = new SlowEngine();
        await using var transcriber = Transcriber(slow);

        Assert.Equal(1, await Backlog(transcriber).SweepAsync(Ct));
        Assert.Equal(0, slow.Began);
        Assert.Empty(await _hotline.Log.TranscriptAsync(call));
    }

    [Theory]
    [InlineData("12345", false)] // this hotline has no engine
    [InlineData("12356", true)]
    public async Task A_call_that_lacks_words_is_known_by_its_record(string line, bool done)
    {
        await using var citizen = _hotline.Dial(line);
        var (call, _) = await _hotline.TalkAsync(citizen, 800, 1400);
        var life = _hotline.Board.LifeOf(call);
        citizen.HangUp();
        await life;
        await _hotline.Log.FlushAsync();

        Assert.Equal(done, (await ReadAsync<DateTimeOffset?>("transcribed_at", call)).Single() is not null);
    }

    [Fact]
    public void A_supervisor_who_was_heard_silences_our_side_for_that_time()
    {
        var (call, supervisor) = (CallId.New(), new AgentId("9001"));
        CallEvent[] events =
        [
            new CallEvent.Supervised(call, Answered.AddSeconds(10), supervisor, SupervisionMode.Listen, "质检"),
            new CallEvent.Supervised(call, Answered.AddSeconds(20), supervisor, SupervisionMode.Barge, "质检"),
            new CallEvent.Supervised(call, Answered.AddSeconds(30), supervisor, SupervisionMode.Whisper, "质检"),
            new CallEvent.Supervised(call, Answered.AddSeconds(40), supervisor, SupervisionMode.Barge, "质检"),
        ];

        Assert.Equal(
            [new(Party.Supervisor, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30)), new HeardParty(Party.Supervisor, TimeSpan.FromSeconds(40), null)],
            HeardParty.Supervisors(events, Answered));
    }

    public async ValueTask DisposeAsync() => await _hotline.DisposeAsync();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static LiveTranscriber Transcriber(ISpeechToText speech) => new(speech, SpeechEngine.Options, TimeProvider.System, NullLogger<LiveTranscriber>.Instance);

    private TranscriptBacklog Backlog(LiveTranscriber transcriber) => new(
        _db, _hotline.Log, _hotline.Board, transcriber, SpeechEngine.Options, _options, TimeProvider.System, NullLogger<TranscriptBacklog>.Instance);

    /// <summary>A call that is over and recorded: two seconds of a greeting's voice, then the sample call. Nobody has written down its words.</summary>
    private async Task<CallId> RecordedAsync(string line = "12345", bool serve = true)
    {
        var (id, left, right) = (CallId.New(), Sample.Audio(Party.Citizen), Sample.Audio(Party.Agent));
        var greeting = right[..16000];
        var (file, name) = _hotline.Board.Recordings.Create(id, Answered);
        using (file)
        {
            file.Write(0, Stereo(new short[16000], greeting));
            file.Write(16000 * 2, Stereo(left, right));
            var recording = await file.CompleteAsync();
            var end = Answered + recording.Length;
            _hotline.Log.Write(new CallRecord(id, "", line, Answered, Answered, Answered.AddSeconds(2), end, new("1001"), "citizen hung up", "", PoliceState.None, new(name, recording.Length, recording.Bytes, recording.Sha256)), 1);
            if (serve) _hotline.Log.Write(new LogEntry.TookPart(id, 1, Party.Agent, "话务员 1001", new("1001"), Answered, Answered.AddSeconds(2), end, "citizen hung up"));
        }

        await _hotline.Log.FlushAsync();
        return id;
    }

    private static byte[] Stereo(short[] left, short[] right)
    {
        var stereo = new byte[2 * Math.Min(left.Length, right.Length)];
        for (var i = 0; i < stereo.Length; i++) stereo[i] = G711.Encode((i % 2 == 0 ? left : right)[i / 2], AudioCodec.Pcma);
        return stereo;
    }

    private Task<List<T>> ReadAsync<T>(string column, CallId call) =>
        _db.ReadAsync($"select {column} from telephony.call where id = $1", [call.Value], row => row.IsDBNull(0) ? default(T)! : row.GetFieldValue<T>(0), Ct);
}
