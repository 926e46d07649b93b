using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;
using Hotline.Telephony.Sip.Transport;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Sip.Dialogs;

/// <summary>What a call does, on the signalling loop; the two sides of an INVITE differ in how it is set up.</summary>
internal abstract partial class InviteSession
{
    private readonly ulong _sdpId = (ulong)RandomNumberGenerator.GetInt32(1, int.MaxValue);
    private readonly List<ServerInvite> _unacknowledged = [];
    private readonly Reoffers _reoffers;
    private readonly OurOffers _ours;
    private readonly Referral _referral;
    private List<SipCallEvent>? _untold;
    private Action<SipCallEvent>? _sink;
    private ulong _sdpVersion;
    private string? _lastSdp;
    private bool _told;

    [SetsRequiredMembers]
    protected InviteSession(UserAgent agent, Dialog dialog)
    {
        (Agent, Dialog) = (agent, dialog);
        (_reoffers, _ours, _referral) = (new(this, agent), new(this, agent), new(this, agent));
        Timer = new(agent.Options, agent.Wheel, _ours.Refresh, Expired);
        dialog.Peer.Hold();
    }

    internal required UserAgent Agent { get; init; }

    internal Dialog Dialog { get; private set; }

    internal IPEndPoint Source => Dialog.Peer.Remote;

    /// <summary>What the user of the stack holds.</summary>
    internal SipCall Call { get; set; } = null!;

    /// <summary>Where events go; what happened before it was set is told then.</summary>
    internal Action<SipCallEvent>? Sink
    {
        get => _sink;
        set
        {
            _sink = value;
            foreach (var happened in _untold ?? []) Hand(happened);
            _untold = null;
        }
    }

    internal SessionTimer Timer { get; }

    /// <summary>It named UPDATE in an Allow header (RFC 3311 section 4).</summary>
    internal bool PeerTakesUpdate { get; set; }

    /// <summary>Our last description as it went out; null before the first.</summary>
    internal string? LastSdp => _lastSdp;

    /// <summary>Both sides think that the call stands.</summary>
    internal bool IsAlive => IsEstablished && !_told;

    /// <summary>The user has been told the end.</summary>
    internal bool IsOver => _told;

    /// <summary>A change of ours may go now: none is under way, either way (RFC 3261 section 14.1).</summary>
    internal bool MayOffer => IsAlive && !IsUnacknowledged && !_reoffers.IsPending;

    /// <summary>Call-ID and INVITE are ours.</summary>
    internal abstract bool OwnsCallId { get; }

    /// <summary>The 200 has been sent or received, and neither side has sent BYE.</summary>
    internal bool IsEstablished { get; private protected set; }

    /// <summary>An offer of ours waits for its answer (RFC 3264 section 4): no other one may cross it.</summary>
    internal bool HasOfferOut => _ours.HasOfferOut || _unacknowledged.Exists(i => !i.HasOffer);

    internal void Post(Action work) => Agent.Post(work);

    internal virtual void Progress(int status, SessionDescription? sdp) { }

    internal virtual void Answer(SessionDescription sdp) { }

    internal virtual void Reject(int status, string? retryAfter) { }

    internal void AnswerReoffer(SessionDescription sdp) => _reoffers.Answer(sdp);

    internal void RejectReoffer(int status) => _reoffers.Reject(status);

    internal void Reoffer(SessionDescription sdp) => _ours.Offer(sdp);

    internal void Refer(SipUri target, Replaces? replaces) => _referral.Ask(target, replaces);

    internal void ReportReferral(int status) => _referral.Report(status);

    /// <summary>A change is through: one that waited may go.</summary>
    internal void Freed() => _ours.Next();

    /// <summary>The dialog that a request with our tag belongs to; null: it has another Call-ID or tag (481).</summary>
    internal virtual Dialog? DialogOf(SipMessage request) => Dialog.Matches(request) ? Dialog : null;

    /// <summary>This call is what a Replaces header means.</summary>
    internal virtual bool Is(Replaces named) => Dialog.CallId == named.CallId && Dialog.RemoteTag == named.FromTag;

    /// <summary>Offer and answer of the INVITE are complete, so that another offer may come.</summary>
    private protected virtual bool TakesOffers => IsEstablished;

    /// <summary>Ends the call, whatever its state is.</summary>
    internal abstract void HangUp(string reason);

    /// <summary>BYE before the call is established.</summary>
    protected abstract void ByeTooEarly(SipMessage bye);

    /// <summary>A request within the dialog whose tags and CSeq are right.</summary>
    internal void Receive(SipMessage request, Dialog dialog, Flow from)
    {
        MoveTo(from);
        dialog.Refresh(request, from);
        switch (request.Method)
        {
            case "BYE": ReceiveBye(request, from); break;
            case "INFO": ReceiveInfo(request, from); break;
            case "PRACK": ReceivePrack(request, from); break;
            case "INVITE" or "UPDATE" or "REFER" when _told: Agent.Respond(request, from, 481); break;
            case "INVITE" when IsEstablished: ReceiveOffer(request, from); break;
            case "UPDATE" when TakesOffers || request.Body.IsEmpty: ReceiveOffer(request, from); break;
            case "UPDATE" when OwnsCallId: Agent.Respond(request, from, 491); break;
            case "INVITE" or "UPDATE": Agent.Respond(request, from, 500, Reoffers.TryLater); break;
            case "REFER" when IsEstablished: _referral.Receive(request, from); break;
            case "REFER": Agent.Respond(request, from, 403); break;
            case "NOTIFY": _referral.ReceiveNotify(request, from); break;
            case "OPTIONS": Agent.AnswerOptions(request, from); break;
            default: Agent.RefuseMethod(request, from); break;
        }
    }

    internal void ReceiveAck(SipMessage ack)
    {
        var invite = _unacknowledged.Find(i => i.CSeq == ack.CSeq);
        if (invite is null) return;

        _unacknowledged.Remove(invite);
        invite.Acknowledged();
        Acknowledged(invite, invite.HasOffer ? null : Sdp(ack)); // an offer answered in our 200 is not answered again
        Freed();
    }

    /// <summary>The description a message carries; null where there is none that can be read.</summary>
    internal static SessionDescription? Sdp(SipMessage message) =>
        SessionBody.TryFind(message, out var body) && !body.IsEmpty && SessionDescription.TryParse(body.Span, out var sdp, out _) ? sdp : null;

    private protected virtual void ReceivePrack(SipMessage prack, Flow from) => Agent.Respond(prack, from, 481);

    private protected void ReceiveOffer(SipMessage request, Flow from)
    {
        if (request.Count(Header.Allow) > 0) PeerTakesUpdate = request.Lists(Header.Allow, "UPDATE");
        _reoffers.Receive(request, from);
    }

    /// <param name="answer">What the ACK carried.</param>
    protected virtual void Acknowledged(ServerInvite invite, SessionDescription? answer)
    {
        if (!invite.HasOffer) Tell(new SipCallEvent.Confirmed(answer));
    }

    /// <summary>Our 200 is out: it needs an ACK.</summary>
    internal void ExpectAck(ServerInvite invite)
    {
        invite.NeverAcknowledged = () =>
        {
            _unacknowledged.Remove(invite);
            NeverAcknowledged();
        };
        _unacknowledged.Add(invite);
    }

    /// <summary>The peer never acknowledged our 200: RFC 3261 section 13.3.1.4 ends the session with BYE.</summary>
    protected virtual void NeverAcknowledged()
    {
        Bye("no ACK");
        End(CallEnd.Timeout, 408, "No ACK");
    }

    protected bool IsUnacknowledged => _unacknowledged.Count > 0;

    /// <summary>The o= line's version grows when the description changes (RFC 3264 section 8).</summary>
    internal string Stamped(SessionDescription sdp)
    {
        var text = (sdp with { SessionId = _sdpId, Version = _sdpVersion }).ToString();
        if (text == _lastSdp) return text;
        return _lastSdp = (sdp with { SessionId = _sdpId, Version = ++_sdpVersion }).ToString();
    }

    internal void Tell(SipCallEvent happened)
    {
        if (_told) return;
        _told = happened is SipCallEvent.Ended;
        if (_sink is null) (_untold ??= []).Add(happened);
        else Hand(happened);
    }

    private void Hand(SipCallEvent happened)
    {
        try
        {
            _sink!(happened);
        }
        catch (Exception e)
        {
            SinkFailed(Agent.Log, e);
        }
    }

    /// <summary>Tells the end. The dialog stays known until <see cref="Forget"/>, so that crossing requests find it.</summary>
    protected void End(CallEnd cause, int status, string reason) => Tell(new SipCallEvent.Ended(cause, status, reason));

    protected void Forget()
    {
        Calm();
        foreach (var invite in _unacknowledged) invite.Acknowledged();
        _unacknowledged.Clear();
        if (Agent.Remove(this)) Dialog.Peer.Release();
    }

    /// <summary>BYE, and the dialog is forgotten when it is answered or has timed out.</summary>
    protected void Bye(string reason)
    {
        IsEstablished = false;
        Calm();
        _reoffers.Reject(487);
        Agent.SendBye(Dialog, reason, Forget);
    }

    /// <summary>The peer does not know the call any more, or does not answer (RFC 3261 section 12.2.1.2).</summary>
    internal void Lost(int status)
    {
        End(CallEnd.Timeout, status, ReasonPhrases.Of(status));
        Bye("call lost");
    }

    private void Expired()
    {
        if (!IsAlive) return;
        End(CallEnd.Timeout, 0, "The session timer ran out");
        Bye("session expired");
    }

    /// <summary>Nothing of ours comes any more.</summary>
    private void Calm()
    {
        Timer.Stop();
        _ours.Stop();
        _referral.Stop();
    }

    protected void Establish(Dialog dialog)
    {
        Dialog = dialog;
        IsEstablished = true;
    }

    protected void MoveTo(Flow from)
    {
        if (ReferenceEquals(from, Dialog.Peer)) return;
        from.Hold();
        Dialog.Peer.Release();
        Dialog.Peer = from;
    }

    private void ReceiveBye(SipMessage bye, Flow from)
    {
        var reason = bye.First(Header.Reason) ?? "BYE";
        Agent.Respond(bye, from, 200);
        _reoffers.Reject(487);
        if (!IsEstablished)
        {
            ByeTooEarly(bye);
            return;
        }

        IsEstablished = false;
        End(CallEnd.Remote, 0, reason);
        Forget();
    }

    private void ReceiveInfo(SipMessage info, Flow from)
    {
        var type = info.BodyType;
        if (info.Count(Header.InfoPackage) > 0 && !DtmfInfo.IsDtmf(type))
        {
            Agent.Respond(info, from, 469, "Recv-Info: \r\n"); // RFC 6086 section 4.2.2: we take none
            return;
        }

        if (!info.Body.IsEmpty && !DtmfInfo.IsDtmf(type))
        {
            Agent.Respond(info, from, 415, "Accept: application/dtmf-relay, application/dtmf\r\n");
            return;
        }

        Agent.Respond(info, from, 200);
        if (DtmfInfo.Key(type, info.Body.Span) is { } key) Tell(new SipCallEvent.Digit(key));
    }

    [LoggerMessage(LogLevel.Error, "The sink of a call's events threw; it must only post them on.")]
    private static partial void SinkFailed(ILogger log, Exception e);
}
