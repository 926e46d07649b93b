using System.Collections.Concurrent;
using Hotline.Telephony.Media;
using Hotline.Telephony.Speech;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Telephony.Tests.Speech;

/// <summary>AST-2: ten minutes in which nobody says anything, through voice activity, engine and guard, faster than real time.</summary>
public sealed class NothingSaidTests(SpeechEngine engine)
{
    private const double Each = 75;

    public static TheoryData<string> Kinds() => [.. Sounding.Keys];

    private static readonly Dictionary<string, Func<short[]>> Sounding = new(StringComparer.Ordinal)
    {
        ["silence"] = () => Sounds.Silence(Each),
        ["white noise, faint then loud"] = () => [.. Sounds.Noise(Each / 3, 0.005), .. Sounds.Noise(Each / 3, 0.05), .. Sounds.Noise(Each / 3, 0.3)],
        ["brown noise"] = () => Sounds.BrownNoise(Each, 0.3),
        ["mains hum"] = () => Sounds.Hum(Each),
        ["ringback tone"] = () => Sounds.Cadence(Each, on: 1, off: 4, 450),
        ["busy tone"] = () => Sounds.Busy(Each),
        ["DTMF"] = () => Sounds.Keys(Each),
        ["music on hold"] = () => Sounds.Repeat(Each, SpeechEngine.Sample("prompts/music.wav")),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Not_one_character_is_shown(string kind)
    {
        var (shown, tap) = (new ConcurrentQueue<TranscriptSegment>(), new AudioTap((int)Each + 1));
        await using var transcriber = new LiveTranscriber(engine.Get(), SpeechEngine.Options, TimeProvider.System, NullLogger<LiveTranscriber>.Instance);
        var audio = Sounding[kind]();
        for (var at = 0; at + AudioTap.FrameSamples <= audio.Length; at += AudioTap.FrameSamples) tap.Write(audio.AsSpan(at, AudioTap.FrameSamples), at);

        await using (var listening = transcriber.Listen(CallId.New(), Party.Citizen, tap, shown.Enqueue))
        {
            await listening.DisposeAsync();
            Assert.True(listening.IsComplete);
        }

        Assert.Equal("", string.Concat(shown.Select(segment => segment.Text)));
    }
}
