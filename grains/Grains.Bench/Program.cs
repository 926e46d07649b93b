using System.Globalization;
using Hotline.Bench;
using Hotline.Tickets.Tests.Desks;

// dotnet run -c Release --project grains/Grains.Bench -- [--seconds=10] [--clients=16] [--rounds=3]
//   commands on tickets through the default desk and through the grains, by turns, on one durable PostgreSQL; hosts in one process,
//   each client's commands go to the hosts in turn
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int Option(string name, int otherwise) => int.Parse(args.FirstOrDefault(arg => arg.StartsWith($"--{name}=", StringComparison.Ordinal))?[(name.Length + 3)..] ?? otherwise.ToString(CultureInfo.InvariantCulture));
var (clients, rounds, time) = (Option("clients", 16), Option("rounds", 3), TimeSpan.FromSeconds(Option("seconds", 10)));

await using var ground = await DeskGround.OpenAsync();
(string Name, int Hosts, DeskEngine Engine)[] ways =
    [("default, 1 host", 1, _ => { }), ("grains, 1 host", 1, DeskGround.Join), ("default, 2 hosts", 2, _ => { }), ("grains, 2 hosts", 2, DeskGround.Join)];
List<string[]> lines = [["desk", "round", "load", "lives: commands/s", "p50 ms", "p99 ms", "cpu ms", "one ticket: commands/s", "p99 ms", "given up"]];
for (var round = 0; round <= rounds; round++)
{
    foreach (var (name, hosts, engine) in ways)
    {
        var load = (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0];
        await using var city = await ground.CityAsync(hosts, engine);
        var lives = await DeskLoad.LivesAsync(city, clients, time);
        var crowd = await DeskLoad.CrowdAsync(city, clients, time / 2);
        if (round == 0) continue; // the compiler is at work
        lines.Add([
            name, $"{round}", load, $"{lives.PerSecond:F0}", $"{lives.Milliseconds.Percentile(0.5):F1}", $"{lives.Milliseconds.Percentile(0.99):F1}", $"{lives.ProcessorMilliseconds:F2}",
            $"{crowd.PerSecond:F0}", $"{crowd.Milliseconds.Percentile(0.99):F1}", $"{crowd.GivenUp}"]);
    }
}

Table.Print([.. lines]);
