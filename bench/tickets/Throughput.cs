namespace Hotline.Bench;

/// <summary>Commands a second through HTTP, beside pgbench with the same rows; by turns, so that other load meets both.</summary>
internal static class Throughput
{
    internal static async Task RunAsync(Ground ground, int clients, int rounds, TimeSpan time, CancellationToken ct)
    {
        await using var host = await ground.HostAsync(ct);
        Console.WriteLine($"host ready after {host.StartUp.TotalSeconds:F1} s; {clients} clients, {time.TotalSeconds:F0} s a run, {Environment.ProcessorCount} processors");
        using var line = new HttpLine(host.Port);
        var accept = await RecordedRows.RecordAsync(ground.Database, () => host.NewLife(line).Do(Ways.Accept), ct);
        var mixed = await RecordedRows.RecordAsync(ground.Database, () => Mixed(host, line, () => { }, Ways.Mix.Count), ct);

        // pgbench writes to a copy: the host would answer and follow up its tickets as if they were real
        var beside = await ground.CopyAsync("beside", ct);

        // until the compiler has nothing left to do for the commands
        Load.Run(host, clients, TimeSpan.Zero, TimeSpan.FromSeconds(Math.Max(5, time.TotalSeconds) * 2), ground.Cluster, (l, done) => Mixed(host, l, done, 1));
        await CompareAsync("mixed", mixed, (l, done) => Mixed(host, l, done, 1));
        await CompareAsync("accept", accept, (l, done) => { host.NewLife(l).Do(Ways.Accept); done(); });

        async Task CompareAsync(string name, RecordedRows rows, Action<HttpLine, Action> client)
        {
            Load.Run(host, clients, TimeSpan.Zero, TimeSpan.FromSeconds(5), ground.Cluster, client);
            List<string[]> lines = [["" + name, "load", "hotline/s", "p50 ms", "p99 ms", "host ms", "database ms", "pgbench/s", "ratio", "pgbench pipelined/s", "ratio"]];
            for (var round = 0; round < rounds; round++)
            {
                var load = Load.Average();
                var ours = Load.Run(host, clients, TimeSpan.FromMilliseconds(500), time, ground.Cluster, client);
                await host.QuietAsync(ct); // pgbench has the machine to itself
                var plain = await Pgbench.RunAsync(beside, rows.Script(pipelined: false), rows.Transactions, clients, time, ct);
                var piped = await Pgbench.RunAsync(beside, rows.Script(pipelined: true), rows.Transactions, clients, time, ct);
                lines.Add([
                    $"round {round + 1}", load, $"{ours.PerSecond:F0}", $"{ours.Milliseconds.Percentile(0.5):F1}", $"{ours.Milliseconds.Percentile(0.99):F1}", $"{ours.HostMilliseconds:F2}",
                    $"{ours.DatabaseMilliseconds:F2}", $"{plain:F0}", $"{ours.PerSecond / plain:F2}", $"{piped:F0}", $"{ours.PerSecond / piped:F2}"]);
            }

            Table.Print([.. lines]);
        }
    }

    private static int _next;

    /// <summary>Whole lives, one after the other.</summary>
    internal static void Mixed(BenchHost host, HttpLine line, Action done, int tickets)
    {
        for (; tickets > 0; tickets--)
        {
            var way = Ways.Mix[(int)((uint)Interlocked.Increment(ref _next) % Ways.Mix.Count)];
            var life = host.NewLife(line);
            foreach (var deed in way)
            {
                life.Do(deed);
                if (!deed.Looks) done();
            }
        }
    }
}
