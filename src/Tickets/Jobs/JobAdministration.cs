using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Jobs;

/// <summary>A job as the administrator sees it (定时任务).</summary>
/// <param name="DurationSeconds">Of the last run that ended.</param>
/// <param name="Next">Null while paused, or before a host has planned it.</param>
public sealed record JobLine(string Name, string Title, string Cron, DateTimeOffset? LastRun, string? Outcome, string? Said, string? Error, double? DurationSeconds, DateTimeOffset? Next, bool Paused);

/// <summary>Who changed a job's course (任务操作记录).</summary>
/// <param name="Change">run, pause or resume.</param>
public sealed record JobChange(string Name, string Change, Actor By, string? Reason, DateTimeOffset At);

/// <summary>Lists the jobs and changes their course; every change is written down with its actor before it is made.</summary>
public sealed class JobAdministration(NpgsqlDataSource db, IRecurringJobs engine, JobRuns runs, IEnumerable<RecurringJobPlan> plans, TimeProvider clock)
{
    public async Task<IReadOnlyList<JobLine>> ListAsync(CancellationToken ct)
    {
        var (times, last) = (await engine.TimesAsync(ct), await runs.LastAsync(ct));
        return [.. plans.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => Line(p, times.GetValueOrDefault(p.Name), last.GetValueOrDefault(p.Name)))];
    }

    public bool Knows(string name) => plans.Any(p => p.Name == name);

    public Task RunNowAsync(string name, Actor by, string? reason, CancellationToken ct) => ChangeAsync(name, "run", by, reason, () => engine.RunNowAsync(name, by, ct), ct);

    public Task PauseAsync(string name, Actor by, string? reason, CancellationToken ct) => ChangeAsync(name, "pause", by, reason, () => engine.PauseAsync(name, ct), ct);

    public Task ResumeAsync(string name, Actor by, string? reason, CancellationToken ct) => ChangeAsync(name, "resume", by, reason, () => engine.ResumeAsync(name, ct), ct);

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<JobChange>> ChangesAsync(int limit, CancellationToken ct) => await db.ReadAsync(
        "select name, change, actor, reason, at from tickets.job_change order by id desc limit $1", [limit],
        row => new JobChange(row.GetString(0), row.GetString(1), EventJson.Read<Actor>(row.GetString(2)), row.Maybe<string>(3), row.Time(4)), ct);

    private async Task ChangeAsync(string name, string change, Actor by, string? reason, Func<Task> make, CancellationToken ct)
    {
        await db.ExecuteAsync(
            "insert into tickets.job_change (name, change, actor, reason, at) values ($1, $2, $3::text::jsonb, $4, $5)", [name, change, EventJson.Write(by), reason, clock.Now()], ct);
        await make();
    }

    private static JobLine Line(RecurringJobPlan plan, JobTimes? times, JobRun? last) => new(
        plan.Name, plan.Title, plan.Cron, last?.StartedAt, last?.Outcome, last?.Said, last?.Error, (last?.EndedAt - last?.StartedAt)?.TotalSeconds, times?.Next, times?.Paused ?? false);
}
