using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Quartz;

namespace Hotline.Tickets.Jobs;

/// <summary>The recurring jobs and their scheduler.</summary>
internal static class JobsModule
{
    /// <param name="run">False: this host plans and runs none; the others of the cluster do.</param>
    internal static IServiceCollection AddJobs(this IServiceCollection services, bool run)
    {
        services.AddQuartz(quartz =>
        {
            quartz.UseDefaultThreadPool(2); // jobs are few and long; the host's cores belong to calls and tickets
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(source => source.DataSourceFactory = services => services.GetRequiredService<NpgsqlDataSource>());
                store.UseSystemTextJsonSerializer();
                store.ConfigureStore(o => (o.TablePrefix, o.StoreJobDataAsStrings, o.UseBackgroundThreads) = ("quartz.qrtz_", true, true));
                store.UseClustering();
                store.ProvisionSchema();
            });
        });
        services.Configure<QuartzSchedulerOptions>(o => (o.InstanceName, o.GenerateInstanceId) = ("hotline", true));
        services.AddSingleton<QuartzJobs>().AddSingleton<IRecurringJobs>(s => s.GetRequiredService<QuartzJobs>()).AddSingleton<JobRuns>().AddSingleton<JobAdministration>();
        if (run) services.AddSingleton<IHostedService>(s => (IHostedService)s.GetRequiredService<IRecurringJobs>()); // whichever engine that is
        return services
            .AddRecurringJob<DailyReport>("daily-report", "日报", "20 0 * * *")
            .AddRecurringJob<IndexCheck>("index-check", "索引与订阅检查", "30 3 * * SUN");
    }
}
