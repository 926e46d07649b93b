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

    /// <summary>跨节点转接: the token by which another node of the city hands its caller over; null where the call comes from anybody else.</summary>
    public string? HandOver { get; init; }

    /// <summary>The agent whose phone calls, proven by its password; null where the caller is anybody else.</summary>
    public AgentId? Agent { get; init; }

    /// <summary>中继, by which it came or goes; null where it is none of ours.</summary>
    public string? Trunk { get; init; }

    /// <summary>Where the INVITE came from; of an outgoing call the peer's address once it is resolved, 0.0.0.0:0 before.</summary>
    public IPEndPoint Source => _session.Source;

    /// <summary>180 (RFC 3261 section 13.3.1.1).</summary>
    public void Ring() => _session.Post(() => _session.Progress(180, null));

    /// <summary>183 with a description: the caller hears us before the answer. Sent reliably where the caller requires it (RFC 3262).</summary>
    /// <param name="early">Our answer, or our offer where the INVITE had none. The later <see cref="Answer"/> must not change it.</param>
    public void Progress(SessionDescription early)
    {
        ArgumentNullException.ThrowIfNull(early);
        _session.Post(() => _session.Progress(183, early));
    }

    /// <summary>Where events of a call go that came by <see cref="SipCallEvent.Replaced"/>; what has happened since is told at once.</summary>
    public void Listen(Action<SipCallEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        _session.Post(() => _session.Sink = events);
    }

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

    /// <summary>
    /// Our change of a running call: hold, resume, another address (re-INVITE, RFC 3261 section 14.1). Told by
    /// <see cref="SipCallEvent.ReofferAnswered"/> or <see cref="SipCallEvent.ReofferRefused"/>; waits for a change under way, and of
    /// several that wait only the last is sent. When both sides ask at once (491) it is tried again by itself.
    /// </summary>
    public void Reoffer(SessionDescription offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        _session.Post(() => _session.Reoffer(offer));
    }

    /// <summary>转接: asks the peer to call somebody else (REFER, RFC 3515); <see cref="SipCallEvent.ReferProgress"/> tells what comes of it.</summary>
    /// <param name="replaces">咨询转接: another call of ours, whose peer is <paramref name="target"/>; theirs takes its place (RFC 5589 section 7).</param>
    public void Refer(SipUri target, SipCall? replaces = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        _session.Post(() => _session.Refer(target, replaces?._session.Dialog is { RemoteTag: { } tag } d ? new Replaces(d.CallId, tag, d.LocalTag) : null));
    }

    /// <summary>
    /// What comes of the transfer that <see cref="SipCallEvent.Referred"/> asked for, sent to the peer as NOTIFY: 100 or 180 while it goes on,
    /// then one final status, 200 or a refusal (603). Without a word within 5 s it counts as declined.
    /// </summary>
    /// <param name="status">100 to 699.</param>
    public void ReportReferral(int status)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 699);
        _session.Post(() => _session.ReportReferral(status));
    }

    /// <summary>CANCEL, 480 or BYE, whichever the state asks for.</summary>
    /// <param name="reason">Goes into <see cref="SipCallEvent.Ended"/> and the Reason header (RFC 3326): no personal data.</param>
    public void HangUp(string reason) => _session.Post(() => _session.HangUp(reason));
}
