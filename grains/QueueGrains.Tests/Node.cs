using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hotline.Telephony;
using Hotline.Telephony.Calls;
using Hotline.Telephony.Tests.Calls;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hotline.QueueGrains.Tests;

/// <summary>A media node with its silo: real SIP and audio, a member of a real cluster.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly NpgsqlDataSource _db;
    private IHost? _silo;

    private Node(RunningHotline hotline, NpgsqlDataSource db) => (Hotline, _db) = (hotline, db);

    internal RunningHotline Hotline { get; }

    internal static async Task<Node> StartAsync(string name, string connection, string keys)
    {
        var db = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { MaxPoolSize = 20 });
        TelephonyOptions options = null!;
        var hotline = await RunningHotline.StartAsync(o => options = o with { Node = name, PersonalKeyFile = Path.Combine(keys, "personal.key") }, db);
        var node = new Node(hotline, db);
        var host = Host.CreateEmptyApplicationBuilder(new());
        host.Configuration.AddInMemoryCollection([new("Grains:Port", FreePort().ToString(CultureInfo.InvariantCulture))]);
        host.Logging.ClearProviders();
        host.Services.AddSingleton(db).AddSingleton(TimeProvider.System).AddSingleton(options).AddSingleton(hotline.Board);
        host.AddQueueGrains();
        node._silo = host.Build();
        await node._silo.StartAsync();
        return node;
    }

    /// <summary>The node leaves the cluster in order, and works on alone.</summary>
    internal async Task LeaveAsync()
    {
        if (Interlocked.Exchange(ref _silo, null) is not { } silo) return;
        await silo.StopAsync();
        ((IDisposable)silo).Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        await Hotline.DisposeAsync();
        await _db.DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
