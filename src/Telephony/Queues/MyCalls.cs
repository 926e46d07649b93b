using System.Collections.Concurrent;
using Hotline.Telephony.Calls;

namespace Hotline.Telephony.Queues;

/// <summary>Which calls concern one agent: from the offer to the agent until it lapses, and from the answer on, late text included.</summary>
internal sealed class MyCalls(AgentId agent)
{
    private readonly ConcurrentDictionary<CallId, bool> _calls = new();

    internal CallSnapshot Add(CallSnapshot call)
    {
        _calls[call.Id] = true;
        return call;
    }

    internal bool Concerns(CallEvent e)
    {
        if (e is CallEvent.Offered offered && offered.Agent == agent) _calls[e.Call] = true;
        if (e is CallEvent.ParticipantCalled called && called.Member == agent) _calls[e.Call] = true;
        if (e is CallEvent.OfferLapsed lapsed && lapsed.Agent == agent) return _calls.TryRemove(e.Call, out _);
        return _calls.ContainsKey(e.Call);
    }
}
