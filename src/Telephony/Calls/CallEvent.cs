using System.Text.Json.Serialization;

namespace Hotline.Telephony.Calls;

/// <summary>Something that happened on a call. The list is closed, and a stored name never changes.</summary>
/// <param name="At">UTC.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Arrived), "arrived")]
[JsonDerivedType(typeof(Answered), "answered")]
[JsonDerivedType(typeof(Queued), "queued")]
[JsonDerivedType(typeof(Offered), "offered")]
[JsonDerivedType(typeof(OfferLapsed), "offer-lapsed")]
[JsonDerivedType(typeof(Overflowed), "overflowed")]
[JsonDerivedType(typeof(FoundUnstaffed), "found-unstaffed")]
[JsonDerivedType(typeof(AgentAnswered), "agent-answered")]
[JsonDerivedType(typeof(AgentLeft), "agent-left")]
[JsonDerivedType(typeof(Held), "held")]
[JsonDerivedType(typeof(Resumed), "resumed")]
[JsonDerivedType(typeof(DigitPressed), "digit-pressed")]
[JsonDerivedType(typeof(PoliceCalled), "police-called")]
[JsonDerivedType(typeof(PoliceJoined), "police-joined")]
[JsonDerivedType(typeof(PoliceFailed), "police-failed")]
[JsonDerivedType(typeof(PoliceLeft), "police-left")]
[JsonDerivedType(typeof(Heard), "heard")]
[JsonDerivedType(typeof(Ended), "ended")]
[JsonDerivedType(typeof(Recorded), "recorded")]
[JsonDerivedType(typeof(Listened), "listened")]
[JsonDerivedType(typeof(Supervised), "supervised")]
[JsonDerivedType(typeof(SupervisionEnded), "supervision-ended")]
[JsonDerivedType(typeof(TakenOver), "taken-over")]
[JsonDerivedType(typeof(RecordingPaused), "recording-paused")]
[JsonDerivedType(typeof(RecordingResumed), "recording-resumed")]
[JsonDerivedType(typeof(RecordingRefused), "recording-refused")]
[JsonDerivedType(typeof(Flagged), "flagged")]
[JsonDerivedType(typeof(Unflagged), "unflagged")]
[JsonDerivedType(typeof(MenuChosen), "menu-chosen")]
[JsonDerivedType(typeof(FoundClosed), "found-closed")]
[JsonDerivedType(typeof(CallbackAccepted), "callback-accepted")]
[JsonDerivedType(typeof(MeToo), "me-too")]
[JsonDerivedType(typeof(SurveyAsked), "survey-asked")]
[JsonDerivedType(typeof(SurveyAnswered), "survey-answered")]
[JsonDerivedType(typeof(HeldByAgent), "held-by-agent")]
[JsonDerivedType(typeof(ResumedByAgent), "resumed-by-agent")]
[JsonDerivedType(typeof(Muted), "muted")]
[JsonDerivedType(typeof(Unmuted), "unmuted")]
[JsonDerivedType(typeof(DigitsSent), "digits-sent")]
[JsonDerivedType(typeof(ParticipantCalled), "participant-called")]
[JsonDerivedType(typeof(ParticipantConsulted), "participant-consulted")]
[JsonDerivedType(typeof(ParticipantJoined), "participant-joined")]
[JsonDerivedType(typeof(ParticipantFailed), "participant-failed")]
[JsonDerivedType(typeof(ParticipantLeft), "participant-left")]
[JsonDerivedType(typeof(Transferred), "transferred")]
[JsonDerivedType(typeof(AgentTookOver), "agent-took-over")]
[JsonDerivedType(typeof(TranscriptRead), "transcript-read")]
[JsonDerivedType(typeof(Dialled), "dialled")]
[JsonDerivedType(typeof(CitizenRings), "citizen-rings")]
[JsonDerivedType(typeof(DialFailed), "dial-failed")]
[JsonDerivedType(typeof(PacketSent), "packet-sent")]
[JsonDerivedType(typeof(ResponsibilityAgreed), "responsibility-agreed")]
[JsonDerivedType(typeof(ResponsibilityAssigned), "responsibility-assigned")]
[JsonDerivedType(typeof(ConsentGiven), "consent-given")]
[JsonDerivedType(typeof(Referred), "referred")]
[JsonDerivedType(typeof(AbuseWarned), "abuse-warned")]
[JsonDerivedType(typeof(AbuseEnded), "abuse-ended")]
[JsonDerivedType(typeof(RestOffered), "rest-offered")]
[JsonDerivedType(typeof(CrisisDeclared), "crisis-declared")]
[JsonDerivedType(typeof(CrisisHelped), "crisis-helped")]
[JsonDerivedType(typeof(CrisisHelperLeft), "crisis-helper-left")]
[JsonDerivedType(typeof(RescueCalled), "rescue-called")]
[JsonDerivedType(typeof(RescueJoined), "rescue-joined")]
[JsonDerivedType(typeof(RescueFailed), "rescue-failed")]
[JsonDerivedType(typeof(RescueLeft), "rescue-left")]
[JsonDerivedType(typeof(CrisisStepDone), "crisis-step-done")]
[JsonDerivedType(typeof(NeighbourAsked), "neighbour-asked")]
[JsonDerivedType(typeof(NeighbourFailed), "neighbour-failed")]
[JsonDerivedType(typeof(HandedOver), "handed-over")]
[JsonDerivedType(typeof(HandedIn), "handed-in")]
public abstract record CallEvent(CallId Call, DateTimeOffset At)
{
    /// <summary>来电</summary>
    public sealed record Arrived(CallId Call, DateTimeOffset At, string Caller, string Called) : CallEvent(Call, At);
    /// <summary>接通: we answered; the greeting begins.</summary>
    public sealed record Answered(CallId Call, DateTimeOffset At) : CallEvent(Call, At);
    /// <summary>排队</summary>
    public sealed record Queued(CallId Call, DateTimeOffset At) : CallEvent(Call, At);
    /// <summary>分配: rings at the agent until then.</summary>
    public sealed record Offered(CallId Call, DateTimeOffset At, AgentId Agent, DateTimeOffset Until) : CallEvent(Call, At)
    {
        /// <summary>为什么是这位话务员</summary>
        public Queues.OfferReason? Why { get; init; }
    }

    /// <summary>The agent declined or did not answer; the call waits again.</summary>
    public sealed record OfferLapsed(CallId Call, DateTimeOffset At, AgentId Agent, string Reason) : CallEvent(Call, At);
    /// <summary>溢出: waits in another queue now, with the time already waited.</summary>
    public sealed record Overflowed(CallId Call, DateTimeOffset At, string From, string To) : CallEvent(Call, At);
    /// <summary>无人值班: nobody who serves the queue is signed in; the caller was told so.</summary>
    public sealed record FoundUnstaffed(CallId Call, DateTimeOffset At, string Queue) : CallEvent(Call, At);
    /// <summary>话务员应答</summary>
    public sealed record AgentAnswered(CallId Call, DateTimeOffset At, AgentId Agent) : CallEvent(Call, At);
    /// <summary>The agent's part is over; the citizen stays with 110 or goes back to the queue.</summary>
    public sealed record AgentLeft(CallId Call, DateTimeOffset At, AgentId Agent) : CallEvent(Call, At);
    /// <summary>保持, by the citizen's phone</summary>
    public sealed record Held(CallId Call, DateTimeOffset At) : CallEvent(Call, At);
    /// <summary>恢复</summary>
    public sealed record Resumed(CallId Call, DateTimeOffset At) : CallEvent(Call, At);
    /// <summary>按键</summary>
    public sealed record DigitPressed(CallId Call, DateTimeOffset At, char Key) : CallEvent(Call, At);
    /// <summary>一键转接 110: we are calling; nobody was put on hold.</summary>
    public sealed record PoliceCalled(CallId Call, DateTimeOffset At, AgentId Agent) : CallEvent(Call, At);
    /// <summary>三方通话</summary>
    public sealed record PoliceJoined(CallId Call, DateTimeOffset At) : CallEvent(Call, At);
    /// <summary>110 was not reached: SIP status (0 when there was none) and reason.</summary>
    public sealed record PoliceFailed(CallId Call, DateTimeOffset At, int Status, string Reason) : CallEvent(Call, At);
    /// <summary>110 hung up.</summary>
    public sealed record PoliceLeft(CallId Call, DateTimeOffset At) : CallEvent(Call, At);
    /// <summary>转写: live text, partial or final. May come after <see cref="Ended"/>.</summary>
    public sealed record Heard(CallId Call, DateTimeOffset At, Speech.TranscriptSegment Segment) : CallEvent(Call, At);
    /// <summary>挂机</summary>
    public sealed record Ended(CallId Call, DateTimeOffset At, string Reason) : CallEvent(Call, At);
    /// <summary>录音完成: comes after <see cref="Ended"/>, once the file is complete.</summary>
    public sealed record Recorded(CallId Call, DateTimeOffset At, TimeSpan Length, long Bytes, string Sha256) : CallEvent(Call, At);
    /// <summary>录音暂停: sound and text of what follows are not kept, and why.</summary>
    public sealed record RecordingPaused(CallId Call, DateTimeOffset At, AgentId Agent, string Reason) : CallEvent(Call, At);
    /// <summary>录音继续; without an agent when it went on by itself, because the agent who had paused it left.</summary>
    public sealed record RecordingResumed(CallId Call, DateTimeOffset At, AgentId? Agent) : CallEvent(Call, At);
    /// <summary>不同意录音: the citizen asked that nothing of this call be kept.</summary>
    public sealed record RecordingRefused(CallId Call, DateTimeOffset At, AgentId Agent) : CallEvent(Call, At);
    /// <summary>查看转写: who read what was said.</summary>
    public sealed record TranscriptRead(CallId Call, DateTimeOffset At, AgentId Agent) : CallEvent(Call, At);
    /// <summary>调听录音: who opened the recording.</summary>
    public sealed record Listened(CallId Call, DateTimeOffset At, string Actor) : CallEvent(Call, At);
    /// <summary>班长介入: a supervisor listens, whispers or has barged in, or changes between these.</summary>
    public sealed record Supervised(CallId Call, DateTimeOffset At, AgentId Supervisor, SupervisionMode Mode, string Reason) : CallEvent(Call, At);
    /// <summary>班长退出</summary>
    public sealed record SupervisionEnded(CallId Call, DateTimeOffset At, AgentId Supervisor, SupervisionMode Mode) : CallEvent(Call, At);
    /// <summary>班长接管: the supervisor is the agent now; the one before, if there was one, wraps up.</summary>
    public sealed record TakenOver(CallId Call, DateTimeOffset At, AgentId Supervisor, AgentId? From, string Reason) : CallEvent(Call, At);
    /// <summary>标记: see <see cref="CallFlag"/>.</summary>
    public sealed record Flagged(CallId Call, DateTimeOffset At, string Flag) : CallEvent(Call, At);
    /// <summary>取消标记: it did not hold.</summary>
    public sealed record Unflagged(CallId Call, DateTimeOffset At, string Flag) : CallEvent(Call, At);
    /// <summary>导航选择</summary>
    public sealed record MenuChosen(CallId Call, DateTimeOffset At, char Key, string Name) : CallEvent(Call, At);
    /// <summary>非服务时间</summary>
    public sealed record FoundClosed(CallId Call, DateTimeOffset At) : CallEvent(Call, At);
    /// <summary>登记回拨: the place is kept for this number.</summary>
    /// <param name="Confirmed">False: the citizen hung up while the number was read back.</param>
    public sealed record CallbackAccepted(CallId Call, DateTimeOffset At, string Number, bool Confirmed) : CallEvent(Call, At);
    /// <summary>同诉登记: the caller reports what the surge announcement tells of.</summary>
    /// <param name="Ticket">Number of the event's ticket.</param>
    public sealed record MeToo(CallId Call, DateTimeOffset At, Guid Surge, string Ticket) : CallEvent(Call, At);
    /// <summary>评价邀请: the agent who served the call has left, and the citizen is asked.</summary>
    public sealed record SurveyAsked(CallId Call, DateTimeOffset At, AgentId Agent) : CallEvent(Call, At);
    /// <summary>评价: what was not answered is null, never a grade.</summary>
    /// <param name="Satisfaction">1 非常满意 to 5 非常不满意.</param>
    public sealed record SurveyAnswered(CallId Call, DateTimeOffset At, AgentId Agent, bool? Solved, int? Satisfaction) : CallEvent(Call, At);
    /// <summary>保持: our agent lets the citizen hear music; the recording goes on, and this marks the part until <see cref="ResumedByAgent"/>.</summary>
    public sealed record HeldByAgent(CallId Call, DateTimeOffset At, AgentId Agent) : CallEvent(Call, At);
    /// <summary>取回: the citizen is heard again.</summary>
    public sealed record ResumedByAgent(CallId Call, DateTimeOffset At, AgentId Agent) : CallEvent(Call, At);
    /// <summary>静音: nobody hears the agent.</summary>
    public sealed record Muted(CallId Call, DateTimeOffset At, AgentId Agent) : CallEvent(Call, At);
    /// <summary>取消静音</summary>
    public sealed record Unmuted(CallId Call, DateTimeOffset At, AgentId Agent) : CallEvent(Call, At);
    /// <summary>二次拨号: keys the agent sent to the other side.</summary>
    public sealed record DigitsSent(CallId Call, DateTimeOffset At, AgentId Agent, string Keys) : CallEvent(Call, At);
    /// <summary>呼叫: somebody beside citizen and agent rings. <paramref name="Member"/> where it is an agent of ours, who is to answer.</summary>
    public sealed record ParticipantCalled(CallId Call, DateTimeOffset At, AgentId Agent, int Participant, Party Party, string Name, AgentId? Member) : CallEvent(Call, At);
    /// <summary>咨询: talks with the agent while the citizen hears music.</summary>
    public sealed record ParticipantConsulted(CallId Call, DateTimeOffset At, int Participant, AgentId? Member) : CallEvent(Call, At);
    /// <summary>加入: hears the citizen and is heard.</summary>
    public sealed record ParticipantJoined(CallId Call, DateTimeOffset At, int Participant, AgentId? Member) : CallEvent(Call, At);
    /// <summary>Was not reached: SIP status (0 when there was none) and reason.</summary>
    public sealed record ParticipantFailed(CallId Call, DateTimeOffset At, int Participant, int Status, string Reason) : CallEvent(Call, At);
    /// <summary>离开</summary>
    public sealed record ParticipantLeft(CallId Call, DateTimeOffset At, int Participant, string Reason) : CallEvent(Call, At);
    /// <summary>转接: the agent hands the citizen over, after a talk (attended) or without one (blind).</summary>
    public sealed record Transferred(CallId Call, DateTimeOffset At, AgentId Agent, string To, bool Attended) : CallEvent(Call, At);
    /// <summary>接手: this agent has the citizen now, without the queue having offered the call.</summary>
    public sealed record AgentTookOver(CallId Call, DateTimeOffset At, AgentId Agent) : CallEvent(Call, At);
    /// <summary>呼出·回拨·中继: begun. The number stands in the call record only.</summary>
    /// <param name="By">Work number or user name.</param>
    public sealed record Dialled(CallId Call, DateTimeOffset At, CallDirection Direction, string By, AgentId? Agent, string Purpose, string? Ticket) : CallEvent(Call, At);
    /// <summary>对方振铃</summary>
    public sealed record CitizenRings(CallId Call, DateTimeOffset At) : CallEvent(Call, At);
    /// <summary>外呼未接通: SIP status (0 when there was none) and reason.</summary>
    public sealed record DialFailed(CallId Call, DateTimeOffset At, Outbound.DialResult Result, int Status, string Reason) : CallEvent(Call, At);
    /// <summary>随转信息: a packet to a partner line was delivered (by http or file) or was not.</summary>
    /// <param name="Packet">police or psychological.</param>
    /// <param name="Error">Null when it was delivered.</param>
    public sealed record PacketSent(CallId Call, DateTimeOffset At, string Packet, string Way, bool Delivered, TimeSpan Took, string? Error) : CallEvent(Call, At);
    /// <summary>责任方已商定</summary>
    public sealed record ResponsibilityAgreed(CallId Call, DateTimeOffset At, AgentId Agent, Police.ResponsibleSide Owner) : CallEvent(Call, At);
    /// <summary>首接负责: no agreement in time; the rule's choice and its ground.</summary>
    public sealed record ResponsibilityAssigned(CallId Call, DateTimeOffset At, Police.ResponsibleSide Owner, string Ground, string? Ticket) : CallEvent(Call, At);
    /// <summary>同意转介: nothing is written down from here on.</summary>
    public sealed record ConsentGiven(CallId Call, DateTimeOffset At, bool GoesOnRecording) : CallEvent(Call, At);
    /// <summary>已转介: all that is kept of it.</summary>
    /// <param name="FollowUp">The citizen wants to be called by us afterwards.</param>
    public sealed record Referred(CallId Call, DateTimeOffset At, AgentId Agent, string To, Police.RiskLevel Risk, bool FollowUp = false) : CallEvent(Call, At);
    /// <summary>辱骂来电: the caller was warned, for the first or another time. Supervisors are alerted by it.</summary>
    public sealed record AbuseWarned(CallId Call, DateTimeOffset At, AgentId Agent, int Times) : CallEvent(Call, At);
    /// <summary>The agent ended it for abuse.</summary>
    public sealed record AbuseEnded(CallId Call, DateTimeOffset At, AgentId Agent) : CallEvent(Call, At);
    /// <summary>建议休息</summary>
    public sealed record RestOffered(CallId Call, DateTimeOffset At, AgentId Agent, string Reason) : CallEvent(Call, At);
    /// <summary>危机处置: a helper is wanted. Supervisors are alerted by it.</summary>
    public sealed record CrisisDeclared(CallId Call, DateTimeOffset At, AgentId Agent) : CallEvent(Call, At);
    /// <summary>A second agent or a supervisor phones 110 and 120.</summary>
    public sealed record CrisisHelped(CallId Call, DateTimeOffset At, AgentId Helper) : CallEvent(Call, At);
    /// <summary>退出协助: 110 and 120 go on without the helper.</summary>
    public sealed record CrisisHelperLeft(CallId Call, DateTimeOffset At, AgentId Helper) : CallEvent(Call, At);
    /// <param name="Line">110 or 120.</param>
    public sealed record RescueCalled(CallId Call, DateTimeOffset At, string Line) : CallEvent(Call, At);
    /// <param name="WithHelper">False: they hear the citizen's call, and only our people hear them.</param>
    public sealed record RescueJoined(CallId Call, DateTimeOffset At, string Line, bool WithHelper) : CallEvent(Call, At);
    public sealed record RescueFailed(CallId Call, DateTimeOffset At, string Line, int Status, string Reason) : CallEvent(Call, At);
    public sealed record RescueLeft(CallId Call, DateTimeOffset At, string Line) : CallEvent(Call, At);
    /// <summary>危机处置清单: somebody ticked a step off.</summary>
    public sealed record CrisisStepDone(CallId Call, DateTimeOffset At, AgentId By, Care.CrisisStep Step) : CallEvent(Call, At);
    /// <summary>询邻台: an agent of another node rings; the citizen waits on here.</summary>
    public sealed record NeighbourAsked(CallId Call, DateTimeOffset At, string Node, AgentId Agent) : CallEvent(Call, At);
    /// <summary>That agent does not have the citizen: SIP status (0 when there was none) and reason.</summary>
    public sealed record NeighbourFailed(CallId Call, DateTimeOffset At, string Node, AgentId Agent, int Status, string Reason) : CallEvent(Call, At);
    /// <summary>转往邻台: the agent of another node has answered; recording and text go on there.</summary>
    /// <param name="There">What the call is at that node.</param>
    public sealed record HandedOver(CallId Call, DateTimeOffset At, string Node, AgentId Agent, CallId There) : CallEvent(Call, At);
    /// <summary>来自邻台: the citizen waits at another node and rings at an agent of ours.</summary>
    /// <param name="There">What the call is at that node.</param>
    public sealed record HandedIn(CallId Call, DateTimeOffset At, string Node, CallId There, DateTimeOffset WaitingSince) : CallEvent(Call, At);
}
