using Hotline.Telephony.Calls;

namespace Hotline.Agent.Blazor.Desk;

/// <summary>Which number is whose: who is called out sees the line's number as the caller.</summary>
internal static class CallSides
{
    /// <summary>市民号码; empty when withheld. Never log it.</summary>
    internal static string Citizen(this CallSnapshot call) => call.Direction == CallDirection.Inbound ? call.Caller : call.Called;

    /// <summary>热线号码</summary>
    internal static string Line(this CallSnapshot call) => call.Direction == CallDirection.Inbound ? call.Called : call.Caller;
}
