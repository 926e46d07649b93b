using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Quartz;

namespace Hotline.Tickets.Tests.Jobs;

/// <summary>The default scheduler.</summary>
public sealed class QuartzJobsTests : RecurringJobsContract
{
    private protected override void Choose(IServiceCollection services) => services.Configure<QuartzSchedulerOptions>(o => o.IdleWaitTime = TimeSpan.FromSeconds(1));

    // Times are kept in .NET ticks.
    private protected override Task MakeDueAsync(NpgsqlDataSource db, string name) => db.ExecuteAsync(
        "update quartz.qrtz_triggers set next_fire_time = (extract(epoch from now()) * 10000000)::bigint + 621355968000000000 where trigger_name = $1", [name], Ct);

    private protected override async Task<bool> IsPlannedAsync(NpgsqlDataSource db, string name, string cron) => (await db.ReadAsync(
        "select 1 from quartz.qrtz_cron_triggers where trigger_name = $1 and cron_expression = $2", [name, InItsWords(cron)], _ => 1, Ct)).Count == 1;

    private static string InItsWords(string cron) =>
        ((ICronTrigger)TriggerBuilder.Create().WithCronSchedule(CronScheduleBuilder.Create(cron, CronFormat.Unix)).Build()).CronExpressionString!;
}
