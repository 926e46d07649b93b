using Hotline.Tickets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hotline.Bench;

/// <summary>The ticket module with nothing running but its sweep of the clocks, at a time that is shifted.</summary>
internal static class SweepingHost
{
    internal static async Task RunAsync(string connection, string folder, TimeSpan shift)
    {
        await using var services = Services(NpgsqlDataSource.Create(connection), folder, new ShiftedTime(shift));
        await Hosted(services, "ClockSweep").StartAsync(CancellationToken.None);
        await Task.Delay(Timeout.Infinite);
    }

    internal static ServiceProvider Services(NpgsqlDataSource db, string folder, TimeProvider clock) => new ServiceCollection()
        .AddSingleton(db).AddSingleton(clock).AddLogging(log => log.AddConsole().SetMinimumLevel(LogLevel.Warning))
        .AddTickets(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Tickets:SampleTickets"] = "false", ["Tickets:Jobs"] = "false", ["Tickets:KeyFile"] = Path.Combine(folder, "tickets.key"), ["Tickets:Anchors"] = Path.Combine(folder, "anchors"),
        }).Build())
        .BuildServiceProvider();

    internal static IHostedService Hosted(IServiceProvider services, string name) => services.GetServices<IHostedService>().Single(s => s.GetType().Name == name);

    /// <summary>The machine's time, so much later or earlier.</summary>
    private sealed class ShiftedTime(TimeSpan shift) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + shift;
    }
}
