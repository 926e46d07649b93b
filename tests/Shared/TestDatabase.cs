using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Hotline;

/// <summary>
/// The real PostgreSQL of one test assembly, made in a temporary folder on first use and removed at the end. Every test class
/// takes a database of its own, copied from a template that was migrated once.
/// </summary>
internal static class TestDatabase
{
    private static readonly SemaphoreSlim OneAtATime = new(1);
    private static readonly HashSet<string> Templates = [];
    private static readonly string Folder = Path.Combine(Path.GetTempPath(), $"hotline-test-{Environment.ProcessId}");
    private static PrivatePostgres? _server;
    private static int _made;

    /// <param name="template">A name for what <paramref name="migrate"/> does: it runs once per name and process.</param>
    internal static async Task<NpgsqlDataSource> CreateAsync(string template, Func<NpgsqlDataSource, Task> migrate)
    {
        await OneAtATime.WaitAsync();
        try
        {
            _server ??= await StartAsync();
            if (Templates.Add(template))
            {
                var to = await _server.DatabaseAsync(template, CancellationToken.None);
                await using var empty = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(to) { Pooling = false });
                await migrate(empty);
            }

            var name = string.Create(CultureInfo.InvariantCulture, $"{template}_{++_made}");
            await using var admin = NpgsqlDataSource.Create(_server.ConnectionString);
            await admin.ExecuteAsync($"create database \"{name}\" template \"{template}\"", [], CancellationToken.None);
            return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(await _server.DatabaseAsync(name, CancellationToken.None)) { ConnectionIdleLifetime = 5, ConnectionPruningInterval = 1 });
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    /// <summary>How to reach one of these databases by connections of one's own: the source itself keeps its password to itself.</summary>
    internal static string Again(NpgsqlDataSource db) =>
        new NpgsqlConnectionStringBuilder(_server!.ConnectionString) { Database = new NpgsqlConnectionStringBuilder(db.ConnectionString).Database, Pooling = true, ConnectionIdleLifetime = 5, ConnectionPruningInterval = 1 }.ConnectionString;

    private static async Task<PrivatePostgres> StartAsync()
    {
        var server = await PrivatePostgres.StartAsync(Folder, durable: false, CancellationToken.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            NpgsqlConnection.ClearAllPools();
            server.StopAsync("immediate").GetAwaiter().GetResult();
            using var _ = Process.Start("rm", ["-rf", Folder]); // hundreds of databases: the runner does not wait so long for a process to end
        };
        return server;
    }
}
