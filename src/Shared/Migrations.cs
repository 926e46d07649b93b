using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Hotline;

/// <summary>
/// Applies a module's numbered SQL files, embedded in its assembly, in order and once each. Safe when several hosts start
/// together: an advisory lock lets one of them work while the others wait and then find nothing to do.
/// </summary>
internal static class Migrations
{
    private const long Lock = 12345_0001;

    /// <exception cref="InvalidOperationException">A file that was applied has been changed since: add a new number instead.</exception>
    internal static async Task ApplyAsync(NpgsqlDataSource db, string module, Assembly from, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await RunAsync(connection, $"select pg_advisory_lock({Lock})", ct);
        try
        {
            await RunAsync(
                connection,
                """
                create table if not exists public.migration (
                  module text not null, name text not null, checksum text not null, applied_at timestamptz not null default now(),
                  primary key (module, name))
                """,
                ct);
            foreach (var name in from.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            {
                await ApplyOneAsync(connection, module, name, Text(from, name), ct);
            }
        }
        finally
        {
            await RunAsync(connection, $"select pg_advisory_unlock({Lock})", CancellationToken.None);
        }
    }

    private static async Task ApplyOneAsync(NpgsqlConnection connection, string module, string name, string sql, CancellationToken ct)
    {
        var checksum = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
        await using var known = new NpgsqlCommand("select checksum from public.migration where module = $1 and name = $2", connection)
        {
            Parameters = { new() { Value = module }, new() { Value = name } },
        };
        if (await known.ExecuteScalarAsync(ct) is string applied)
        {
            if (applied != checksum) throw new InvalidOperationException($"Migration {module}/{name} was applied and has been changed since. Add a new file instead.");
            return;
        }

        await using var transaction = await connection.BeginTransactionAsync(ct);
        await RunAsync(connection, sql, ct);
        await using var remember = new NpgsqlCommand("insert into public.migration (module, name, checksum) values ($1, $2, $3)", connection)
        {
            Parameters = { new() { Value = module }, new() { Value = name }, new() { Value = checksum } },
        };
        await remember.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 }; // indexes over millions take minutes
        await command.ExecuteNonQueryAsync(ct);
    }

    private static string Text(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
