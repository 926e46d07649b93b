namespace Hotline.Telephony.Calls;

/// <summary>What is kept of a call (话单), from its INVITE on.</summary>
/// <param name="Caller">主叫号码; empty when withheld. Never log it.</param>
/// <param name="AnsweredAt">接通: when the greeting and the recording began; null when the caller gave up before.</param>
/// <param name="TalkingSince">When the first agent answered.</param>
/// <param name="Agent">The last agent who served it; null when nobody did.</param>
/// <param name="EndReason">Null while the call lives.</param>
/// <param name="Digits">按键</param>
/// <param name="Recording">Null where nothing was recorded.</param>
public sealed record CallRecord(
    CallId Id, string Caller, string Called, DateTimeOffset ArrivedAt, DateTimeOffset? AnsweredAt, DateTimeOffset? TalkingSince,
    DateTimeOffset? EndedAt, AgentId? Agent, string? EndReason, string Digits, PoliceState Police, RecordedFile? Recording)
{
    /// <summary>Who placed it.</summary>
    public CallDirection Direction { get; init; }

    /// <summary>标记, comma-separated: see <see cref="CallFlag"/>; an abusive call's recording is found by it.</summary>
    public string Flags { get; init; } = "";

    /// <summary>来自邻台: the call's record at the node that handed it over; the wait is recorded there.</summary>
    public CallId? HandedFrom { get; init; }

    /// <summary>转往邻台: the call's record at the node of the agent; the talk is recorded there.</summary>
    public CallId? HandedTo { get; init; }
}

/// <summary>A call's recording (录音).</summary>
/// <param name="File">Relative to the folder of the recordings.</param>
/// <param name="Sha256">Lower-case hex; null until the recording is complete.</param>
public sealed record RecordedFile(string File, TimeSpan Length, long Bytes, string? Sha256);

/// <summary>Somebody's part in a call (参与方).</summary>
/// <param name="Participant">As in <see cref="CallParticipant.Id"/>; the agents who served have numbers too.</param>
/// <param name="JoinedAt">When the citizen first heard them; null when they never came.</param>
public sealed record CallPart(
    int Participant, Party Party, string Name, AgentId? Agent, DateTimeOffset CalledAt, DateTimeOffset? JoinedAt, DateTimeOffset? LeftAt, string? EndReason);
