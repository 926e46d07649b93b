using Hotline.Tickets;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Hotline.Grains;

/// <summary>
/// Sends every command to its ticket's grain, wherever in the cluster that lives. While this host is not in the cluster, and where a
/// grain cannot be reached, the host carries the command out itself, as without a cluster.
/// </summary>
internal sealed partial class GrainDesk(IGrainFactory grains, ISiloStatusOracle cluster, TicketDesk own, ILogger<GrainDesk> log) : ITicketDesk
{
    /// <exception cref="SiloUnavailableException">The host with the ticket's grain fell with the command in hand: whether it was done stands in the ticket's log.</exception>
    /// <exception cref="TimeoutException">It has not answered within 30 seconds; the same.</exception>
    public async Task<Decision> HandleAsync(TicketId id, ITicketCommand command, Actor actor, CancellationToken ct)
    {
        if (cluster.CurrentStatus != SiloStatus.Active) return await own.HandleAsync(id, command, actor, ct);
        try
        {
            return (await grains.GetGrain<ITicketGrain>(id.Value).HandleAsync(new Order(command, actor), ct)).Decision;
        }
        catch (OrleansMessageRejectionException e) when (e is not SiloUnavailableException)
        {
            NotReached(log, e);
            return await own.HandleAsync(id, command, actor, ct);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A ticket's grain could not be reached; this host carries out the command itself")]
    private static partial void NotReached(ILogger log, Exception e);
}
