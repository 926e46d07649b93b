using System.Globalization;
using Hotline.Bench;

// ./hotline bench pages [--tickets=1000000] [--seconds=180] [--pause=2] [--data=FOLDER] [--only=PART] [--warm=60]
//   50 staff of all roles, each opening their pages one after the other with a pause between, once as a whole page and once inside
//   an open circuit, and ten citizens, against the real host over a store of a year's tickets; --data keeps the store, so that
//   the next run need not fill it again; --only: addresses that hold that part; --searching=0: at once, while the host still builds
//   its index of similar cases and a new store the sums of its days, which takes minutes and a processor; --warm: everybody reads that many
//   seconds before it counts (60): the compiler of a host that was just started takes half of its processor, and hosts run for weeks
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string Option(string name, string otherwise) => args.FirstOrDefault(arg => arg.StartsWith($"--{name}=", StringComparison.Ordinal))?[(name.Length + 3)..] ?? otherwise;
var (tickets, time, pause) = (long.Parse(Option("tickets", "1000000")), TimeSpan.FromSeconds(int.Parse(Option("seconds", "180"))), TimeSpan.FromSeconds(double.Parse(Option("pause", "2"))));
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Cancel(); };

await using var ground = await Ground.OpenAsync(Option("data", ""), stop.Token);
await CityYear.FillAsync(ground, tickets, stop.Token);
var searching = Option("searching", "1") == "1";
Console.WriteLine($"{await ground.ReadThroughAsync(stop.Token)} MB read");
await using var host = await ground.HostAsync(stop.Token, searching);
var settling = System.Diagnostics.Stopwatch.StartNew();
if (searching) await host.QuietAsync(stop.Token, ground.Cluster);
Console.WriteLine($"{tickets} tickets; host ready after {host.StartUp.TotalSeconds:F1} s, quiet {settling.Elapsed.TotalSeconds:F0} s later; {Environment.ProcessorCount} processors, load {Load.Average()}");
var readers = await Readers.OfAsync(host, ground.Database, Option("only", ""), stop.Token);
Reading.WarmUp(host, readers);
await Reading.RunAsync(host, readers, TimeSpan.FromSeconds(int.Parse(Option("warm", "60"))), pause, stop.Token);

var (since, load, host0, database0) = (System.Diagnostics.Stopwatch.StartNew(), Load.Average(), ProcessorTime.Of(host.ProcessId), ProcessorTime.OfFamily(ground.Cluster));
using var hiccups = new Hiccups();
var opened = await Reading.RunAsync(host, readers, time, pause, stop.Token);
var (ours, databases) = ((ProcessorTime.Of(host.ProcessId) - host0).TotalMilliseconds / opened.Count, (ProcessorTime.OfFamily(ground.Cluster) - database0).TotalMilliseconds / opened.Count);
Console.WriteLine($"{opened.Count} pages in {since.Elapsed.TotalSeconds:F0} s, {opened.Count / since.Elapsed.TotalSeconds:F1} a second; load {load} before, {Load.Average()} after; processor ms a page: host {ours:F1}, database {databases:F1}");
Console.WriteLine($"the machine gave a waking thread no processor: {hiccups}");
return Verdict.Tell(opened);
