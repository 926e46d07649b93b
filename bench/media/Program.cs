using System.Globalization;
using Hotline.Media.Bench;

// ./hotline bench media [--calls=500] [--seconds=20] [--browsers=200] [--turns=hotline,unrecorded,floor,sipp]
//     Bridged calls between telephones (several numbers: --calls=500,1000), recorded and not, our peers by turns, and recorded calls between
//     browsers over WebSockets, two legs each. 0 leaves a part out. The callers are a process of their own.
// ./hotline bench media srtp      the processor time of encrypting a packet and opening it
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["generate"]: Generator.Run(); return;
    case ["echo", var sockets]: Floor.Run(int.Parse(sockets)); return;
    case ["srtp"]: Sealing.Run(); return;
}

string Option(string name, string otherwise) => args.FirstOrDefault(arg => arg.StartsWith($"--{name}=", StringComparison.Ordinal))?[(name.Length + 3)..] ?? otherwise;
var (time, turns) = (TimeSpan.FromSeconds(int.Parse(Option("seconds", "20"))), Option("turns", "hotline,unrecorded,floor,sipp").Split(','));
Console.WriteLine(Result.Head);
foreach (var calls in Option("calls", "500").Split(',').Select(int.Parse).Where(calls => calls > 0))
{
    if (turns.Contains("hotline")) await RunAsync(new Engine(), calls);
    if (turns.Contains("unrecorded")) await RunAsync(new Engine { Recorded = false }, calls);
    if (turns.Contains("floor")) await RunAsync(new Floor(calls), calls);
    if (turns.Contains("sipp") && Sipp.IsThere) await RunAsync(new Sipp(), calls);
}

if (int.Parse(Option("browsers", "200")) / 2 is > 0 and var pairs) await RunAsync(new Engine { Browsers = true }, pairs);

async Task RunAsync(Turn turn, int calls)
{
    await using (turn)
    {
        var result = await Load.RunAsync(turn, calls, time);
        Console.WriteLine(result);
        if (result.Told.Length > 0) Console.WriteLine($"    {result.Told}");
    }
}
