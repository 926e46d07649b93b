using Hotline.Tickets.City;
using Hotline.Tickets.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hotline.Tickets.Tests.Jobs;

/// <summary>What every engine of <see cref="IRecurringJobs"/> does, on a real database; a test class of each engine inherits it.</summary>
public abstract class RecurringJobsContract
{
    private const string OnceAYear = "0 0 1 1 *";
    private static readonly Actor Admin = new("admin", "管", Role.Administrator, null);
    private static readonly CityRules Rules = new(CityProfileFile.Read(new TicketsOptions().CityFile));

    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Puts the engine in the default's place, polling as often as it can.</summary>
    private protected abstract void Choose(IServiceCollection services);

    /// <summary>As if the job's next time had come and gone.</summary>
    private protected abstract Task MakeDueAsync(NpgsqlDataSource db, string name);

    /// <summary>Whether the engine's own tables hold this plan.</summary>
    private protected abstract Task<bool> IsPlannedAsync(NpgsqlDataSource db, string name, string cron);

    [Fact]
    public async Task A_due_job_runs_once_however_many_hosts_there_are()
    {
        var bell = new Bell();
        await using var db = await DatabaseAsync();
        using var one = await HostAsync(db, bell);
        using var two = await HostAsync(db, bell);
        for (var round = 1; round <= 4; round++)
        {
            await MakeDueAsync(db, "ring");
            await bell.Rung.WaitAsync(Ct);
            await UntilAsync(async () => (await RunsAsync(one)).All(r => r.EndedAt is not null) && await NextAsync(one) > TimeProvider.System.GetUtcNow());
        }

        Assert.Equal(4, (await RunsAsync(one)).Count);
        Assert.Equal(4, bell.Count);
        await one.StopAsync(Ct);
        await two.StopAsync(Ct);
    }

    [Fact]
    public async Task What_was_missed_while_no_host_ran_is_made_up_for_once()
    {
        var bell = new Bell();
        await using var db = await DatabaseAsync();
        using (var before = await HostAsync(db, bell)) await before.StopAsync(Ct);
        await MakeDueAsync(db, "ring");

        using var after = await HostAsync(db, bell);
        await bell.Rung.WaitAsync(Ct);
        await UntilAsync(async () => (await RunsAsync(after)) is [{ Outcome: "done", By: null }]);

        Assert.True(await NextAsync(after) > TimeProvider.System.GetUtcNow());
        Assert.Equal(1, bell.Count);
        await after.StopAsync(Ct);
    }

    [Fact]
    public async Task A_job_never_runs_beside_itself()
    {
        var bell = new Bell { MayEnd = new(0) };
        await using var db = await DatabaseAsync();
        using var one = await HostAsync(db, bell);
        using var two = await HostAsync(db, bell);
        foreach (var host in (IHost[])[one, two, one]) await Jobs(host).RunNowAsync("ring", Admin, null, Ct);
        for (var run = 1; run <= 3; run++)
        {
            await bell.Rung.WaitAsync(Ct);
            bell.MayEnd.Release();
        }

        await UntilAsync(async () => (await RunsAsync(one)).Count(r => r.Outcome == "done") == 3);
        Assert.Equal(1, bell.MostAtOnce);
        await one.StopAsync(Ct);
        await two.StopAsync(Ct);
    }

    [Fact]
    public async Task An_administrator_runs_pauses_and_resumes_and_each_change_names_them()
    {
        var bell = new Bell();
        await using var db = await DatabaseAsync();
        using var host = await HostAsync(db, bell);
        var jobs = Jobs(host);

        await jobs.PauseAsync("ring", Admin, "检修", Ct);
        Assert.Equal((true, null), await LineAsync(host) is var paused ? (paused.Paused, paused.Next) : default);

        await jobs.RunNowAsync("ring", Admin, null, Ct);
        await bell.Rung.WaitAsync(Ct);
        await jobs.ResumeAsync("ring", Admin, null, Ct);
        await UntilAsync(async () => (await LineAsync(host)).Outcome is not null);

        var line = await LineAsync(host);
        Assert.Equal(("done", "响了", false), (line.Outcome, line.Said, line.Paused));
        Assert.True(line.LastRun < line.Next, $"last {line.LastRun:O}, next {line.Next:O}");
        Assert.Equal(Admin, Assert.Single(await RunsAsync(host)).By);
        Assert.Equal([("resume", "admin"), ("run", "admin"), ("pause", "admin")], (await jobs.ChangesAsync(10, Ct)).Select(c => (c.Change, c.By.Id)));
        await host.StopAsync(Ct);
    }

    [Fact]
    public async Task A_job_that_fails_says_why_and_comes_again()
    {
        var bell = new Bell { Broken = true };
        await using var db = await DatabaseAsync();
        using var host = await HostAsync(db, bell);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await Jobs(host).RunNowAsync("ring", Admin, null, Ct);
            await bell.Rung.WaitAsync(Ct);
        }

        await UntilAsync(async () => await RunsAsync(host) is [{ Outcome: "failed" }, { Outcome: "failed" }]);
        Assert.Equal("铃坏了", (await LineAsync(host)).Error);
        await host.StopAsync(Ct);
    }

    [Fact]
    public async Task A_changed_plan_stays_paused()
    {
        var bell = new Bell();
        await using var db = await DatabaseAsync();
        using (var host = await HostAsync(db, bell))
        {
            await Jobs(host).PauseAsync("ring", Admin, null, Ct);
            await host.StopAsync(Ct);
        }

        using var next = await HostAsync(db, bell, "15 4 * * SUN");
        await UntilAsync(async () => (await LineAsync(next)).Paused);
        await Jobs(next).ResumeAsync("ring", Admin, null, Ct);

        Assert.Equal((DayOfWeek.Sunday, 4, 15), (await LineAsync(next)).Next!.Value.ToOffset(TimeSpan.FromHours(8)) is var at ? (at.DayOfWeek, at.Hour, at.Minute) : default);
        await next.StopAsync(Ct);
    }

    private static Task<NpgsqlDataSource> DatabaseAsync() => TestDatabase.CreateAsync("tickets", d => TicketsStartup.MigrateAsync(d, Ct));

    private async Task<IHost> HostAsync(NpgsqlDataSource db, Bell bell, string cron = OnceAYear)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddLogging(l => l.ClearProviders());
        builder.Services.AddSingleton(db).AddSingleton(Rules).AddSingleton(TimeProvider.System).AddSingleton(bell);
        builder.Services.AddJobs(run: true).AddRecurringJob<Ring>("ring", "响铃", cron);
        Choose(builder.Services);
        var host = builder.Build();
        await host.StartAsync(Ct);
        await UntilAsync(() => IsPlannedAsync(db, "ring", cron));
        return host;
    }

    private static JobAdministration Jobs(IHost host) => host.Services.GetRequiredService<JobAdministration>();

    private static async Task<JobLine> LineAsync(IHost host) => (await Jobs(host).ListAsync(Ct)).Single(j => j.Name == "ring");

    private static async Task<DateTimeOffset?> NextAsync(IHost host) => (await LineAsync(host)).Next;

    private static Task<IReadOnlyList<JobRun>> RunsAsync(IHost host) => host.Services.GetRequiredService<JobRuns>().HistoryAsync("ring", 10, Ct);

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var i = 0; i < 300; i++)
        {
            try
            {
                if (await holds()) return;
            }
            catch (NpgsqlException) when (i < 299) { /* the scheduler's tables are being made */ }

            await Task.Delay(100, Ct);
        }

        Assert.Fail("It did not come to hold within thirty seconds.");
    }
}
