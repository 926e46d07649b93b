using System.Collections.Concurrent;
using Hotline.Telephony.Media;

namespace Hotline.Telephony.Queues;

/// <summary>Each agent's audio leg. It outlives connections: a page that is loaded again goes on talking on the same leg.</summary>
/// <param name="lost">The agent's browser has sent nothing for the silence time-out; only posts.</param>
internal sealed class AgentAudio(MediaEngine engine, Action<AgentId> lost)
{
    private readonly ConcurrentDictionary<AgentId, Lazy<BrowserLeg>> _legs = new();

    internal BrowserLeg Of(AgentId agent) => _legs.GetOrAdd(agent, a => new(() => Open(a))).Value;

    /// <summary>The agent signed out.</summary>
    internal void Close(AgentId agent)
    {
        if (_legs.TryRemove(agent, out var leg)) leg.Value.Close();
    }

    private BrowserLeg Open(AgentId agent)
    {
        var leg = engine.OpenBrowserLeg();
        leg.Events = e =>
        {
            if (e is MediaLegEvent.Silent) lost(agent);
        };
        return leg;
    }
}
