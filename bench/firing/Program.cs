using System.Diagnostics;
using System.Globalization;
using Hotline;
using Hotline.Bench;
using Npgsql;

// ./hotline bench firing [--clocks=1000000] [--due=10000] [--seconds=60]
// Two hosts sweep one durable database with a million open clocks, of which ten thousand become due within a minute. A third of the
// way one host is killed (SIGKILL). Lateness is measured by PostgreSQL's own commit times; the limit is 2 s at the 99th percentile.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string Option(string name, string otherwise) => args.FirstOrDefault(arg => arg.StartsWith($"--{name}=", StringComparison.Ordinal))?[(name.Length + 3)..] ?? otherwise;
if (Option("sweep", "") is { Length: > 0 } offset)
{
    await SweepingHost.RunAsync(Option("database", ""), Option("folder", ""), TimeSpan.FromTicks(long.Parse(offset)));
    return 0;
}

var (clocks, due, seconds) = (int.Parse(Option("clocks", "1000000")), int.Parse(Option("due", "10000")), int.Parse(Option("seconds", "60")));
var folder = Directory.CreateTempSubdirectory("hotline-bench-").FullName;
File.SetUnixFileMode(folder, (UnixFileMode)0b111_001_001); // the user postgres passes through
var ct = CancellationToken.None;
var server = await PrivatePostgres.StartAsync(Path.Combine(folder, "postgres"), durable: true, ct);
try
{
    var connection = await server.DatabaseAsync("hotline", ct);
    await using (var once = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }))
        await once.ExecuteAsync("alter system set track_commit_timestamp = on", [], ct);
    await server.StopAsync();
    server = await PrivatePostgres.StartAsync(Path.Combine(folder, "postgres"), durable: true, ct);
    connection = await server.DatabaseAsync("hotline", ct);
    await using var db = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { CommandTimeout = 0, MaxPoolSize = 20 });

    var since = Stopwatch.StartNew();
    var store = new OpenClocks(db, folder);
    await store.FillAsync(clocks, due, TimeSpan.FromSeconds(seconds), ct);
    Console.WriteLine($"store: {await OpenClocks.CountAsync(db, ct):N0} open clocks, {due:N0} of them due within {seconds} s, made in {since.Elapsed.TotalSeconds:F0} s");

    var shift = OpenClocks.Start.AddSeconds(-45) - TimeProvider.System.GetUtcNow();
    Process Host() => Process.Start(Environment.ProcessPath!, [.. Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? [Environment.GetCommandLineArgs()[0]] : Array.Empty<string>(), $"--sweep={shift.Ticks}", $"--database={connection}", $"--folder={folder}"]);
    using var first = Host(); // both have time to start on a busy machine
    using var second = Host();
    var begin = OpenClocks.Start - shift;
    await Task.Delay(begin.AddSeconds(seconds / 3.0) - TimeProvider.System.GetUtcNow(), ct);
    first.Kill();
    await Task.Delay(begin.AddSeconds(seconds + 10) - TimeProvider.System.GetUtcNow(), ct);
    second.Kill();
    return await Verdict.PrintAsync(db, due, shift, ct) ? 0 : 1;
}
finally
{
    await server.StopAsync();
    Directory.Delete(folder, recursive: true);
}
