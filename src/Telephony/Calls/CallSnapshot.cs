namespace Hotline.Telephony.Calls;

/// <summary>Where a call is on its way.</summary>
public enum CallState
{
    /// <summary>振铃: not answered yet.</summary>
    Ringing,
    /// <summary>播报: the line's greeting plays.</summary>
    Greeting,
    /// <summary>排队: music plays.</summary>
    Queued,
    /// <summary>分配: rings at one agent; the citizen still hears music.</summary>
    Offered,
    /// <summary>通话: the citizen is heard by the agent, by 110, or by both.</summary>
    Talking,
    /// <summary>结束</summary>
    Ended,
}

/// <summary>The third party of a call (两线联动).</summary>
public enum PoliceState
{
    /// <summary>110 has no part in the call.</summary>
    None,
    /// <summary>正在呼叫 110</summary>
    Calling,
    /// <summary>三方通话</summary>
    Joined,
    /// <summary>110 could not be reached; the citizen stayed with the agent.</summary>
    Failed,
    /// <summary>110 hung up.</summary>
    Left,
}

/// <summary>One live call at one moment.</summary>
/// <param name="Caller">主叫号码; empty when withheld. Never log it.</param>
/// <param name="Called">被叫号码: the line's number.</param>
/// <param name="Agent">Who it is offered to, or who talks; null when nobody, or when the agent left it to 110.</param>
/// <param name="OfferUntil">When the offer lapses.</param>
/// <param name="OnHold">The citizen's phone holds the call.</param>
/// <param name="Digits">Keys pressed so far (按键).</param>
public sealed record CallSnapshot(
    CallId Id, string Caller, string Called, CallState State, DateTimeOffset ArrivedAt, DateTimeOffset? AnsweredAt = null,
    DateTimeOffset? TalkingSince = null, AgentId? Agent = null, DateTimeOffset? OfferUntil = null, PoliceState Police = PoliceState.None,
    bool OnHold = false, string Digits = "");
