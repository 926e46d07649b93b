using Hangfire.Common;
using Hotline.Tickets.Tests.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Hotline.Engines.Hangfire.Tests;

/// <summary>The suite of the port against Hangfire.</summary>
public sealed class HangfireJobsTests : RecurringJobsContract
{
    private protected override void Choose(IServiceCollection services) => services.AddHangfireJobs(TimeSpan.FromSeconds(1));

    private protected override Task MakeDueAsync(NpgsqlDataSource db, string name)
    {
        var (made, missed) = (JobHelper.SerializeDateTime(DateTime.UnixEpoch.AddYears(50)), JobHelper.SerializeDateTime(DateTime.UnixEpoch.AddYears(51)));
        return db.ExecuteAsync(
            """
            with moved as (update hangfire.set set score = 0 where key = 'recurring-jobs' and value = $1)
            update hangfire.hash set value = case field when 'NextExecution' then $3 else $2 end
            where key = 'recurring-job:' || $1 and field in ('NextExecution', 'LastExecution', 'CreatedAt')
            """, [name, made, missed], Ct);
    }

    private protected override async Task<bool> IsPlannedAsync(NpgsqlDataSource db, string name, string cron) => (await db.ReadAsync(
        "select 1 from hangfire.hash where key = 'recurring-job:' || $1 and field = 'HotlinePlan' and value = $2", [name, cron], _ => 1, Ct)).Count == 1;
}
