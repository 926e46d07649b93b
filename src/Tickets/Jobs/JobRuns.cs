using Hotline.Tickets.EventStore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hotline.Tickets.Jobs;

/// <summary>One run of a job (任务执行记录).</summary>
/// <param name="EndedAt">Null while it runs, or where its host died in the middle.</param>
/// <param name="Outcome">done, failed, or null while it runs.</param>
/// <param name="Said">What was done, in a sentence.</param>
/// <param name="Error">What went wrong.</param>
/// <param name="By">Who asked for it; null where the calendar did.</param>
public sealed record JobRun(long Id, string Name, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? Outcome, string? Said, string? Error, string Host, Actor? By);

/// <summary>Runs jobs and writes each run down with its outcome, whichever scheduler calls.</summary>
public sealed partial class JobRuns(NpgsqlDataSource db, IServiceProvider services, IEnumerable<RecurringJobPlan> plans, TimeProvider clock, ILogger<JobRuns> log)
{
    private const string Columns = "id, name, started_at, ended_at, outcome, said, error, host, started_by";

    /// <param name="by">The actor as JSON; null for the calendar.</param>
    /// <returns>False where it failed, which is written down; the scheduler need not try again.</returns>
    internal async Task<bool> RunAsync(string name, string? by, CancellationToken ct)
    {
        if (plans.FirstOrDefault(p => p.Name == name) is not { } plan) return true; // another host's newer or older plan
        var id = await BeginAsync(name, by, ct);
        try
        {
            var said = await ((IRecurringJob)services.GetRequiredService(plan.Type)).RunAsync(ct);
            await EndAsync(id, "done", said, error: null);
            return true;
        }
        catch (Exception e)
        {
            RunFailed(log, name, e);
            await EndAsync(id, "failed", said: null, e.Message);
            return false;
        }
    }

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<JobRun>> HistoryAsync(string name, int limit, CancellationToken ct) =>
        await db.ReadAsync($"select {Columns} from tickets.job_run where name = $1 order by id desc limit $2", [name, limit], Read, ct);

    /// <summary>Of each job the newest.</summary>
    public async Task<IReadOnlyDictionary<string, JobRun>> LastAsync(CancellationToken ct) =>
        (await db.ReadAsync(
            $"select r.* from unnest($1::text[]) n cross join lateral (select {Columns} from tickets.job_run where name = n order by id desc limit 1) r",
            [plans.Select(p => p.Name).ToArray()], Read, ct)).ToDictionary(r => r.Name, StringComparer.Ordinal);

    private async Task<long> BeginAsync(string name, string? by, CancellationToken ct) => (await db.ReadAsync(
        "insert into tickets.job_run (name, started_at, host, started_by) values ($1, $2, $3, $4::text::jsonb) returning id",
        [name, clock.Now(), Environment.MachineName, by], row => row.GetInt64(0), ct))[0];

    private Task<int> EndAsync(long id, string outcome, string? said, string? error) => db.ExecuteAsync(
        "update tickets.job_run set ended_at = $2, outcome = $3, said = $4, error = $5 where id = $1", [id, clock.Now(), outcome, said, error], CancellationToken.None);

    private static JobRun Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.Time(2), row.MaybeTime(3), row.Maybe<string>(4), row.Maybe<string>(5), row.Maybe<string>(6), row.GetString(7),
        row.Maybe<string>(8) is { } by ? EventJson.Read<Actor>(by) : null);

    [LoggerMessage(Level = LogLevel.Error, Message = "The job {Name} failed; its next run comes as planned")]
    private static partial void RunFailed(ILogger log, string name, Exception e);
}
