using System.Collections.Concurrent;
using Hotline.Telephony.Media;
using Hotline.Telephony.Speech;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Telephony.Tests.Speech;

/// <summary>More speech than the workers can take: text comes later, none is lost, memory is bounded, live calls come first.</summary>
public sealed class OverloadTests : IDisposable
{
    private static readonly Utterance Said = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), new short[16000]);
    private readonly CancellationTokenSource _stopping = new();
    private readonly SlowEngine _engine = new();

    [Fact]
    public async Task Twenty_speakers_and_two_workers_lose_nothing_and_keep_the_order()
    {
        var options = new SpeechOptions { Workers = 2, PartialEvery = TimeSpan.FromMinutes(1) };
        await using var transcriber = new LiveTranscriber(_engine, options, TimeProvider.System, NullLogger<LiveTranscriber>.Instance);
        var call = SampleCall.All[0];
        var speakers = Enumerable.Range(0, 20).Select(_ => (Tap: Filled(call.Audio(Party.Citizen)), Heard: new ConcurrentQueue<TranscriptSegment>())).ToList();
        var ended = speakers.Select(s => transcriber.Listen(call: CallId.New(), Party.Citizen, s.Tap, s.Heard.Enqueue).DisposeAsync().AsTask()).ToList();
        _engine.Let(1000);
        await Task.WhenAll(ended);

        var turns = call.By(Party.Citizen).ToList();
        Assert.All(speakers, speaker =>
        {
            Assert.Equal(turns.Select(turn => turn.Start), speaker.Heard.Select(s => s.Start.TotalSeconds), (turn, start) => Math.Abs(turn - start) < 0.15);
            Assert.Equal(Enumerable.Range(1, turns.Count), speaker.Heard.Select(s => s.Utterance));
        });
        Assert.InRange(_engine.MostAtOnce, 1, 2); // on a busy machine the second may find nothing left to do
        Assert.Equal((20L * turns.Count, TimeSpan.Zero), (transcriber.Counters.Recognised, transcriber.Counters.Waiting));
    }

    [Fact]
    public async Task While_too_much_waits_the_rings_keep_the_sound_and_it_is_recognised_afterwards()
    {
        var options = new SpeechOptions { Workers = 1, PartialEvery = TimeSpan.FromMinutes(1), Backlog = TimeSpan.FromSeconds(15) };
        await using var transcriber = new LiveTranscriber(_engine, options, TimeProvider.System, NullLogger<LiveTranscriber>.Instance);
        var (audio, heard) = (SampleCall.All[0].Audio(Party.Citizen), new ConcurrentQueue<TranscriptSegment>());
        var first = Enumerable.Range(0, 3).Select(_ => transcriber.Listen(CallId.New(), Party.Citizen, Filled(audio), heard.Enqueue)).ToList();
        while (transcriber.Counters.Waiting < options.Backlog) await Task.Delay(20, Ct); // the engine is stuck
        var late = Filled(audio);
        var last = transcriber.Listen(CallId.New(), Party.Citizen, late, heard.Enqueue);
        Assert.InRange(transcriber.Counters.Waiting, options.Backlog, options.Backlog + (3 * TimeSpan.FromSeconds(audio.Length / 8000.0)));

        _engine.Let(1000);
        foreach (var listening in first.Append(last)) await listening.DisposeAsync();

        Assert.Equal(4 * SampleCall.All[0].By(Party.Citizen).Count(), heard.Count);
        Assert.Equal(0, late.Dropped);
        Assert.True(last.IsComplete);
    }

    [Fact]
    public async Task A_recording_gives_way_to_a_live_call_and_is_done_after_it()
    {
        var recognitions = New(workers: 1);
        var (recorded, live) = (new Source(SpeechRank.Recorded), new Source(SpeechRank.Live));
        recognitions.Add(recorded, Said, 1);
        await BeganAsync(1);
        recognitions.Add(live, Said, 1);
        await BeganAsync(2); // the live one, at once
        _engine.Let(2);
        await recognitions.DrainAsync(live);
        await recognitions.DrainAsync(recorded);

        Assert.Equal("第2句", live.Heard.Single());
        Assert.Equal("第3句", recorded.Heard.Single());
        Assert.True(recorded.IsComplete);
        Assert.Equal(TimeSpan.Zero, recognitions.Counters.Waiting);
    }

    [Fact]
    public async Task With_one_worker_recordings_wait_while_anybody_is_on_the_line()
    {
        var recognitions = New(workers: 1);
        var recorded = new Source(SpeechRank.Recorded);
        recognitions.LiveAre(1);
        recognitions.Add(recorded, Said, 1);
        Assert.Equal(0, _engine.Began);

        recognitions.LiveAre(0);
        _engine.Let(1);
        await recognitions.DrainAsync(recorded);
        Assert.Single(recorded.Heard);
    }

    [Fact]
    public async Task Who_was_cut_off_by_the_end_of_the_host_is_not_complete()
    {
        var recognitions = New(workers: 1);
        var live = new Source(SpeechRank.Live);
        recognitions.Add(live, Said, 1);
        await BeganAsync(1);
        await _stopping.CancelAsync();
        await recognitions.DrainAsync(live);

        Assert.False(live.IsComplete);
    }

    public void Dispose() => _stopping.Dispose();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Recognitions New(int workers) => new(_engine, new() { Workers = workers }, CityLexicon.None, NullLogger.Instance, _stopping.Token);

    private async Task BeganAsync(int count)
    {
        while (_engine.Began < count) await Task.Delay(5, Ct);
    }

    private static AudioTap Filled(short[] audio)
    {
        var tap = new AudioTap(60);
        for (var at = 0; at + AudioTap.FrameSamples <= audio.Length; at += AudioTap.FrameSamples) tap.Write(audio.AsSpan(at, AudioTap.FrameSamples), at);
        return tap;
    }

    private sealed class Source(SpeechRank rank) : SpeechSource
    {
        internal ConcurrentQueue<string> Heard { get; } = new();

        internal override SpeechRank Rank => rank;

        internal override void Hear(Utterance speech, int number, Transcription text, bool isFinal) => Heard.Enqueue(text.Text);

        internal override void Drop(Utterance speech, int number, string text, string why) => Heard.Enqueue($"{why}: {text}");
    }
}
