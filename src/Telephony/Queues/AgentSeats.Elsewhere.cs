using Hotline.Telephony.Calls;

namespace Hotline.Telephony.Queues;

/// <summary>The agent cannot become ready here while a call rings or runs at their seat of another node.</summary>
public sealed class SeatElsewhereException : InvalidOperationException
{
    internal SeatElsewhereException(CallRefusal refusal) : base(refusal.English) => Refusal = refusal;

    public CallRefusal Refusal { get; }
}

/// <content>异地签入: one agent has one seat in the city, and the last sign-in is the one that counts.</content>
public sealed partial class AgentSeats
{
    /// <summary>The node where a call rings or runs at this agent, if another one; null where this node is alone.</summary>
    internal Func<AgentId, string?>? OnCallElsewhere { private get; set; }

    internal DateTimeOffset SignedInAt(AgentId agent)
    {
        lock (_owner) return _signIns.GetValueOrDefault(agent);
    }

    /// <summary>The agent has signed in at this node later: the seat here ends once it is idle. False while it is not, or was signed out already.</summary>
    internal bool LeaveTo(AgentId agent, string node) =>
        Find(agent) is { State: not SeatState.Offline } && Apply(agent, new SeatChange.SignOut($"已在节点 {node} 签入"));

    private void RefuseWhileElsewhere(AgentId agent)
    {
        if (OnCallElsewhere?.Invoke(agent) is { } node)
            throw new SeatElsewhereException(new("on-call-elsewhere", $"您在节点 {node} 有来电或通话，结束后方可在此示闲", $"A call rings or runs at your seat of node {node}: become ready here when it is over."));
    }
}
