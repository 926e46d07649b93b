using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Hotline.Telephony;
using Hotline.Telephony.Media;
using Hotline.Telephony.Recordings;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Media.Bench;

/// <summary>One row: calls up, a while to settle, then the measured time.</summary>
internal static class Load
{
    private const int GeneratorPort = 18000;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    internal static async Task<Result> RunAsync(int calls, TimeSpan time)
    {
        var folder = Directory.CreateTempSubdirectory("media-bench").FullName;
        await using var engine = new MediaEngine(new MediaOptions { FirstPort = 10000, LastPort = 17999 }, TimeProvider.System, NullLogger<MediaEngine>.Instance);
        engine.Start();
        var resident = Environment.WorkingSet;
        var (legs, conversations) = Open(engine, calls, folder);
        using var generator = StartGenerator();
        await generator.StandardInput.WriteLineAsync(string.Join(',', legs.Select(leg => leg.LocalEndPoint.Port)));
        await Task.Delay(Settling);

        var before = (Cpu: Used.Now(), Counters: engine.Counters, Gen0: GC.CollectionCount(0));
        await generator.StandardInput.WriteLineAsync("measure");
        var clock = Stopwatch.StartNew();
        await Task.Delay(time);
        var (elapsed, cpu, after) = (clock.Elapsed, Used.Now() - before.Cpu, engine.Counters);
        var memory = (Environment.WorkingSet - resident) / (double)calls;
        await generator.StandardInput.WriteLineAsync("stop");
        var heard = JsonSerializer.Deserialize<Generator.Heard>((await generator.StandardOutput.ReadLineAsync())!)!;
        var gen0 = GC.CollectionCount(0) - before.Gen0;
        var recordings = await Task.WhenAll(conversations.Select(conversation => conversation.EndAsync()));
        await generator.WaitForExitAsync();
        Directory.Delete(folder, recursive: true);
        return new Result(calls, elapsed, cpu, memory, before.Counters, after, heard, [.. recordings.OfType<Recording>()], gen0);
    }

    private static (RtpLeg[] Legs, Conversation[] Conversations) Open(MediaEngine engine, int calls, string folder)
    {
        var legs = Enumerable.Range(0, 2 * calls).Select(_ => engine.OpenRtpLeg()).ToArray();
        var conversations = Enumerable.Range(0, calls).Select(_ => engine.OpenConversation(CallId.New())).ToArray();
        for (var i = 0; i < legs.Length; i++)
        {
            legs[i].Connect(new AudioAgreement(new IPEndPoint(IPAddress.Loopback, GeneratorPort + (i % Generator.Sockets)), AudioCodec.Pcma, 8, 101, Send: true, Receive: true));
            conversations[i / 2].Join(legs[i], i % 2 == 0 ? Party.Citizen : Party.Agent);
            if (i % 2 == 0) conversations[i / 2].Record(Path.Combine(folder, $"{i / 2}.wav"));
        }

        return (legs, conversations);
    }

    private static Process StartGenerator()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["generate", $"{GeneratorPort}"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        return Process.Start(start)!;
    }
}
