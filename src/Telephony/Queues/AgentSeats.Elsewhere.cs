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
    /// <summary>Another node where the agent is signed in, and whether a call rings or runs there; null where this node is alone.</summary>
    internal Func<AgentId, (string Node, bool OnCall)?>? Elsewhere { private get; set; }

    /// <summary>A page that was left open connects its audio again by itself: that moves no seat. Null where the agent is signed in here, or nowhere.</summary>
    internal CallRefusal? SeatedElsewhere(AgentId agent) => Find(agent) is null or { State: SeatState.Offline } && Elsewhere?.Invoke(agent) is var (node, _)
        ? new("signed-in-elsewhere", $"您已在节点 {node} 签入；要在此签入请按示闲", $"You are signed in at node {node}: become ready here to move.")
        : null;

    internal DateTimeOffset SignedInAt(AgentId agent)
    {
        lock (_owner) return _signIns.GetValueOrDefault(agent);
    }

    /// <summary>The agent has signed in at this node later: the seat here ends once it is idle. False while it is not, or was signed out already.</summary>
    internal bool LeaveTo(AgentId agent, string node) =>
        Find(agent) is { State: not SeatState.Offline } && Apply(agent, new SeatChange.SignOut($"已在节点 {node} 签入"));

    private void RefuseWhileElsewhere(AgentId agent)
    {
        if (Elsewhere?.Invoke(agent) is var (node, onCall) && onCall)
            throw new SeatElsewhereException(new("on-call-elsewhere", $"您在节点 {node} 有来电或通话，结束后方可在此示闲", $"A call rings or runs at your seat of node {node}: become ready here when it is over."));
    }
}
