using Hangfire;
using Hotline.Tickets.Jobs;
using Npgsql;

namespace Hotline.Engines.Hangfire;

/// <summary>How Hangfire calls a job of ours. This type's name and the arguments stand in the database.</summary>
/// <remarks>A host that stops waits for it; one that does not wait long enough, or dies, leaves it to be run again.</remarks>
public sealed class JobCall(JobRuns runs, NpgsqlDataSource db)
{
    /// <param name="by">The actor as JSON; null for the calendar.</param>
    /// <exception cref="InvalidOperationException">It failed: so the dashboard shows it.</exception>
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(string name, string? by)
    {
        // Never beside itself. A lock of Hangfire's counts as abandoned after ten minutes; this one ends with the run or with its host.
        await using var session = await db.OpenConnectionAsync();
        await AskAsync(session, "select pg_advisory_lock(hashtextextended('recurring job ' || $1, 0))", name);
        try
        {
            if (!await runs.RunAsync(name, by, CancellationToken.None)) throw new InvalidOperationException("The job failed; why stands on the page of jobs.");
        }
        finally
        {
            await AskAsync(session, "select pg_advisory_unlock(hashtextextended('recurring job ' || $1, 0))", name);
        }
    }

    private static async Task AskAsync(NpgsqlConnection session, string sql, string name)
    {
        await using var command = new NpgsqlCommand(sql, session) { CommandTimeout = 0, Parameters = { new() { Value = name } } };
        await command.ExecuteNonQueryAsync();
    }
}
