using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Hotline.Grains;

/// <summary>Before the silo starts: the tables of the cluster and the queries by which Orleans asks them.</summary>
internal sealed class ClusterTables(NpgsqlDataSource db) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => MigrateAsync(db, cancellationToken);

    internal static Task MigrateAsync(NpgsqlDataSource db, CancellationToken ct) => Migrations.ApplyAsync(db, "grains", typeof(ClusterTables).Assembly, ct);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
