using Hotline.Telephony.Calls;
using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Outbound;

/// <summary>One call to a citizen, as it was ordered.</summary>
/// <param name="By">Work number or user name.</param>
/// <param name="Agent">Whose seat it takes; null for an official on the phone (中继呼叫).</param>
/// <param name="OwnPhone">Rings first; null for an agent in a browser.</param>
internal sealed record OutboundOrder(
    CallDirection Direction, DialNumber Number, TelephonyOptions.Line Line, string By, AgentId? Agent, AgentPhone? OwnPhone, string Purpose, string? Ticket)
{
    /// <summary>Told once what became of it; only posts.</summary>
    internal Action<DialResult> Became { get; init; } = _ => { };
}

/// <summary>The call that was begun, or why none was.</summary>
public sealed record OutboundAnswer(CallId? Call, CallRefusal? Refusal);
