using Npgsql;

namespace Hotline.Search;

/// <summary>Of all hosts the one that writes the shared index: it holds a lock of the database's, which ends with its session, so another takes over when it dies.</summary>
internal sealed class OneWriter(NpgsqlDataSource db) : IAsyncDisposable
{
    private NpgsqlConnection? _session;

    internal async Task<bool> IsThisHostAsync(CancellationToken ct)
    {
        try
        {
            if (_session is not null) return await AskAsync(_session, "select true", ct); // the session lives, and so the lock
            var session = _session = await db.OpenConnectionAsync(ct);
            if (await AskAsync(session, "select pg_try_advisory_lock(hashtextextended('search.index', 0))", ct)) return true;
            await DisposeAsync();
            return false;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private static async Task<bool> AskAsync(NpgsqlConnection session, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, session);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _session, null) is { } session) await session.DisposeAsync(); // closing a session frees its locks
    }
}
