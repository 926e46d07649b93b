using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;

namespace Hotline.Telephony.Sip;

/// <summary>Why a call is over.</summary>
public enum CallEnd
{
    /// <summary>The peer hung up.</summary>
    Remote,
    /// <summary>We hung up.</summary>
    Local,
    /// <summary>The INVITE was taken back before its answer, by whichever side sent it.</summary>
    Cancelled,
    /// <summary>The call was refused or could not be set up.</summary>
    Failed,
    /// <summary>The peer fell silent: no response, or no ACK for 32 s (64*T1).</summary>
    Timeout,
}

/// <summary>Something that happened on a <see cref="SipCall"/>. Raised on the signalling loop: a sink only posts it on. The list is closed.</summary>
public abstract record SipCallEvent
{
    private SipCallEvent() { }

    /// <summary>Outgoing: a provisional response above 100; <paramref name="Sdp"/> is there with early media.</summary>
    public sealed record Progress(int Status, SessionDescription? Sdp) : SipCallEvent;

    /// <summary>Outgoing: the 200, already acknowledged.</summary>
    public sealed record Answered(SessionDescription Sdp) : SipCallEvent;

    /// <summary>
    /// Incoming: the ACK; <paramref name="Answer"/> is there when the INVITE had no offer, so that ours went with the 200. Where ours went with
    /// a reliable 183 the PRACK brings the answer, and the event comes twice.
    /// </summary>
    public sealed record Confirmed(SessionDescription? Answer) : SipCallEvent;

    /// <summary>A re-INVITE or UPDATE; answer with <see cref="SipCall.AnswerReoffer"/>. Without an offer we are asked for one.</summary>
    public sealed record Reoffered(SessionDescription? Offer) : SipCallEvent;

    /// <summary>The peer agreed to <see cref="SipCall.Reoffer"/>.</summary>
    public sealed record ReofferAnswered(SessionDescription Answer) : SipCallEvent;

    /// <summary>The peer refused <see cref="SipCall.Reoffer"/>: the session stays as it was.</summary>
    public sealed record ReofferRefused(int Status, string Reason) : SipCallEvent;

    /// <summary>转接请求: the peer asks us to connect it to somebody else (REFER). Answer with <see cref="SipCall.ReportReferral"/>.</summary>
    /// <param name="Target">Whom; character for character, without the header fields.</param>
    /// <param name="Replaces">咨询转接: the call of the target that ours is to take the place of (RFC 3891); null for a blind transfer.</param>
    /// <param name="ReplacedCall">The same call where we are the target ourselves: the referrer's other call with us.</param>
    /// <param name="ReferredBy">The header's text (RFC 3892); personal data.</param>
    public sealed record Referred(SipUri Target, Replaces? Replaces, SipCall? ReplacedCall, string? ReferredBy) : SipCallEvent;

    /// <summary>What came of <see cref="SipCall.Refer"/> so far; the last word has <paramref name="IsFinal"/>.</summary>
    public sealed record ReferProgress(int Status, bool IsFinal) : SipCallEvent;

    /// <summary>
    /// 替换: a new call wants to take the place of this one's peer (RFC 3891). <see cref="SipCall.Listen"/> to it and answer it, then hang this
    /// one up; or reject it. Without a listener within 5 s it is refused.
    /// </summary>
    public sealed record Replaced(SipCall By) : SipCallEvent;

    /// <summary>A key pressed, by SIP INFO (RFC 6086): 0-9, *, #, A-D.</summary>
    public sealed record Digit(char Key) : SipCallEvent;

    /// <summary>The last event of every call.</summary>
    /// <param name="Status">The final status that ended it; 0 where none did.</param>
    public sealed record Ended(CallEnd Cause, int Status, string Reason) : SipCallEvent;
}
