using System.Diagnostics;
using Hotline.Tickets.EventStore;

namespace Hotline.Bench;

/// <summary>The cost of a command while the store grows, and at the end every snapshot made anew from its events.</summary>
internal static class Sizes
{
    // most callers are answered at once; of the others most go the usual way
    private static readonly IReadOnlyList<IReadOnlyList<Deed>> City =
        [Ways.Answered, Ways.Usual, Ways.Answered, Ways.Police, Ways.Answered, Ways.Detour, Ways.Answered, Ways.Usual, Ways.Answered, Ways.Answered];

    internal static async Task RunAsync(Ground ground, IReadOnlyList<long> sizes, int clients, TimeSpan time, CancellationToken ct)
    {
        var lives = await LivesAsync(ground, ct);
        var fill = new Fill(ground.Database);
        List<string[]> lines = [["tickets", "events", "size", "filled s", "load", "commands/s", "p50 ms", "p99 ms", "host ms", "database ms", "processor ms", "ratio"]];
        var first = 0.0;
        foreach (var size in sizes)
        {
            var since = Stopwatch.StartNew();
            await fill.ToAsync(size, lives, ct);
            var filled = since.Elapsed.TotalSeconds;
            await using var host = await ground.HostAsync(ct);
            await host.QuietAsync(ct);
            Action<HttpLine, Action> mixed = (line, done) => Throughput.Mixed(host, line, done, 1);
            Load.Run(host, clients, TimeSpan.Zero, time, ground.Cluster, mixed); // for the compiler and the caches
            var load = Load.Average();
            var cost = Load.Run(host, clients, TimeSpan.FromSeconds(1), time, ground.Cluster, mixed);
            var cpu = cost.HostMilliseconds + cost.DatabaseMilliseconds;
            if (first == 0) first = cpu;
            var stored = (await ground.Database.ReadAsync("select count(*), pg_size_pretty(pg_database_size(current_database())) from tickets.event", [], row => (row.GetInt64(0), row.GetString(1)), ct))[0];
            lines.Add([
                $"{size}", $"{stored.Item1}", stored.Item2, $"{filled:F0}", load, $"{cost.PerSecond:F0}", $"{cost.Milliseconds.Percentile(0.5):F1}", $"{cost.Milliseconds.Percentile(0.99):F1}",
                $"{cost.HostMilliseconds:F2}", $"{cost.DatabaseMilliseconds:F2}", $"{cpu:F2}", $"{cpu / first:F2}"]);
            Table.Print([.. lines]);
        }

        await RebuildAsync(ground, ct);
    }

    /// <summary>Tickets of a city's mix, as the real host wrote them.</summary>
    private static async Task<IReadOnlyList<Guid>> LivesAsync(Ground ground, CancellationToken ct)
    {
        await using var host = await ground.HostAsync(ct);
        using var line = new HttpLine(host.Port);
        foreach (var way in City)
        {
            var life = host.NewLife(line);
            foreach (var deed in way) life.Do(deed);
        }

        await host.QuietAsync(ct);
        return await ground.Database.ReadAsync("select id from tickets.ticket order by number", [], row => row.GetGuid(0), ct);
    }

    private static async Task RebuildAsync(Ground ground, CancellationToken ct)
    {
        var (load, since) = (Load.Average(), Stopwatch.StartNew());
        var (compared, differences) = await new Rebuild(ground.Database).CompareAsync(ct);
        Console.WriteLine($"rebuilt {compared} tickets from their events in {since.Elapsed.TotalSeconds:F0} s, {compared / since.Elapsed.TotalSeconds:F0} a second (load {load}): {differences.Count} differ from what is stored");
        foreach (var d in differences.Take(10)) Console.WriteLine($"  {d.Ticket} at version {d.Version}: {d.Difference}");
    }
}
