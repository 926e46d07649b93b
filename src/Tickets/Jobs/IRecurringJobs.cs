namespace Hotline.Tickets.Jobs;

/// <summary>When a job runs next, and whether it is held.</summary>
/// <param name="Next">Null while it is paused.</param>
public sealed record JobTimes(DateTimeOffset? Next, bool Paused);

/// <summary>
/// The scheduler behind the recurring jobs (port; Quartz.NET by default, engines/Hangfire). Hosts on one database are one cluster:
/// a due job runs on one of them, once, and never beside itself. An engine is an IHostedService as well: starting plans the jobs.
/// </summary>
public interface IRecurringJobs
{
    /// <summary>By the job's name; a job that this cluster does not know yet is missing.</summary>
    Task<IReadOnlyDictionary<string, JobTimes>> TimesAsync(CancellationToken ct);

    /// <summary>Runs it now, on whichever host is free; a paused job too.</summary>
    Task RunNowAsync(string name, Actor by, CancellationToken ct);

    Task PauseAsync(string name, CancellationToken ct);

    Task ResumeAsync(string name, CancellationToken ct);
}
