using System.Globalization;
using Hotline;
using Hotline.Bench;
using Npgsql;

// ./hotline bench tickets [--seconds=10] [--clients=32] [--rounds=3] [--data=FOLDER]
//   commands through the real host's HTTP API against pgbench writing the very same rows on the same server, by turns
// ./hotline bench tickets --sizes=10000,100000,1000000 [--seconds=10] [--clients=32]
//   the cost of a command as the store grows, and then all snapshots made anew from the events and compared
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string Option(string name, string otherwise) => args.FirstOrDefault(arg => arg.StartsWith($"--{name}=", StringComparison.Ordinal))?[(name.Length + 3)..] ?? otherwise;
var (clients, rounds, time) = (int.Parse(Option("clients", "32")), int.Parse(Option("rounds", "3")), TimeSpan.FromSeconds(int.Parse(Option("seconds", "10"))));
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Cancel(); };

await using var ground = await Ground.OpenAsync(Option("data", ""), stop.Token);
if (Option("sizes", "") is { Length: > 0 } sizes) await Sizes.RunAsync(ground, [.. sizes.Split(',').Select(long.Parse)], clients, time, stop.Token);
else await Throughput.RunAsync(ground, clients, rounds, time, stop.Token);
return 0;
