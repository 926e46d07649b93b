using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Hotline.Tickets.Jobs;

/// <summary>Recurring jobs on Quartz.NET, stored in the schema quartz of the same database and clustered over all hosts.</summary>
/// <remarks>Starts when the host serves, so that it costs the start nothing; without a database it tries again.</remarks>
internal sealed partial class QuartzJobs(
    ISchedulerFactory schedulers, IEnumerable<RecurringJobPlan> plans, CityRules rules, IHostApplicationLifetime host, TimeProvider clock, ILogger<QuartzJobs> log)
    : BackgroundService, IRecurringJobs
{
    internal const string By = "by";
    private const string Group = "plan";
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyDictionary<string, JobTimes>> TimesAsync(CancellationToken ct)
    {
        var scheduler = await schedulers.GetScheduler(ct);
        var found = await scheduler.QueryTriggers(new TriggerQuery { Group = GroupMatcher<TriggerKey>.GroupEquals(Group), Take = PagedQuery.All }, ct);
        var names = plans.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        return found.Items.Where(t => names.Contains(t.Key.Name))
            .ToDictionary(t => t.Key.Name, t => t.State == TriggerState.Paused ? new JobTimes(null, Paused: true) : new JobTimes(t.NextFireTimeUtc, Paused: false), StringComparer.Ordinal);
    }

    public async Task RunNowAsync(string name, Actor by, CancellationToken ct) =>
        await (await schedulers.GetScheduler(ct)).TriggerJob(new JobKey(name), new JobDataMap { [By] = EventJson.Write(by) }, ct);

    public async Task PauseAsync(string name, CancellationToken ct) => await (await schedulers.GetScheduler(ct)).PauseJob(new JobKey(name), ct);

    public async Task ResumeAsync(string name, CancellationToken ct) => await (await schedulers.GetScheduler(ct)).ResumeJob(new JobKey(name), ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!await ServesAsync(stoppingToken)) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await BeginAsync(stoppingToken);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                CannotBegin(log, e);
                await Task.Delay(Again, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) { return; }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        foreach (var scheduler in await schedulers.GetAllSchedulers(cancellationToken)) await scheduler.Shutdown(waitForJobsToComplete: true, cancellationToken);
    }

    private async Task<bool> ServesAsync(CancellationToken ct)
    {
        var started = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var up = host.ApplicationStarted.Register(() => started.TrySetResult(true));
        await using var down = ct.Register(() => started.TrySetResult(false));
        return await started.Task;
    }

    private async Task BeginAsync(CancellationToken ct)
    {
        var scheduler = await schedulers.GetScheduler(ct);
        await scheduler.Start(ct);
        foreach (var plan in plans) await ScheduleAsync(scheduler, plan, ct);
    }

    /// <summary>A plan that stands as it is keeps its history and its pause; a changed one is set anew and stays paused where it was.</summary>
    private async Task ScheduleAsync(IScheduler scheduler, RecurringJobPlan plan, CancellationToken ct)
    {
        var wanted = TriggerBuilder.Create().WithIdentity(Trigger(plan)).ForJob(plan.Name)
            .WithCronSchedule(CronScheduleBuilder.Create(plan.Cron, CronFormat.Unix).InTimeZone(rules.Zone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
            .Build();
        if (await scheduler.GetTrigger(Trigger(plan), ct) is not ICronTrigger known)
        {
            var job = JobBuilder.Create<RecurringJobCall>().WithIdentity(plan.Name).StoreDurably().RequestRecovery().Build();
            await scheduler.AddJob(job, new AddJobOptions { Replace = true }, ct);
            await scheduler.ScheduleTrigger(wanted, TriggerConflict.Replace, ct);
        }
        else if (known.CronExpressionString != ((ICronTrigger)wanted).CronExpressionString)
        {
            var paused = await scheduler.GetTriggerState(known.Key, ct) == TriggerState.Paused;
            await scheduler.RescheduleJob(known.Key, wanted, ct);
            if (paused) await scheduler.PauseTrigger(wanted.Key, ct);
        }
    }

    private static TriggerKey Trigger(RecurringJobPlan plan) => new(plan.Name, Group);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The job scheduler could not begin; it is tried again in ten seconds. Nothing but recurring jobs waits for it")]
    private static partial void CannotBegin(ILogger log, Exception e);
}

/// <summary>How Quartz calls a job of ours.</summary>
[DisallowConcurrentExecution]
internal sealed class RecurringJobCall(JobRuns runs) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await runs.RunAsync(
            context.JobDetail.Key.Name, context.MergedJobDataMap.TryGetValue(QuartzJobs.By, out var by) && by is string json ? json : null, cancellationToken);
}
