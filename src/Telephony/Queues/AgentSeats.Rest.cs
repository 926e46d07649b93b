namespace Hotline.Telephony.Queues;

/// <content>关爱</content>
public sealed partial class AgentSeats
{
    /// <summary>建议休息, after a call that strained the agent; who is offline needs none.</summary>
    internal void OfferRestAfter(AgentId agent, string reason) => Apply(agent, new SeatChange.OfferRest(reason));
}
