using System.Collections.Concurrent;
using System.Diagnostics;
using Hotline.Telephony;
using Hotline.Telephony.Media;
using Hotline.Telephony.Speech;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Bench.Speech;

/// <summary>How long after the end of an utterance its final text is there, with several speakers in real time; the pause that ends it included.</summary>
internal static class Latency
{
    internal static async Task MeasureAsync(WhisperCpp engine, SpeechOptions options, IReadOnlyList<Clip> clips, IReadOnlyList<int> speakers, int seconds)
    {
        Console.WriteLine($"From the end of an utterance to its final text, {options.Workers} worker, speakers who never stop ({options.Pause.TotalMilliseconds:0} ms of it is the pause that ends it):");
        Console.WriteLine("| speakers | utterances | p50 s | p95 s | worst s | load |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var count in speakers)
        {
            var late = await SpeakAsync(engine, options, clips, count, seconds);
            Console.WriteLine($"| {count} | {late.Count} | {At(late, 0.5):0.00} | {At(late, 0.95):0.00} | {At(late, 1):0.00} | {File.ReadAllText("/proc/loadavg").Split(' ')[0]} |");
        }
    }

    private static async Task<List<double>> SpeakAsync(WhisperCpp engine, SpeechOptions options, IReadOnlyList<Clip> clips, int count, int seconds)
    {
        await using var transcriber = new LiveTranscriber(engine, options, TimeProvider.System, NullLogger<LiveTranscriber>.Instance);
        var (late, began) = (new ConcurrentBag<double>(), Stopwatch.GetTimestamp());
        var voices = Enumerable.Range(0, count).Select(n => Voice(clips, n * clips.Count / count, seconds)).ToList();
        var taps = voices.Select(_ => new AudioTap()).ToList();
        var listening = taps.Select(tap => transcriber.Listen(CallId.New(), Party.Citizen, tap, segment =>
        {
            if (segment.IsFinal) late.Add((Stopwatch.GetElapsedTime(began) - segment.End).TotalSeconds);
        })).ToList();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var at = 0; at + AudioTap.FrameSamples <= voices[0].Length;)
        {
            await tick.WaitForNextTickAsync();
            for (var now = (int)(Stopwatch.GetElapsedTime(began).TotalSeconds * 8000); at + AudioTap.FrameSamples <= Math.Min(now, voices[0].Length); at += AudioTap.FrameSamples)
                for (var n = 0; n < count; n++) taps[n].Write(voices[n].AsSpan(at, AudioTap.FrameSamples), at);
        }

        foreach (var one in listening) await one.DisposeAsync();
        return [.. late.Order()];
    }

    /// <summary>Clip after clip with a second between them, from this one on.</summary>
    private static short[] Voice(IReadOnlyList<Clip> clips, int first, int seconds) =>
        [.. Enumerable.Range(first, clips.Count).SelectMany(i => clips[i % clips.Count].Samples.Concat(new short[8000])).Take(seconds * 8000)];

    private static double At(List<double> sorted, double part) => sorted.Count == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Count - 1, part * sorted.Count)];
}
