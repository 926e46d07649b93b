using System.Globalization;
using Hotline.Bench;
using Hotline.Bench.Fuzz;

// ./hotline bench fuzz [--messages=1000000] [--seed=4475] [--flood=5000] [--seconds=10]
// Spoilt SIP, SDP, RTP and RTCP against stack and media engine while a good call stands; then one source floods while others call.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int Option(string name, int otherwise) => args.FirstOrDefault(arg => arg.StartsWith($"--{name}=", StringComparison.Ordinal)) is { } set ? int.Parse(set.AsSpan(name.Length + 3)) : otherwise;
string N(long number) => number.ToString("N0");
var (messages, seed) = (Option("messages", 1_000_000), Option("seed", 4475));
Console.WriteLine($"{messages} messages, seed {seed}, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");

var fuzz = await FuzzRun.RunAsync(messages, seed, 20_000, CancellationToken.None);
Table.Print(
    ["SIP", "RTP+RTCP", "over TCP", "malformed", "calls made", "calls left", "transactions", "legs", "ports", "heap grown MB", "peak RSS MB", "good call", "its loss", "seconds"],
    [N(fuzz.Sip), N(fuzz.Media), N(fuzz.Streams), N(fuzz.Malformed), N(fuzz.CallsMade), N(fuzz.CallsLeft), N(fuzz.TransactionsLeft), N(fuzz.LegsLeft), N(fuzz.PortsHeld),
        $"{fuzz.MemoryGrown / 1e6:F1}", $"{fuzz.PeakMemory / 1e6:F0}", fuzz.GoodCallStood ? "stood" : "BROKE", $"{fuzz.GoodCallLost:P2}", $"{fuzz.Took.TotalSeconds:F0}"],
    ["limit", "", "", "", "", "0", "0", "0", "0", $"{FuzzResult.MemoryBound / 1e6:F0}", "", "stood", "1 %", ""]);
if (fuzz.Errors.Length > 0) Console.WriteLine($"errors logged:\n{fuzz.Errors}");

var flood = await Flood.RunAsync(Option("flood", 5000), TimeSpan.FromSeconds(Option("seconds", 10)), 20_000, CancellationToken.None);
Console.WriteLine();
Table.Print(
    ["flood", "INVITE/s", "sent", "let in", "answered 503", "unread", "others' calls", "answered", "broken off"],
    ["", $"{flood.PerSecond:F0}", N(flood.Sent), N(flood.Admitted), N(flood.Shed), N(flood.Unread), N(flood.GoodCalls), N(flood.GoodAnswered), N(flood.GoodLost)],
    ["limit", "", "", "", "", "", "", "all", "0"]);
if (flood.Errors.Length > 0) Console.WriteLine($"errors logged:\n{flood.Errors}");
return fuzz.Holds && flood.Holds ? 0 : 1;
