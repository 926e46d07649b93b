using System.Collections.Concurrent;
using Hotline.Telephony.Media;
using Hotline.Telephony.Speech;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Telephony.Tests.Speech;

public sealed class LiveTranscriberTests(SpeechEngine engine)
{
    public static TheoryData<string, Party> Sides() =>
        [.. SampleCall.All.SelectMany(call => new TheoryDataRow<string, Party>[] { (call.Id, Party.Citizen), (call.Id, Party.Agent) })];

    [Theory]
    [MemberData(nameof(Sides))]
    public async Task Each_side_of_a_sample_call_is_written_down_word_for_word(string id, Party speaker)
    {
        var call = SampleCall.All.Single(call => call.Id == id);
        await using var transcriber = Transcriber(engine.Get());

        var heard = await HearAsync(transcriber, call.Audio(speaker), speaker);

        Assert.Equal(call.By(speaker).Select(turn => turn.Text), heard.Select(segment => segment.Text));
        Assert.All(heard.Zip(call.By(speaker)), pair =>
        {
            Assert.Equal(pair.Second.Start, pair.First.Start.TotalSeconds, tolerance: 0.15);
            Assert.Equal(pair.Second.End, pair.First.End.TotalSeconds, tolerance: 0.25);
        });
    }

    [Fact]
    public async Task Nobody_speaking_gives_no_text()
    {
        await using var transcriber = Transcriber(engine.Get());

        Assert.Empty(await HearAsync(transcriber, Sounds.Silence(5)));
        Assert.Empty(await HearAsync(transcriber, Sounds.Noise(8, 0.02)));
        Assert.Empty(await HearAsync(transcriber, Sounds.Noise(8, 0.3)));
        Assert.Empty(await HearAsync(transcriber, Sounds.Tone(5, 450)));
        Assert.Empty(await HearAsync(transcriber, Sounds.Busy(6)));
        Assert.Empty(await HearAsync(transcriber, SpeechEngine.Sample("prompts/music.wav")));
    }

    [Fact]
    public async Task Four_speakers_at_once_do_not_mix()
    {
        await using var transcriber = Transcriber(engine.Get());
        var sides = SampleCall.All.Take(4).Select(call => (Call: call, Heard: HearAsync(transcriber, call.Audio(Party.Citizen)))).ToList();

        foreach (var (call, heard) in sides)
            Assert.Equal(call.By(Party.Citizen).Select(turn => turn.Text), (await heard).Select(segment => segment.Text));
    }

    [Fact]
    public async Task While_somebody_speaks_a_partial_text_comes_before_the_final_one()
    {
        await using var transcriber = Transcriber(engine.Get());
        var robbery = SampleCall.All.Single(call => call.Id == "robbery");
        var first = robbery.By(Party.Citizen).First();
        var (tap, heard, partial) = (new AudioTap(60), new ConcurrentQueue<TranscriptSegment>(), new TaskCompletionSource());
        var listener = transcriber.Listen(CallId.New(), Party.Citizen, tap, segment =>
        {
            heard.Enqueue(segment);
            partial.TrySetResult();
        });

        Feed(tap, robbery.Audio(Party.Citizen).AsSpan(0, (int)((first.End - 0.7) * 8000)), 0);
        await partial.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await listener.DisposeAsync();

        Assert.False(heard.First().IsFinal);
        Assert.StartsWith("我要报警", heard.First().Text, StringComparison.Ordinal);
        Assert.True(heard.Last().IsFinal);
        Assert.All(heard, segment => Assert.Equal(1, segment.Utterance));
    }

    [Fact]
    public async Task Without_an_engine_a_call_is_listened_to_in_vain_but_goes_on()
    {
        using var missing = new WhisperCpp(new() { Library = "nowhere" }, TimeProvider.System, NullLogger<WhisperCpp>.Instance);
        await using var transcriber = Transcriber(missing);

        Assert.Empty(await HearAsync(transcriber, SampleCall.All[0].Audio(Party.Citizen)));
    }

    private static LiveTranscriber Transcriber(ISpeechToText speech) =>
        new(speech, SpeechEngine.Options, TimeProvider.System, NullLogger<LiveTranscriber>.Instance);

    private static async Task<IReadOnlyList<TranscriptSegment>> HearAsync(LiveTranscriber transcriber, short[] audio, Party speaker = Party.Citizen)
    {
        var heard = new ConcurrentQueue<TranscriptSegment>();
        var tap = new AudioTap(60);
        await using (transcriber.Listen(CallId.New(), speaker, tap, heard.Enqueue)) Feed(tap, audio, 0);
        return [.. heard.Where(segment => segment.IsFinal && segment.Text.Length > 0)];
    }

    private static void Feed(AudioTap tap, ReadOnlySpan<short> audio, long position)
    {
        for (; audio.Length >= AudioTap.FrameSamples; audio = audio[AudioTap.FrameSamples..], position += AudioTap.FrameSamples)
            tap.Write(audio[..AudioTap.FrameSamples], position);
    }
}
