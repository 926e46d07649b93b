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
    private ulong _sdpVersion;
    private string? _lastSdp;
    private bool _told;

    [SetsRequiredMembers]
    protected InviteSession(UserAgent agent, Dialog dialog)
    {
        (Agent, Dialog) = (agent, dialog);
        _reoffers = new(this, agent);
        dialog.Peer.Hold();
    }

    internal required UserAgent Agent { get; init; }

    internal Dialog Dialog { get; private set; }

    internal IPEndPoint Source => Dialog.Peer.Remote;

    /// <summary>Where events go; set right after the session is made.</summary>
    internal Action<SipCallEvent>? Sink { get; set; }

    /// <summary>The 200 has been sent or received, and neither side has sent BYE.</summary>
    protected bool IsEstablished { get; set; }

    /// <summary>An offer of ours waits for its answer (RFC 3264 section 4): no other one may cross it.</summary>
    internal bool HasOfferOut => _unacknowledged.Exists(i => !i.HasOffer);

    internal void Post(Action work) => Agent.Post(work);

    internal virtual void Ring() { }

    internal virtual void Answer(SessionDescription sdp) { }

    internal virtual void Reject(int status, string? retryAfter) { }

    internal void AnswerReoffer(SessionDescription sdp) => _reoffers.Answer(sdp);

    internal void RejectReoffer(int status) => _reoffers.Reject(status);

    /// <summary>Ends the call, whatever its state is.</summary>
    internal abstract void HangUp(string reason);

    /// <summary>BYE before the call is established.</summary>
    protected abstract void ByeTooEarly();

    /// <summary>A request within the dialog whose tags and CSeq are right.</summary>
    internal void Receive(SipMessage request, Flow from)
    {
        MoveTo(from);
        Dialog.Refresh(request, from);
        switch (request.Method)
        {
            case "BYE": ReceiveBye(request, from); break;
            case "INFO": ReceiveInfo(request, from); break;
            case "INVITE" or "UPDATE" when IsEstablished: _reoffers.Receive(request, from); break;
            case "INVITE" or "UPDATE" when _told: Agent.Respond(request, from, 481); break;
            case "INVITE" or "UPDATE": Agent.Respond(request, from, 500, Reoffers.TryLater); break;
            case "REFER": Agent.Respond(request, from, 603); break;
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
        Acknowledged(invite, ack.BodyType == "application/sdp" && SessionDescription.TryParse(ack.Body.Span, out var sdp, out _) ? sdp : null);
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
        try
        {
            Sink?.Invoke(happened);
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
        foreach (var invite in _unacknowledged) invite.Acknowledged();
        _unacknowledged.Clear();
        if (Agent.Remove(this)) Dialog.Peer.Release();
    }

    /// <summary>BYE, and the dialog is forgotten when it is answered or has timed out.</summary>
    protected void Bye(string reason)
    {
        IsEstablished = false;
        _reoffers.Reject(487);
        Agent.SendBye(Dialog, reason, Forget);
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
            ByeTooEarly();
            return;
        }

        IsEstablished = false;
        End(CallEnd.Remote, 0, reason);
        Forget();
    }

    private void ReceiveInfo(SipMessage info, Flow from)
    {
        var type = info.BodyType;
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
