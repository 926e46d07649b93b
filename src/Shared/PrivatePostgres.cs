using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace Hotline;

/// <summary>
/// A private PostgreSQL cluster below one folder: made on first use, adopted where it already runs, recovered where it was killed.
/// PostgreSQL refuses to run as root, so root hands it to the user postgres; where that user cannot reach the folder
/// (a checkout below /root), the cluster lives under /var/lib/hotline and the folder holds a link to it.
/// </summary>
internal sealed class PrivatePostgres
{
    private readonly string _cluster;
    private readonly string _bin;

    /// <summary>A quarter of the memory, 256 MB to 8 GB, as PostgreSQL's manual advises (20.4.1): a page that lies there need not be read and checked anew.</summary>
    private static readonly long BuffersInMegabytes = Math.Clamp((GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4) >> 20, 256, 8192);

    private PrivatePostgres(string cluster, string bin, int port, string password)
    {
        (_cluster, _bin) = (cluster, bin);
        ConnectionString = Connection(port, password, "postgres").ConnectionString;
    }

    /// <summary>To the database "postgres", as the cluster's owner.</summary>
    internal string ConnectionString { get; }

    /// <param name="folder">Made where it is missing.</param>
    /// <param name="durable">False for tests only: nothing is flushed to disk.</param>
    /// <exception cref="InvalidOperationException">No server binaries, or the server did not start within a minute.</exception>
    internal static async Task<PrivatePostgres> StartAsync(string folder, bool durable, CancellationToken ct)
    {
        folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(folder);
        var bin = FindBinaries();
        if (Environment.UserName == "root") folder = await ReachableByServerUserAsync(folder, ct);
        var cluster = Path.Combine(folder, "cluster");
        var password = await InitializeAsync(folder, cluster, bin, durable, ct);

        var since = Stopwatch.StartNew();
        while (true)
        {
            if (LivePort(cluster) is { } live && await AnswersAsync(live, password, ct)) return new(cluster, bin, live, password);

            var port = FreePort();
            var options = $"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' -c max_connections=200"
                + (durable ? string.Create(CultureInfo.InvariantCulture, $" -c shared_buffers={BuffersInMegabytes}MB{Remembering(bin)}") : " -c fsync=off -c full_page_writes=off -c synchronous_commit=off");
            var code = await RunAsync(AsServerUser([Path.Combine(bin, "pg_ctl"), "-D", cluster, "-w", "-t", "60", "-s", "-l", Path.Combine(folder, "log"), "-o", options, "start"]), ct);
            if (code == 0) return new(cluster, bin, port, password);
            if (since.Elapsed > TimeSpan.FromMinutes(1)) throw new InvalidOperationException($"PostgreSQL did not start; its log is {folder}/log.");
            await Task.Delay(TimeSpan.FromMilliseconds(250), ct); // the backends of a killed server may still hold its memory
        }
    }

    /// <summary>After a restart the pages that lay in its buffers are read again at once, not one by one when somebody waits for them (autoprewarm, PostgreSQL's manual, appendix F, pg_prewarm).</summary>
    private static string Remembering(string bin) =>
        File.Exists(Path.Combine(bin, "..", "lib", "pg_prewarm.so")) || File.Exists(Path.Combine(bin, "..", "lib", "postgresql", "pg_prewarm.so")) ? " -c shared_preload_libraries=pg_prewarm" : "";

    /// <summary>Makes a database where it is missing; returns the connection string for it.</summary>
    internal async Task<string> DatabaseAsync(string name, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        var there = await source.ReadAsync("select 1 from pg_database where datname = $1", [name], _ => 1, ct);
        if (there.Count == 0) await source.ExecuteAsync($"create database \"{name}\"", [], ct);
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name, Pooling = true }.ConnectionString;
    }

    /// <param name="mode">Of pg_ctl: immediate for a cluster that nobody needs any more.</param>
    internal async Task StopAsync(string mode = "fast") =>
        await RunAsync(AsServerUser([Path.Combine(_bin, "pg_ctl"), "-D", _cluster, "-m", mode, "-w", "-s", "stop"]), CancellationToken.None);

    private static async Task<string> ReachableByServerUserAsync(string folder, CancellationToken ct)
    {
        var there = Path.Combine(folder, "cluster-at");
        if (File.Exists(there)) return await File.ReadAllTextAsync(there, ct);
        if (await RunAsync(["runuser", "-u", "postgres", "--", "test", "-x", folder], ct) != 0)
        {
            var elsewhere = Path.Combine("/var/lib/hotline", Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(folder)))[..12].ToLowerInvariant());
            Directory.CreateDirectory(elsewhere);
            await File.WriteAllTextAsync(there, elsewhere, ct);
            folder = elsewhere;
        }

        await RunAsync(["chown", "postgres:", folder], ct);
        return folder;
    }

    private static async Task<string> InitializeAsync(string folder, string cluster, string bin, bool durable, CancellationToken ct)
    {
        var file = Path.Combine(folder, "password");
        if (File.Exists(Path.Combine(cluster, "PG_VERSION"))) return (await File.ReadAllTextAsync(file, ct)).Trim();

        if (Directory.Exists(cluster)) Directory.Delete(cluster, recursive: true); // an initialization that was cut off: nothing was ever stored
        await File.WriteAllTextAsync(file, Convert.ToHexString(RandomNumberGenerator.GetBytes(20)), ct);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (Environment.UserName == "root") await RunAsync(["chown", "postgres:", file], ct);
        List<string> arguments =
        [
            Path.Combine(bin, "initdb"), "-D", cluster, "-U", "hotline", "--pwfile=" + file, "-E", "UTF8", "--locale=C.UTF-8",
            "-A", "scram-sha-256", "--data-checksums", "--no-instructions",
        ];
        if (!durable) arguments.Add("--no-sync");
        var code = await RunAsync(["sh", "-c", "\"$@\" >/dev/null", "sh", .. AsServerUser(arguments)], ct);
        return code == 0 ? (await File.ReadAllTextAsync(file, ct)).Trim() : throw new InvalidOperationException($"initdb ended with {code} for {cluster}.");
    }

    private static string FindBinaries()
    {
        IEnumerable<string?> folders =
        [
            Environment.GetEnvironmentVariable("PG_BIN"),
            .. Directory.Exists("/usr/lib/postgresql")
                ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var v) ? v : 0).Select(d => Path.Combine(d, "bin"))
                : [],
            "/usr/local/pgsql/bin", "/usr/bin",
        ];
        return folders.FirstOrDefault(d => d is not null && File.Exists(Path.Combine(d, "initdb")))
            ?? throw new InvalidOperationException("No PostgreSQL server is installed. `./hotline run` installs it, or set PG_BIN to the folder with initdb.");
    }

    private static int? LivePort(string cluster)
    {
        var file = Path.Combine(cluster, "postmaster.pid");
        if (!File.Exists(file)) return null;
        var lines = File.ReadAllLines(file);
        return lines.Length > 3 && Directory.Exists("/proc/" + lines[0]) && int.TryParse(lines[3], CultureInfo.InvariantCulture, out var port) ? port : null;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static NpgsqlConnectionStringBuilder Connection(int port, string password, string database) => new()
    {
        Host = "127.0.0.1", Port = port, Username = "hotline", Password = password, Database = database, Pooling = false, Timeout = 5,
        MaxPoolSize = 32, MaxAutoPrepare = 50, AutoPrepareMinUsages = 2, NoResetOnClose = true,
    };

    private static async Task<bool> AnswersAsync(int port, string password, CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(Connection(port, password, "postgres").ConnectionString);
            await connection.OpenAsync(ct);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }

    private static string[] AsServerUser(List<string> arguments) =>
        Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--", .. arguments] : [.. arguments];

    private static async Task<int> RunAsync(string[] arguments, CancellationToken ct)
    {
        // no redirected pipes: the server would inherit them and keep them open for ever
        using var process = Process.Start(new ProcessStartInfo(arguments[0], arguments[1..]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync(ct);
        return process.ExitCode;
    }
}
