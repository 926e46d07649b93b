using System.Diagnostics;
using System.Globalization;
using System.Net;
using Hotline.Bench;

// ./hotline bench calls --pid=PID [--sip=127.0.0.1:5060] [--to=12345] [--calls=50] [--per-second=5] [--seconds=20] [--recordings=.data/recordings]
// Concurrent calls with audio against a running host (they are greeted, queued and recorded as citizens' calls are), and the same
// against sipp's answering side with its audio echo, which does nothing else: the cost of the wire on this machine.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string Option(string name, string otherwise) => args.FirstOrDefault(arg => arg.StartsWith($"--{name}=", StringComparison.Ordinal))?[(name.Length + 3)..] ?? otherwise;
var (calls, perSecond, talk) = (int.Parse(Option("calls", "50")), int.Parse(Option("per-second", "5")), TimeSpan.FromSeconds(int.Parse(Option("seconds", "20"))));
if (!IPEndPoint.TryParse(Option("sip", "127.0.0.1:5060"), out var host)) return Wrong("--sip is ADDRESS:PORT of the running host, such as 127.0.0.1:5060.");
if (!int.TryParse(Option("pid", ""), out var pid)) return Wrong("--pid is the process number of the running host; `pgrep -f Hotline.Agent.Blazor.dll` shows it.");

Console.WriteLine($"{calls} calls, {perSecond} a second, {talk.TotalSeconds:F0} s with audio, {Environment.ProcessorCount} processors, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
var began = TimeProvider.System.GetUtcNow();
var ours = await Load.RunAsync(host, Option("to", "12345"), calls, perSecond, talk, pid);
await Task.Delay(2000); // the last recordings are being closed
var recordings = RecordingCheck.Since(began, Option("recordings", ".data/recordings"));
using var sipp = StartSipp(out var port);
LoadResult peer;
try
{
    await Task.Delay(1000);
    peer = await Load.RunAsync(new(IPAddress.Loopback, port), "service", calls, perSecond, talk, sipp.Id);
}
finally
{
    sipp.Kill();
}

Table.Print(
    ["", "answered", "refused", "hung up", "frames", "lost", "gaps>60ms", "worst gap ms", "worst jitter ms", "cpu % per call", "own lateness ms"],
    Row("hotline", ours), Row("sipp uas -rtp_echo", peer));
Console.WriteLine($"ratio hotline/sipp: answered {(double)ours.Answered / Math.Max(1, peer.Answered):F2}, cpu per call {ours.ProcessorShare / peer.ProcessorShare:F2}");
Console.WriteLine($"recordings: {recordings.Whole} whole of {recordings.Count}, {recordings.Shortest:F1} to {recordings.Longest:F1} s");
return ours.Answered == calls && recordings.Whole == calls && recordings.Shortest >= talk.TotalSeconds - 0.5 ? 0 : 1;

static string[] Row(string name, LoadResult r) =>
[
    name, $"{r.Answered}/{r.Placed}", r.Refusals.Length == 0 ? "-" : r.Refusals, $"{r.EndedEarly}", $"{r.Received}", $"{r.Lost}", $"{r.Gaps}", $"{r.WorstGap:F0}", $"{r.Jitter:F1}",
    $"{r.ProcessorShare * 100:F2}", $"{r.OwnLateness:F0}",
];

static Process StartSipp(out int port)
{
    port = 15060;
    var start = new ProcessStartInfo("sipp", $"-sn uas -rtp_echo -i 127.0.0.1 -p {port} -mi 127.0.0.1 -mp 16000 -nostdin")
    {
        UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath(),
    };
    var sipp = Process.Start(start) ?? throw new InvalidOperationException("sipp did not start: apt-get install sip-tester.");
    sipp.BeginOutputReadLine();
    sipp.BeginErrorReadLine();
    return sipp;
}

static int Wrong(string what)
{
    Console.Error.WriteLine(what);
    return 2;
}
