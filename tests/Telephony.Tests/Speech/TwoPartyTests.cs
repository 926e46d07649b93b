using System.Collections.Concurrent;
using Hotline.Telephony.Media;
using Hotline.Telephony.Speech;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Telephony.Tests.Speech;

/// <summary>AST-1: a minute of two people, each on a channel. How soon the text comes is measured by ./hotline bench speech.</summary>
public sealed class TwoPartyTests(SpeechEngine engine)
{
    [Fact]
    public async Task Every_utterance_of_a_minute_is_written_down_in_order_under_the_one_who_said_it()
    {
        var calls = SampleCall.All.Take(3).ToList();
        var (citizen, agent) = (Join(calls, Party.Citizen), Join(calls, Party.Agent));
        Assert.True(citizen.Length >= 60 * 8000);
        var heard = new ConcurrentQueue<TranscriptSegment>();
        await using var transcriber = new LiveTranscriber(engine.Get(), SpeechEngine.Options, TimeProvider.System, NullLogger<LiveTranscriber>.Instance);
        var (call, left, right) = (CallId.New(), new AudioTap(90), new AudioTap(90));
        var listening = new[] { transcriber.Listen(call, Party.Citizen, left, heard.Enqueue), transcriber.Listen(call, Party.Agent, right, heard.Enqueue) };
        for (var at = 0; at + AudioTap.FrameSamples <= citizen.Length; at += AudioTap.FrameSamples)
        {
            left.Write(citizen.AsSpan(at, AudioTap.FrameSamples), at);
            right.Write(agent.AsSpan(at, AudioTap.FrameSamples), at);
        }

        foreach (var listener in listening) await listener.DisposeAsync();

        Assert.All(listening, listener => Assert.True(listener.IsComplete));
        var final = heard.Where(segment => segment.IsFinal && segment.Text.Length > 0).ToList();
        Assert.Equal(Script(calls), final.OrderBy(segment => segment.Start).Select(segment => (segment.Speaker, segment.Text)));
        foreach (var speaker in new[] { Party.Citizen, Party.Agent })
            Assert.Equal(final.Where(s => s.Speaker == speaker).Select(s => s.Utterance).Order(), final.Where(s => s.Speaker == speaker).Select(s => s.Utterance));
    }

    private static IEnumerable<(Party Speaker, string Text)> Script(IEnumerable<SampleCall> calls) =>
        calls.SelectMany(call => call.Transcript.OrderBy(turn => turn.Start).Select(turn => (Enum.Parse<Party>(turn.Speaker, ignoreCase: true), turn.Text)));

    private static short[] Join(IEnumerable<SampleCall> calls, Party speaker) => [.. calls.SelectMany(call => call.Audio(speaker).Concat(Sounds.Silence(1)))];
}
