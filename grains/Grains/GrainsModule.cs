using Hotline.Tickets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Hotline.Grains;

/// <summary>What the host calls to be a member of a cluster of Orleans: one activation for each ticket in use.</summary>
public static class GrainsModule
{
    private const string PostgreSql = "Npgsql";

    /// <summary>After AddTickets: the desk of the grains takes the place of the default one.</summary>
    /// <exception cref="InvalidOperationException">A setting of the section "Grains" is wrong.</exception>
    public static void AddGrains(this IHostApplicationBuilder host)
    {
        var options = host.Configuration.GetSection("Grains").Get<GrainsOptions>() ?? new GrainsOptions();
        var address = options.Reachable;
        host.Services.AddHostedService<ClusterTables>();
        host.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (options.Cluster, options.Cluster));
            silo.Configure<EndpointOptions>(o => (o.AdvertisedIPAddress, o.SiloPort, o.GatewayPort) = (address, options.Port, 0)); // every host is a silo: no gateway for clients
            silo.Configure<ClusterMembershipOptions>(FindTheFallenSoon);
            silo.UseAdoNetClustering(o => o.Configure<NpgsqlDataSource>((c, db) => (c.Invariant, c.DataSource) = (PostgreSql, db)));
            silo.UseAdoNetReminderService(o => o.Configure<NpgsqlDataSource>((c, db) => (c.Invariant, c.DataSource) = (PostgreSql, db)));
        });
        host.Services.TryAddSingleton<TicketDesk>();
        host.Services.Replace(ServiceDescriptor.Singleton<ITicketDesk, GrainDesk>());
    }

    /// <summary>A host that was killed is out after about six seconds, not half a minute; after a power cut hosts need not wait long for the dead.</summary>
    private static void FindTheFallenSoon(ClusterMembershipOptions o)
    {
        (o.ProbeTimeout, o.NumMissedProbesLimit, o.NumVotesForDeathDeclaration) = (TimeSpan.FromSeconds(2), 3, 1);
        (o.IAmAliveTablePublishTimeout, o.TableRefreshTimeout) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10));
    }
}
