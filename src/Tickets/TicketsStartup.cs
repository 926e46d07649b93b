using Hotline.Tickets.City.Versions;
using Hotline.Tickets.SampleData;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Hotline.Tickets;

/// <summary>Before anything serves: the tables, and where wished the sample city's tickets.</summary>
internal sealed class TicketsStartup(NpgsqlDataSource db, TicketsOptions options, ProfileShelf profiles, SampleCity sample) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await MigrateAsync(db, cancellationToken);
        await profiles.OpenAsync(cancellationToken);
        if (options.SampleTickets) await sample.LoadAsync(cancellationToken);
    }

    internal static Task MigrateAsync(NpgsqlDataSource db, CancellationToken ct) => Migrations.ApplyAsync(db, "tickets", typeof(TicketsStartup).Assembly, ct);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
