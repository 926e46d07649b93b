using System.Globalization;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;
using Hotline.Tickets;
using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Engines.Hangfire;

/// <summary>Recurring jobs on Hangfire. It knows no pause: a paused job has a schedule that never comes, and its own beside it.</summary>
/// <remarks>Starts when the host serves, so that it costs the start nothing; without a database it tries again.</remarks>
internal sealed partial class HangfireJobs(
    HangfireStore store, BackgroundJobServerOptions server, IEnumerable<RecurringJobPlan> plans, CityRules rules, IHostApplicationLifetime host, TimeProvider clock, ILogger<HangfireJobs> log)
    : BackgroundService, IRecurringJobs
{
    private const string Paused = "HotlinePaused", Planned = "HotlinePlan";
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(10);

    public Task<IReadOnlyDictionary<string, JobTimes>> TimesAsync(CancellationToken ct)
    {
        using var connection = store.Storage.GetConnection();
        var times = new Dictionary<string, JobTimes>(StringComparer.Ordinal);
        foreach (var plan in plans)
        {
            if (connection.GetAllEntriesFromHash(Key(plan.Name)) is not { } kept || !kept.ContainsKey(Planned)) continue;
            var paused = kept.ContainsKey(Paused) && kept[Paused] == "1";
            times[plan.Name] = new(paused ? null : Moment(kept.GetValueOrDefault("NextExecution")), paused);
        }

        return Task.FromResult<IReadOnlyDictionary<string, JobTimes>>(times);
    }

    public Task RunNowAsync(string name, Actor by, CancellationToken ct)
    {
        new BackgroundJobClient(store.Storage).Create(Call(name, EventJson.Write(by)), new EnqueuedState());
        return Task.CompletedTask;
    }

    public Task PauseAsync(string name, CancellationToken ct) => SetAsync(name, paused: true);

    public Task ResumeAsync(string name, CancellationToken ct) => SetAsync(name, paused: false);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ServingAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                PlanAll();
                using var running = new BackgroundJobServer(server, store.Storage);
                await running.WaitForShutdownAsync(stoppingToken); // ends with the host; disposing waits for the jobs under way
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                CannotBegin(log, e);
                await Task.Delay(Again, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) { return; }
        }
    }

    private async Task ServingAsync(CancellationToken ct)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var up = host.ApplicationStarted.Register(() => started.TrySetResult());
        await using var down = ct.Register(() => started.TrySetResult());
        await started.Task;
    }

    /// <summary>A plan that stands as it is keeps what it missed while no host ran, and its pause; a changed one is set anew and stays paused where it was.</summary>
    private void PlanAll()
    {
        using var connection = store.Storage.GetConnection();
        foreach (var plan in plans)
        {
            var kept = connection.GetAllEntriesFromHash(Key(plan.Name)) ?? [];
            if (kept.GetValueOrDefault(Planned) != plan.Cron) Set(connection, plan, paused: kept.GetValueOrDefault(Paused) == "1");
        }
    }

    private Task SetAsync(string name, bool paused)
    {
        using var connection = store.Storage.GetConnection();
        if (plans.FirstOrDefault(p => p.Name == name) is { } plan) Set(connection, plan, paused);
        return Task.CompletedTask;
    }

    private void Set(IStorageConnection connection, RecurringJobPlan plan, bool paused)
    {
        new RecurringJobManager(store.Storage).AddOrUpdate(plan.Name, Call(plan.Name, by: null), paused ? Cron.Never() : plan.Cron, new RecurringJobOptions { TimeZone = rules.Zone });
        connection.SetRangeInHash(Key(plan.Name), [KeyValuePair.Create(Planned, plan.Cron), KeyValuePair.Create(Paused, paused ? "1" : "0")]);
    }

    private static Job Call(string name, string? by) => Job.FromExpression<JobCall>(call => call.RunAsync(name, by));

    private static string Key(string name) => $"recurring-job:{name}";

    private static DateTimeOffset? Moment(string? kept) =>
        JobHelper.DeserializeNullableDateTime(kept) is { } at ? new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)) : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The job scheduler could not begin; it is tried again in ten seconds. Nothing but recurring jobs waits for it")]
    private static partial void CannotBegin(ILogger log, Exception e);
}
