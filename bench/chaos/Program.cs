using System.Globalization;
using Hotline;
using Hotline.Bench;
using Hotline.Bench.Chaos;
using Npgsql;

// ./hotline bench chaos [--calls=10000] [--per-second=100] [--agents=36] [--loss=0.05] [--seed=12345]
// Citizens give up at every stage, agents and phones vanish, datagrams are lost, doubled and overtake one another; then everything is counted.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string Option(string name, string otherwise) => args.FirstOrDefault(arg => arg.StartsWith($"--{name}=", StringComparison.Ordinal))?[(name.Length + 3)..] ?? otherwise;
var plan = new ChaosPlan
{
    Calls = int.Parse(Option("calls", "10000")), PerSecond = int.Parse(Option("per-second", "100")), Agents = int.Parse(Option("agents", "36")),
    Loss = double.Parse(Option("loss", "0.05")), Seed = int.Parse(Option("seed", "12345")),
};
var folder = Directory.CreateTempSubdirectory("hotline-chaos-").FullName;
File.SetUnixFileMode(folder, (UnixFileMode)0b111_001_001); // the user postgres passes through
var postgres = await PrivatePostgres.StartAsync(Path.Combine(folder, "postgres"), durable: true, CancellationToken.None);
ChaosResult result;
try
{
    Console.WriteLine($"{plan.Calls} calls, {plan.PerSecond} a second, {plan.Agents} agents, {plan.Loss:P0} lost, seed {plan.Seed}, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
    await using var db = NpgsqlDataSource.Create(await postgres.DatabaseAsync("chaos", CancellationToken.None));
    result = await ChaosRun.RunAsync(plan, db, folder, CancellationToken.None);
}
finally
{
    await postgres.StopAsync();
    Directory.Delete(folder, recursive: true);
}

string N(long number) => number.ToString("N0");
Table.Print(["must be 0", ""], ["double answers", N(result.DoubleAnswers)], ["agents stuck", N(result.StuckAgents)], ["calls without an end record", N(result.WithoutEnd)],
    ["calls that ended twice", N(result.EndedTwice)], ["recordings lost", N(result.LostRecordings)], ["recordings changed", N(result.BadRecordings)], ["recordings unfinished", N(result.Unfinished)],
    ["calls left", N(result.CallsLeft)], ["legs left", N(result.LegsLeft)], ["RTP ports held", N(result.PortsHeld)], ["transactions left", N(result.TransactionsLeft)]);
if (result.Errors.Length > 0) Console.WriteLine($"errors logged:\n{result.Errors}");
Console.WriteLine();
Table.Print(["calls", "arrived", "answered", "served", "most at once", "citizens vanished", "agents vanished", "datagrams", "lost", "late", "twice"],
    [N(plan.Calls), N(result.Calls), N(result.Answered), N(result.Served), N(result.MostCalls), N(result.CitizensVanished), N(result.AgentsVanished),
        N(result.Network.Passed + result.Network.Lost), N(result.Network.Lost), N(result.Network.Late), N(result.Network.Twice)]);
foreach (var (reason, count) in result.Reasons.OrderByDescending(r => r.Value)) Console.WriteLine($"{count,8:N0}  {reason}");
return result.Holds ? 0 : 1;
