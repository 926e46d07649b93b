using Hotline.Grains;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hotline.QueueGrains;

/// <summary>What the host calls to be a member of the cluster with its media node, too: one queue over all nodes.</summary>
public static class QueueGrainsModule
{
    /// <summary>After AddTickets and AddTelephony: tickets live in grains, and the media nodes of the cluster serve their queues together.</summary>
    /// <exception cref="InvalidOperationException">A setting of the section "Grains" is wrong.</exception>
    public static void AddQueueGrains(this IHostApplicationBuilder host)
    {
        var options = host.Configuration.GetSection("Grains").Get<GrainsOptions>() ?? new GrainsOptions();
        _ = options.SipReachable;
        host.AddGrains();
        host.Services.AddSingleton(options).AddHostedService<GrainNeighbours>(); // after the silo: it has joined when this begins, and has not left when this ends
    }
}
