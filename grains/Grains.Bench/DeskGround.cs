using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hotline;
using Hotline.Grains;
using Hotline.Tickets;
using Hotline.Tickets.Tests.Desks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Hotline.Bench;

/// <summary>A durable PostgreSQL in a temporary folder; every city gets a database of its own.</summary>
internal sealed class DeskGround : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hotline-bench-").FullName;
    private PrivatePostgres? _server;
    private int _cities;

    internal static async Task<DeskGround> OpenAsync()
    {
        var ground = new DeskGround();
        File.SetUnixFileMode(ground._folder, (UnixFileMode)0b111_001_001); // the user postgres passes through
        ground._server = await PrivatePostgres.StartAsync(Path.Combine(ground._folder, "postgres"), durable: true, CancellationToken.None);
        return ground;
    }

    /// <summary>Makes a host a member of the cluster on its database.</summary>
    internal static void Join(IHostApplicationBuilder host)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        host.Configuration.AddInMemoryCollection([new("Grains:Port", ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture))]);
        listener.Stop();
        host.AddGrains();
    }

    /// <summary>Hosts on a new database.</summary>
    internal async Task<City> CityAsync(int hosts, DeskEngine engine)
    {
        var connection = await _server!.DatabaseAsync(string.Create(CultureInfo.InvariantCulture, $"city_{++_cities}"), CancellationToken.None);
        var city = new City([]);
        for (var i = 0; i < hosts; i++) city.Hosts.Add(await DeskHost.StartAsync(new NpgsqlConnectionStringBuilder(connection) { MaxAutoPrepare = 400 }.ConnectionString, _folder, engine, CancellationToken.None));
        return city;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_server is not null) await _server.StopAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>The hosts of one measurement.</summary>
internal sealed record City(List<DeskHost> Hosts) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        foreach (var host in Hosts) await host.DisposeAsync();
    }
}
