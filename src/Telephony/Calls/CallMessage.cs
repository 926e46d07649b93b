using Hotline.Telephony.Media;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Sip;

namespace Hotline.Telephony.Calls;

/// <summary>What may lie in a call's mailbox.</summary>
internal abstract record CallMessage
{
    private CallMessage() { }

    /// <summary>The citizen's dialog says something.</summary>
    internal sealed record Signalled(SipCallEvent What) : CallMessage;
    /// <summary>The citizen's leg noticed something.</summary>
    internal sealed record Noticed(MediaLegEvent What) : CallMessage;
    /// <summary>The line has rung long enough.</summary>
    internal sealed record RungEnough : CallMessage;
    internal sealed record FromQueue(QueueNotice What) : CallMessage;
    internal sealed record Answer(AgentId Agent, TaskCompletionSource<bool> Done) : CallMessage;
    /// <summary>The agent's browser went silent: nobody talks to the citizen.</summary>
    internal sealed record AgentLost(AgentId Agent) : CallMessage;
    /// <summary>Our side hangs up: the agent, whose place 110 may have taken.</summary>
    internal sealed record HangUp(string Reason) : CallMessage;
    /// <summary>Everybody is hung up, whoever still talks.</summary>
    internal sealed record Stop(string Reason) : CallMessage;
    internal sealed record Transfer(AgentId Agent, TaskCompletionSource<bool> Done) : CallMessage;
    internal sealed record PoliceSignalled(PoliceLink Link, SipCallEvent What) : CallMessage;
    internal sealed record PoliceNoticed(PoliceLink Link, MediaLegEvent What) : CallMessage;
    /// <summary>110 has not answered in time.</summary>
    internal sealed record PoliceTooLong(PoliceLink Link) : CallMessage;
}
