using Hangfire;
using Hangfire.AspNetCore;
using Hotline.Tickets;
using Hotline.Tickets.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hotline.Engines.Hangfire;

/// <summary>定时任务引擎: Hangfire behind <see cref="IRecurringJobs"/> in Quartz.NET's stead, with its dashboard for administrators.</summary>
public static class HangfireEngine
{
    private const string Dashboard = "/administration/hangfire", JobsPage = "/administration/jobs";

    /// <summary>After the module of tickets, whose scheduler it takes the place of.</summary>
    public static void AddHangfireJobs(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddHangfireJobs(TimeSpan.FromSeconds(15));
    }

    /// <param name="poll">How often it looks for what is due.</param>
    internal static void AddHangfireJobs(this IServiceCollection services, TimeSpan poll)
    {
        services.AddHangfire(_ => { }); // what its dashboard looks for; the storage is ours
        services.AddSingleton<HangfireStore>();
        services.AddSingleton(s => new BackgroundJobServerOptions
        {
            SchedulePollingInterval = poll,
            WorkerCount = 2, // jobs are few and long; the host's cores belong to calls and tickets
            Activator = new AspNetCoreJobActivator(s.GetRequiredService<IServiceScopeFactory>()),
        });
        services.Replace(ServiceDescriptor.Singleton<IRecurringJobs, HangfireJobs>());
    }

    /// <summary>Only to be read: who runs, pauses or resumes a job does so on the page of jobs, which writes down who it was.</summary>
    public static void MapHangfireJobs(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var options = new DashboardOptions { Authorization = [], IsReadOnlyFunc = _ => true, DashboardTitle = "定时任务 Hangfire", AppPath = JobsPage, DisplayStorageConnectionString = false };
        app.MapHangfireDashboard(Dashboard, options, app.Services.GetRequiredService<HangfireStore>().Storage)
            .RequireAuthorization(p => p.RequireRole(Role.Administrator.Code()));
    }
}
