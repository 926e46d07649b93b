namespace Hotline.QueueGrains;

/// <summary>One agent (话务员); the key is the work number.</summary>
internal interface IAgentGrain : IGrainWithStringKey
{
    /// <summary>False: the agent is being asked for another call.</summary>
    /// <param name="lapsesAfter">The reservation ends by itself, whatever becomes of who made it.</param>
    Task<bool> ReserveAsync(Guid call, TimeSpan lapsesAfter);

    Task ReleaseAsync(Guid call);
}

/// <summary>Of all queues of the city that an agent serves, one at a time may ask them for a caller of another node. The seat itself stays with the agent's node.</summary>
internal sealed class AgentGrain(TimeProvider clock) : Grain, IAgentGrain
{
    private (Guid Call, DateTimeOffset Until)? _reserved;

    public Task<bool> ReserveAsync(Guid call, TimeSpan lapsesAfter)
    {
        var now = clock.GetUtcNow();
        if (_reserved is var (other, until) && other != call && now < until) return Task.FromResult(false);
        _reserved = (call, now + lapsesAfter);
        return Task.FromResult(true);
    }

    public Task ReleaseAsync(Guid call)
    {
        if (_reserved?.Call == call) _reserved = null;
        return Task.CompletedTask;
    }
}
