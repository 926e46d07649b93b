using Hotline.Tickets.Accepting;
using Hotline.Tickets.Reading;
using Hotline.Tickets.UnifiedReplies;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hotline.Tickets.Tests.Desks;

/// <summary>How a host gets its desk: nothing for the default, or an engine that takes the default's place.</summary>
internal delegate void DeskEngine(IHostApplicationBuilder host);

/// <summary>A host with the ticket module as it is wired in the program, but without what acts on tickets by itself.</summary>
internal sealed class DeskHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly NpgsqlDataSource _db;

    private DeskHost(IHost host, NpgsqlDataSource db) => (_host, _db) = (host, db);

    internal ITicketDesk Desk => Get<ITicketDesk>();
    internal Reception Reception => Get<Reception>();
    internal RepliesOnce Replies => Get<RepliesOnce>();
    internal TicketFile File => Get<TicketFile>();

    internal T Get<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    /// <param name="folder">Holds the key of personal data, which all hosts share.</param>
    internal static async Task<DeskHost> StartAsync(string connection, string folder, DeskEngine engine, CancellationToken ct)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Tickets:SampleTickets"] = "false", ["Tickets:Jobs"] = "false", ["Tickets:KeyFile"] = Path.Combine(folder, "tickets.key"), ["Tickets:Anchors"] = Path.Combine(folder, "anchors"),
        });
        builder.Logging.ClearProviders();
        var db = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { MaxPoolSize = 20 });
        builder.Services.AddSingleton(db).AddTickets(builder.Configuration);
        foreach (var worker in builder.Services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType != typeof(TicketsStartup)).ToList()) builder.Services.Remove(worker);
        engine(builder);
        var host = builder.Build();
        await host.StartAsync(ct);
        return new(host, db);
    }

    /// <summary>Stops as a host does that is shut down in order.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        await _db.DisposeAsync();
    }
}
