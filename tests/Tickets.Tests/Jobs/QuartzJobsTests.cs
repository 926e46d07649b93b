using Hotline.Tickets.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;

namespace Hotline.Tickets.Tests.Jobs;

public sealed class QuartzJobsTests
{
    private static readonly Actor Admin = new("admin", "管", Role.Administrator, null);

    [Fact]
    public async Task A_due_job_runs_once_however_many_hosts_there_are()
    {
        var bell = new Bell();
        await using var db = await TestDatabase.CreateAsync("tickets", d => TicketsStartup.MigrateAsync(d, Ct));
        using var one = await HostAsync(db, bell);
        using var two = await HostAsync(db, bell);
        for (var round = 1; round <= 4; round++)
        {
            await db.ExecuteAsync("update quartz.qrtz_triggers set next_fire_time = (extract(epoch from now()) * 10000000)::bigint + 621355968000000000 where trigger_name = 'ring'", [], Ct);
            await bell.Rung.WaitAsync(Ct);
        }

        var runs = one.Services.GetRequiredService<JobRuns>();
        await UntilAsync(async () => (await runs.HistoryAsync("ring", 10, Ct)).All(r => r.EndedAt is not null));
        Assert.Equal(4, (await runs.HistoryAsync("ring", 10, Ct)).Count);
        Assert.Equal(4, bell.Count);
        await one.StopAsync(Ct);
        await two.StopAsync(Ct);
    }

    [Fact]
    public async Task An_administrator_runs_pauses_and_resumes_and_each_change_names_them()
    {
        var bell = new Bell();
        await using var db = await TestDatabase.CreateAsync("tickets", d => TicketsStartup.MigrateAsync(d, Ct));
        using var host = await HostAsync(db, bell);
        var jobs = host.Services.GetRequiredService<JobAdministration>();

        await jobs.PauseAsync("ring", Admin, "检修", Ct);
        var paused = (await jobs.ListAsync(Ct)).Single(j => j.Name == "ring");
        Assert.True(paused.Paused);
        Assert.Null(paused.Next);

        await jobs.RunNowAsync("ring", Admin, null, Ct);
        await bell.Rung.WaitAsync(Ct);
        await jobs.ResumeAsync("ring", Admin, null, Ct);
        await UntilAsync(async () => (await jobs.ListAsync(Ct)).Single(j => j.Name == "ring").Outcome is not null);

        var line = (await jobs.ListAsync(Ct)).Single(j => j.Name == "ring");
        Assert.Equal(("done", "响了", false), (line.Outcome, line.Said, line.Paused));
        Assert.NotNull(line.Next);
        Assert.Equal(Admin, Assert.Single(await host.Services.GetRequiredService<JobRuns>().HistoryAsync("ring", 10, Ct)).By);
        Assert.Equal([("resume", "admin"), ("run", "admin"), ("pause", "admin")], (await jobs.ChangesAsync(10, Ct)).Select(c => (c.Change, c.By.Id)));
        await host.StopAsync(Ct);
    }

    [Fact]
    public async Task A_job_that_fails_says_why_and_comes_again()
    {
        var bell = new Bell { Broken = true };
        await using var db = await TestDatabase.CreateAsync("tickets", d => TicketsStartup.MigrateAsync(d, Ct));
        using var host = await HostAsync(db, bell);
        var jobs = host.Services.GetRequiredService<JobAdministration>();
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await jobs.RunNowAsync("ring", Admin, null, Ct);
            await bell.Rung.WaitAsync(Ct);
        }

        await UntilAsync(async () => (await host.Services.GetRequiredService<JobRuns>().HistoryAsync("ring", 10, Ct)) is [{ Outcome: "failed" }, { Outcome: "failed" }]);
        Assert.Equal("铃坏了", (await jobs.ListAsync(Ct)).Single(j => j.Name == "ring").Error);
        await host.StopAsync(Ct);
    }

    [Fact]
    public async Task A_changed_plan_stays_paused()
    {
        var bell = new Bell();
        await using var db = await TestDatabase.CreateAsync("tickets", d => TicketsStartup.MigrateAsync(d, Ct));
        using (var host = await HostAsync(db, bell))
        {
            await host.Services.GetRequiredService<JobAdministration>().PauseAsync("ring", Admin, null, Ct);
            await host.StopAsync(Ct);
        }

        using var next = await HostAsync(db, bell, cron: "15 4 * * SUN");
        await UntilAsync(async () => (await db.ReadAsync(
            "select 1 from quartz.qrtz_cron_triggers c join quartz.qrtz_triggers t using (sched_name, trigger_name) where trigger_name = 'ring' and c.cron_expression like '%4%' and t.trigger_state = 'PAUSED'",
            [], _ => 1, Ct)).Count == 1);
        var line = (await next.Services.GetRequiredService<JobAdministration>().ListAsync(Ct)).Single(j => j.Name == "ring");
        Assert.True(line.Paused);
        await next.Services.GetRequiredService<JobAdministration>().ResumeAsync("ring", Admin, null, Ct);
        var resumed = (await next.Services.GetRequiredService<JobAdministration>().ListAsync(Ct)).Single(j => j.Name == "ring");
        Assert.Equal((DayOfWeek.Sunday, 4, 15), resumed.Next!.Value.ToOffset(TimeSpan.FromHours(8)) is var at ? (at.DayOfWeek, at.Hour, at.Minute) : default);
        await next.StopAsync(Ct);
    }

    private static async Task<IHost> HostAsync(NpgsqlDataSource db, Bell bell, string cron = "0 0 1 1 *")
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddLogging(l => l.ClearProviders());
        builder.Services.AddSingleton(db).AddSingleton(Sample.Rules).AddSingleton(TimeProvider.System).AddSingleton(bell);
        builder.Services.AddJobs(run: true).AddRecurringJob<Ring>("ring", "响铃", cron);
        builder.Services.Configure<QuartzSchedulerOptions>(o => o.IdleWaitTime = TimeSpan.FromSeconds(1));
        var host = builder.Build();
        await host.StartAsync(Ct);
        await UntilAsync(async () => (await host.Services.GetRequiredService<IRecurringJobs>().TimesAsync(Ct)).ContainsKey("ring"));
        return host;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var i = 0; i < 200; i++)
        {
            try
            {
                if (await holds()) return;
            }
            catch (Exception) when (i < 199) { /* the scheduler's tables are being made */ }

            await Task.Delay(100, Ct);
        }

        Assert.Fail("It did not come to hold within twenty seconds.");
    }

    internal sealed class Bell
    {
        private int _count;

        internal SemaphoreSlim Rung { get; } = new(0);
        internal bool Broken { get; init; }
        internal int Count => _count;

        internal string Ring()
        {
            Interlocked.Increment(ref _count);
            Rung.Release();
            return Broken ? throw new InvalidOperationException("铃坏了") : "响了";
        }
    }

    private sealed class Ring(Bell bell) : IRecurringJob
    {
        public Task<string> RunAsync(CancellationToken ct) => Task.FromResult(bell.Ring());
    }
}
