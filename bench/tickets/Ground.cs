using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Hotline.Bench;

/// <summary>A durable PostgreSQL of the bench's own, and folders for the host; in a temporary folder unless one is named.</summary>
internal sealed class Ground : IAsyncDisposable
{
    private readonly string? _temporary;
    private readonly PrivatePostgres _server;

    private Ground(string folder, string? temporary, PrivatePostgres server, string connectionString)
    {
        (Folder, _temporary, _server, ConnectionString) = (folder, temporary, server, connectionString);
        Database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { CommandTimeout = 0 });
    }

    internal string Folder { get; }

    internal string ConnectionString { get; }

    internal NpgsqlDataSource Database { get; }

    /// <summary>The cluster's data folder, wherever the server's user could reach it.</summary>
    internal string Cluster
    {
        get
        {
            var link = Path.Combine(Folder, "postgres", "cluster-at");
            return Path.Combine(File.Exists(link) ? File.ReadAllText(link) : Path.Combine(Folder, "postgres"), "cluster");
        }
    }

    internal static async Task<Ground> OpenAsync(string folder, CancellationToken ct)
    {
        var temporary = folder.Length == 0 ? Directory.CreateTempSubdirectory("hotline-bench-").FullName : null;
        folder = Path.GetFullPath(temporary ?? folder);
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_001_001); // the user postgres passes through
        var server = await PrivatePostgres.StartAsync(Path.Combine(folder, "postgres"), durable: true, ct);
        return new(folder, temporary, server, await server.DatabaseAsync("hotline", ct));
    }

    internal Task<BenchHost> HostAsync(CancellationToken ct, bool searching = true) => BenchHost.StartAsync(ConnectionString, Path.Combine(Folder, "host"), ct, searching);

    /// <summary>Reads every table and index into the server's memory, the largest first, so that what fits lies there as with a server that has run for weeks.</summary>
    /// <returns>Megabytes.</returns>
    internal async Task<long> ReadThroughAsync(CancellationToken ct)
    {
        await Database.ExecuteAsync("create extension if not exists pg_prewarm", [], ct);
        return (await Database.ReadAsync(
            "select (sum(pg_prewarm(c.oid)) * 8 / 1024)::bigint from (select c.oid from pg_class c where c.relkind in ('r', 'i', 't') and c.relpersistence = 'p' order by pg_relation_size(c.oid) desc offset 0) c", [], row => row.GetInt64(0), ct))[0];
    }

    /// <summary>A second database on the same server with all that the first has now.</summary>
    /// <returns>How to connect to it.</returns>
    internal async Task<string> CopyAsync(string name, CancellationToken ct)
    {
        var (from, to) = (new NpgsqlConnectionStringBuilder(ConnectionString), new NpgsqlConnectionStringBuilder(await _server.DatabaseAsync(name, ct)));
        var copy = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", "pg_dump -w -d \"$FROM\" | psql -q -w -v ON_ERROR_STOP=1 -d \"$TO\" > /dev/null"]) { Environment = { ["PGPASSWORD"] = from.Password, ["FROM"] = Address(from), ["TO"] = Address(to) } };
        using var process = Process.Start(copy)!;
        await process.WaitForExitAsync(ct);
        return process.ExitCode == 0 ? to.ConnectionString : throw new InvalidOperationException("The database could not be copied.");

        static string Address(NpgsqlConnectionStringBuilder c) => string.Create(CultureInfo.InvariantCulture, $"host={c.Host} port={c.Port} user={c.Username} dbname={c.Database}");
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _server.StopAsync();
        if (_temporary is not null) Directory.Delete(_temporary, recursive: true);
    }
}
