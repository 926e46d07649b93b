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
    /// <summary>评价: the agent has hung up and is free; the citizen hears the survey.</summary>
    Surveyed,
    /// <summary>结束</summary>
    Ended,
    /// <summary>呼叫中: an outgoing call is not answered yet.</summary>
    Dialling,
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
    bool OnHold = false, string Digits = "")
{
    /// <summary>Who placed it.</summary>
    public CallDirection Direction { get; init; }

    /// <summary>保持: our agent holds the citizen, who hears music.</summary>
    public bool HeldByAgent { get; init; }

    /// <summary>静音: the citizen does not hear the agent.</summary>
    public bool AgentMuted { get; init; }

    /// <summary>Everybody from outside and every second agent, in the order they were called, 110 included.</summary>
    public IReadOnlyList<CallParticipant> Others { get; init; } = [];

    /// <summary>对方振铃: of a call that we place.</summary>
    public bool Ringing { get; init; }

    /// <summary>When the rule will decide whose matter it is; null while nothing is to be decided.</summary>
    public DateTimeOffset? PoliceDecisionAt { get; init; }

    /// <summary>责任方: agreed or assigned.</summary>
    public Police.ResponsibleSide? PoliceOwner { get; init; }

    /// <summary>保密: the citizen consented to a referral; nothing is written down.</summary>
    public bool Confidential { get; init; }

    /// <summary>辱骂警告: how often the caller was warned.</summary>
    public int AbuseWarnings { get; init; }

    /// <summary>危机处置; null where none was declared.</summary>
    public Care.CrisisSnapshot? Crisis { get; init; }

    /// <summary>班长: who listens, whispers or has joined.</summary>
    public IReadOnlyList<CallSupervision> Supervisors { get; init; } = [];

    /// <summary>录音暂停: why, null while it runs.</summary>
    public string? RecordingPaused { get; init; }

    /// <summary>标记: what the agent must know at once, see <see cref="CallFlag"/>; in the order they came.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    /// <summary>溢出: the queues the caller has left for the next one, in order.</summary>
    public IReadOnlyList<string> OverflowedFrom { get; init; } = [];

    /// <summary>来自邻台: the call as it came to the node that handed it over to this one.</summary>
    public Neighbours.CallElsewhere? HandedFrom { get; init; }

    /// <summary>转往邻台: the same citizen's call at the node whose agent talks with them.</summary>
    public Neighbours.CallElsewhere? HandedTo { get; init; }

    /// <summary>导航选择: the name of the key chosen in the line's menu.</summary>
    public string? Chosen { get; init; }
}

/// <summary>Who placed a call.</summary>
public enum CallDirection
{
    /// <summary>呼入</summary>
    Inbound,
    /// <summary>呼出: an agent called the citizen.</summary>
    Outbound,
    /// <summary>回拨: the citizen's place in the queue came up, and we called.</summary>
    Callback,
    /// <summary>中继: an official and a ticket's citizen; neither sees the other's number.</summary>
    Relay,
}

/// <summary>Somebody beside citizen and agent.</summary>
/// <param name="Id">Within the call, from 1.</param>
/// <param name="Name">As people see it: 市水务局, 110, 话务员 1002. Never a citizen's number.</param>
public sealed record CallParticipant(int Id, Party Party, string Name, ParticipantState State)
{
    /// <summary>Where it is an agent of ours: their work number, once they are known.</summary>
    public AgentId? Agent { get; init; }

    /// <summary>咨询: called, or talked with, apart from the citizen.</summary>
    public bool ForConsultation { get; init; }
}

/// <summary>How far somebody beside citizen and agent is.</summary>
public enum ParticipantState
{
    /// <summary>呼叫中</summary>
    Calling,
    /// <summary>咨询: talks with the agent, the citizen hears music.</summary>
    Consulted,
    /// <summary>三方通话: everybody hears everybody.</summary>
    Joined,
}

/// <summary>A supervisor's part in a call.</summary>
public sealed record CallSupervision(AgentId Supervisor, SupervisionMode Mode, string Reason);

/// <summary>How a supervisor is in a call.</summary>
public enum SupervisionMode
{
    /// <summary>监听: hears everybody, is heard by nobody.</summary>
    Listen,
    /// <summary>耳语: only our own people hear the supervisor.</summary>
    Whisper,
    /// <summary>强插: everybody hears everybody.</summary>
    Barge,
}
