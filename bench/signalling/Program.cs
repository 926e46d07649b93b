using System.Globalization;
using Hotline;
using Hotline.Bench;
using Hotline.Bench.Signalling;
using Npgsql;

// ./hotline bench signalling [--rate=1000] [--seconds=60] [--hold=0] [--rounds=1] [--recorded] [--alone]
// INVITE, 200, ACK, BYE at a steady rate against the whole host (dialog, queue entry, media ports, call record), against kamailio's
// transaction layer and sipp's answering side, by turns. --hold is in milliseconds; --recorded has every call recorded as well;
// --alone leaves the peers out.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int Option(string name, int otherwise) => args.FirstOrDefault(arg => arg.StartsWith($"--{name}=", StringComparison.Ordinal)) is { } set ? int.Parse(set.AsSpan(name.Length + 3)) : otherwise;
var (rate, seconds, hold) = (Option("rate", 1000), Option("seconds", 60), Option("hold", 0));
var folder = Directory.CreateTempSubdirectory("hotline-signalling-").FullName;
File.SetUnixFileMode(folder, (UnixFileMode)0b111_001_001); // the user postgres passes through
var postgres = await PrivatePostgres.StartAsync(Path.Combine(folder, "postgres"), durable: true, CancellationToken.None);
var connection = await postgres.DatabaseAsync("signalling", CancellationToken.None);
var rows = new List<IReadOnlyList<string>> { (string[])["", "load", "calls", "failed", "retrans.", "calls/s", "µs a call", "cores", "RSS MB", "ratio"] };
var records = 0L;
try
{
    for (var round = 0; round < Option("rounds", 1); round++)
    {
        var base1 = 0.0;
        Func<Task<Server?>>[] peers = args.Contains("--alone") ? [] : [() => Task.FromResult<Server?>(Server.Sipp()), () => Task.FromResult(Server.Kamailio(folder))];
        foreach (var start in (Func<Task<Server?>>[])[.. peers, HotlineAsync])
        {
            await using var server = await start();
            if (server is null)
            {
                rows.Add(["kamailio tm (./hotline test brings it)", "-", "-", "-", "-", "-", "-", "-", "-", "-"]);
                continue;
            }

            await Task.Delay(1000);
            await Caller.RunAsync(server, Math.Min(rate, 200), 5, hold, folder); // the just-in-time compiler, the tables
            var result = await Caller.RunAsync(server, rate, seconds, hold, folder);
            if (base1 == 0) base1 = result.Microseconds;
            rows.Add(
            [
                server.Name, File.ReadAllText("/proc/loadavg").Split(' ')[0], $"{result.Calls:N0}", $"{result.Failed:N0}", $"{result.Retransmissions:N0}", $"{result.PerSecond:F0}",
                $"{result.Microseconds:F0}", $"{result.Cores:F2}", $"{result.Megabytes:N0}", $"{result.Microseconds / base1:F1}",
            ]);
        }
    }

    await using var db = NpgsqlDataSource.Create(connection);
    records = (await db.ReadAsync("select count(*) from telephony.call where ended_at is not null", [], row => row.GetInt64(0), CancellationToken.None))[0];
}
finally
{
    NpgsqlConnection.ClearAllPools();
    await postgres.StopAsync();
    Directory.Delete(folder, recursive: true);
}

Console.WriteLine($"{rate} calls/s for {seconds} s, held {hold} ms, {Environment.ProcessorCount} processors; limit: 300 µs a call, 0 failed");
Table.Print([.. rows]);
Console.WriteLine($"{records:N0} calls of the hotline have a record with an end");
return 0;

async Task<Server?> HotlineAsync() => await Server.HotlineAsync(connection, Directory.CreateDirectory(Path.Combine(folder, Guid.NewGuid().ToString("N"))).FullName, args.Contains("--recorded"));
