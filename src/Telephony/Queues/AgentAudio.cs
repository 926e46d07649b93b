using System.Collections.Concurrent;
using Hotline.Telephony.Media;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Registration;
using Hotline.Telephony.Sip.Sdp;

namespace Hotline.Telephony.Queues;

/// <summary>What an agent talks on.</summary>
public enum AgentDevice
{
    /// <summary>网页话机</summary>
    Browser,
    /// <summary>SIP 话机: rings by INVITE, and its own 200 is the agent's answer.</summary>
    Phone,
}

/// <summary>How to ring an agent: on the flow of a registered phone, or at a fixed address.</summary>
internal sealed record AgentPhone(RegisteredPhone? Registered, SipUri? Fixed)
{
    internal SipCall Ring(SipStack sip, SipUri from, SessionDescription offer, Action<SipCallEvent> events) =>
        Registered is { } phone ? sip.Ring(phone, from, offer, events) : sip.Call(Fixed!, from, offer, events);
}

/// <summary>
/// The one place that knows what each agent talks on: a browser leg, which outlives connections (a page that is loaded again
/// goes on talking on the same leg), or a phone, which is called anew for every call.
/// </summary>
/// <param name="phones">The agent's phone as it can be reached now; null where there is none.</param>
/// <param name="lost">The agent's browser has sent nothing for the silence time-out; only posts.</param>
internal sealed class AgentAudio(MediaEngine engine, Func<AgentId, AgentPhone?> phones, Action<AgentId> lost)
{
    private readonly ConcurrentDictionary<AgentId, Lazy<BrowserLeg>> _legs = new();
    private readonly ConcurrentDictionary<AgentId, AgentDevice> _chosen = new();

    internal BrowserLeg Of(AgentId agent) => _legs.GetOrAdd(agent, a => new(() => Open(a))).Value;

    /// <summary>What the agent chose; before a choice the phone, if there is one.</summary>
    internal AgentDevice DeviceOf(AgentId agent) =>
        _chosen.TryGetValue(agent, out var device) ? device : phones(agent) is null ? AgentDevice.Browser : AgentDevice.Phone;

    /// <summary>Where to ring the agent; null for an agent in a browser.</summary>
    internal AgentPhone? PhoneOf(AgentId agent) => DeviceOf(agent) == AgentDevice.Phone ? phones(agent) : null;

    /// <summary>From the next call on. False: the agent has no phone that could be reached.</summary>
    internal bool Choose(AgentId agent, AgentDevice device)
    {
        if (device == AgentDevice.Phone && phones(agent) is null) return false;
        _chosen[agent] = device;
        return true;
    }

    /// <summary>The agent signed out.</summary>
    internal void Close(AgentId agent)
    {
        _chosen.TryRemove(agent, out _);
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
