using System.Net;
using Hotline.Telephony.Sip.Dialogs;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;

namespace Hotline.Telephony.Sip;

/// <summary>
/// One INVITE dialog (RFC 3261 section 12), theirs or ours. Every member may be called from any thread and returns at once:
/// it posts to the signalling loop. What no longer fits the call's state is ignored, since both sides may act at the same time.
/// </summary>
public sealed class SipCall
{
    private readonly InviteSession _session;

    internal SipCall(InviteSession session) => _session = session;

    public required string CallId { get; init; }

    public required SipUri From { get; init; }

    public required SipUri To { get; init; }

    /// <summary>主叫号码, the user part of From.</summary>
    public string CallerNumber => From.User;

    /// <summary>被叫号码, the user part of the Request-URI.</summary>
    public required string CalledNumber { get; init; }

    /// <summary>Null where the INVITE had none: then <see cref="Answer"/> takes our offer and the ACK brings the answer.</summary>
    public SessionDescription? RemoteOffer { get; init; }

    /// <summary>What the INVITE's User-to-User header says (RFC 7433), as text; null without one.</summary>
    public string? Correlation { get; init; }

    public required bool IsOutgoing { get; init; }

    /// <summary>Where the INVITE came from; of an outgoing call the peer's address once it is resolved, 0.0.0.0:0 before.</summary>
    public IPEndPoint Source => _session.Source;

    /// <summary>180 (RFC 3261 section 13.3.1.1).</summary>
    public void Ring() => _session.Post(_session.Ring);

    /// <summary>200 with our answer, or with our offer where the INVITE had none.</summary>
    public void Answer(SessionDescription answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        _session.Post(() => _session.Answer(answer));
    }

    /// <summary>A final refusal of an incoming call.</summary>
    /// <param name="status">300 to 699.</param>
    /// <param name="retryAfter">Seconds, for the Retry-After header.</param>
    public void Reject(int status, string? retryAfter = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 300);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 699);
        _session.Post(() => _session.Reject(status, retryAfter));
    }

    /// <summary>200 to the re-INVITE or UPDATE that <see cref="SipCallEvent.Reoffered"/> told of.</summary>
    public void AnswerReoffer(SessionDescription answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        _session.Post(() => _session.AnswerReoffer(answer));
    }

    /// <summary>The session stays as it was (RFC 3261 section 14.2).</summary>
    public void RejectReoffer(int status = 488) => _session.Post(() => _session.RejectReoffer(status));

    /// <summary>CANCEL, 480 or BYE, whichever the state asks for.</summary>
    /// <param name="reason">Goes into <see cref="SipCallEvent.Ended"/> and the Reason header (RFC 3326): no personal data.</param>
    public void HangUp(string reason) => _session.Post(() => _session.HangUp(reason));
}
