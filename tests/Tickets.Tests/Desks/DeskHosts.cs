using Npgsql;

namespace Hotline.Tickets.Tests.Desks;

/// <summary>Two hosts on one database, with the engine of the desk that a suite is run against.</summary>
public abstract class DeskHosts : IAsyncLifetime
{
    private readonly List<DeskHost> _hosts = [];
    private NpgsqlDataSource? _db;

    internal NpgsqlDataSource Db => _db!;
    internal string Connection { get; private set; } = "";
    internal string Folder { get; } = Directory.CreateTempSubdirectory("hotline-desks-").FullName;
    internal DeskHost One => _hosts[0];
    internal DeskHost Other => _hosts[1];
    internal IReadOnlyList<DeskHost> All => _hosts;

    /// <summary>The class in this assembly whose <see cref="DeskWorker"/> runs as a process of its own.</summary>
    internal abstract Type Worker { get; }

    private protected abstract void Choose(Microsoft.Extensions.Hosting.IHostApplicationBuilder host);

    /// <summary>Whether an error leaves open if the command was done: then one looks into the log, as people do.</summary>
    internal virtual bool LeavesOpen(Exception e) => false;

    /// <summary>One more host; the caller stops it.</summary>
    internal Task<DeskHost> StartAsync() => DeskHost.StartAsync(Connection, Folder, Choose, CancellationToken.None);

    public async ValueTask InitializeAsync()
    {
        _db = await TestDatabase.CreateAsync("tickets", db => TicketsStartup.MigrateAsync(db, CancellationToken.None));
        Connection = TestDatabase.Again(_db);
        for (var i = 0; i < 2; i++) _hosts.Add(await StartAsync());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts) await host.DisposeAsync();
        if (_db is not null) await _db.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
