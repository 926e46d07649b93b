using System.Diagnostics;
using System.Globalization;
using System.Net;
using Hotline.Bench;
using Hotline.Engines.SipSorcery;
using Hotline.Telephony.Endpoints;
using Hotline.Telephony.Media;
using Microsoft.Extensions.Logging.Abstractions;

// dotnet run -c Release --project engines/SipSorcery.Bench [-- --calls=50 --per-second=10 --seconds=20 --short=300 --rounds=2]
// The processor time of an endpoint's process by turns, SIPSorcery's and our own: a call that is played to and recorded, and a call that is answered and hung up.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["serve", var engine])
{
    await ServeAsync(engine);
    return;
}

int Option(string name, int otherwise) => args.FirstOrDefault(a => a.StartsWith($"--{name}=", StringComparison.Ordinal)) is { } a ? int.Parse(a.AsSpan(name.Length + 3)) : otherwise;
var (calls, perSecond, seconds, brief) = (Option("calls", 50), Option("per-second", 10), Option("seconds", 20), Option("short", 300));
var rows = new List<string[]>();
for (var round = 0; round < Option("rounds", 2); round++)
    foreach (var name in new[] { "own", "sip-sorcery" }) rows.Add(await TurnAsync(name));
Table.Print([["", "load", "answered", "lost", "gaps>60ms", "worst jitter ms", "cpu % per talking call", "cpu ms per short call", "which took ms", "cpu % idle", "MB"], .. rows]);

async Task<string[]> TurnAsync(string name)
{
    using var endpoint = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["serve", name]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
    var server = IPEndPoint.Parse((await endpoint.StandardOutput.ReadLineAsync())!);
    await ShortCallsAsync(server, 40); // compiled by the first ones
    var (used, watch) = (ProcessorTime.Of(endpoint.Id), Stopwatch.StartNew());
    await ShortCallsAsync(server, brief);
    var (each, took) = ((ProcessorTime.Of(endpoint.Id) - used) / brief, watch.Elapsed / brief);
    await Task.Delay(TimeSpan.FromSeconds(4)); // what is left of them
    used = ProcessorTime.Of(endpoint.Id);
    watch.Restart();
    await Task.Delay(TimeSpan.FromSeconds(4));
    var idle = (ProcessorTime.Of(endpoint.Id) - used) / watch.Elapsed;
    var talk = await Load.RunAsync(server, "12345", calls, perSecond, TimeSpan.FromSeconds(seconds), endpoint.Id);
    endpoint.Refresh();
    var memory = endpoint.WorkingSet64 >> 20;
    endpoint.StandardInput.Close();
    await endpoint.WaitForExitAsync();
    return
    [
        name, File.ReadAllText("/proc/loadavg").Split(' ')[0], $"{talk.Answered}/{talk.Placed}", $"{talk.Lost} of {talk.Received}", $"{talk.Gaps}", $"{talk.Jitter:F1}",
        $"{talk.ProcessorShare * 100:F2}", $"{each.TotalMilliseconds:F2}", $"{took.TotalMilliseconds:F1}", $"{idle * 100:F1}", $"{memory}",
    ];
}

static async Task ShortCallsAsync(IPEndPoint server, int count)
{
    using var phone = new Phone(server, "12345");
    for (var i = 0; i < count; i++)
    {
        using var call = await phone.CallAsync(i);
        if (call.Status != 200) throw new InvalidOperationException($"A short call was answered with {call.Status}.");
        await call.HangUpAsync();
    }
}

static async Task ServeAsync(string engine)
{
    var folder = Directory.CreateTempSubdirectory("hotline-endpoint-bench-").FullName;
    var (tone, number) = (Prompt.FromSamples([.. Enumerable.Range(0, 16000).Select(i => (short)(8000 * Math.Sin(i / 4.0)))]), 0);
    OpenSipEndpoint open = engine == "own" ? OwnEndpoint.StartAsync : SipSorceryEndpoint.StartAsync;
    await using (var endpoint = await open(new() { FirstRtpPort = 40000, LastRtpPort = 48999, MaxCalls = 2000 }, Arrived, TimeProvider.System, NullLoggerFactory.Instance, default))
    {
        Console.WriteLine(endpoint.LocalEndPoint);
        await Console.In.ReadToEndAsync();
    }

    Directory.Delete(folder, recursive: true);

    void Arrived(IEndpointCall call)
    {
        call.Record(Path.Combine(folder, $"{Interlocked.Increment(ref number)}.wav"));
        _ = call.PlayAsync(tone, loop: true);
        call.Answer();
    }
}
