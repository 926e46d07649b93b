using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;
using Hotline.Telephony.Sip.Transactions;
using Hotline.Telephony.Sip.Transport;

namespace Hotline.Telephony.Sip.Dialogs;

/// <summary>A call that came to us (RFC 3261 section 13.3).</summary>
internal sealed class IncomingSession : InviteSession
{
    private readonly ServerInvite _invite;
    private string? _byeOnceAcknowledged;
    private bool _answered;

    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    internal IncomingSession(UserAgent agent, SipMessage invite, InviteServerTransaction transaction, Flow from, string localTag)
        : base(agent, Dialog.Incoming(invite, from, localTag))
    {
        _invite = new(agent, invite, transaction, from, localTag);
        _invite.NeverPracked = NeverPracked;
        _invite.Expired = () => Withdraw("expired");
        PeerTakesUpdate = invite.Lists(Header.Allow, "UPDATE");
        transaction.Cancelled = () => Withdraw("CANCEL");
        _invite.Trying();
    }

    internal override bool OwnsCallId => false;

    private protected override bool TakesOffers => IsEstablished || (_invite.HasOffer && _invite.HasAnsweredEarly);

    internal override void Progress(int status, SessionDescription? sdp)
    {
        if (!_answered) _invite.Provisional(status, sdp is null ? null : Stamped(sdp));
    }

    internal override void Answer(SessionDescription sdp)
    {
        if (_invite.HasFinal || _answered) return;
        _answered = true;
        var text = _invite.HasAnsweredEarly ? null : Stamped(sdp);
        _invite.WhenPracked(() => Accept(text));
    }

    private void Accept(string? sdp)
    {
        if (_invite.HasFinal) return;
        IsEstablished = true;
        ExpectAck(_invite);
        _invite.Accept(sdp, Timer);
    }

    /// <summary>RFC 3262 section 3: the PRACK may carry the answer to the offer in our response, or a new offer.</summary>
    private protected override void ReceivePrack(SipMessage prack, Flow from)
    {
        if (!_invite.Pracked(prack)) Agent.Respond(prack, from, 481);
        else if (_invite.HasOffer && !prack.Body.IsEmpty) ReceiveOffer(prack, from);
        else
        {
            Agent.Respond(prack, from, 200);
            if (Sdp(prack) is { } answer) Tell(new SipCallEvent.Confirmed(answer));
        }

        _invite.GoOn();
    }

    private void NeverPracked()
    {
        if (_invite.HasFinal) return;
        _invite.Reject(504);
        End(CallEnd.Timeout, 504, "No PRACK");
        Forget();
    }

    internal override void Reject(int status, string? retryAfter)
    {
        if (_invite.HasFinal) return;
        _invite.Reject(status, retryAfter is null ? "" : $"Retry-After: {retryAfter}\r\n");
        End(CallEnd.Local, status, ReasonPhrases.Of(status));
        Forget();
    }

    internal override void HangUp(string reason)
    {
        if (!_invite.HasFinal)
        {
            _invite.Reject(480);
            End(CallEnd.Local, 480, reason);
            Forget();
        }
        else if (IsEstablished) HangUpEstablished(reason);
    }

    /// <summary>No BYE before the ACK of our 200 (RFC 3261 section 15): the user is told at once, the wire follows.</summary>
    private void HangUpEstablished(string reason)
    {
        End(CallEnd.Local, 0, reason);
        if (IsUnacknowledged) _byeOnceAcknowledged = reason;
        else Bye(reason);
    }

    protected override void Acknowledged(ServerInvite invite, SessionDescription? answer)
    {
        if (_byeOnceAcknowledged is not null && IsEstablished && !IsUnacknowledged) Bye(_byeOnceAcknowledged);
        else if (ReferenceEquals(invite, _invite) && answer is null && !invite.HasOffer && !invite.HasAnsweredEarly && IsEstablished) Unanswered();
        else if (ReferenceEquals(invite, _invite)) Tell(new SipCallEvent.Confirmed(answer));
        else base.Acknowledged(invite, answer);
    }

    /// <summary>Our 200 carried the offer and the ACK no answer that can be read (RFC 3261 section 13.2.1): without audio nobody would ever end the call.</summary>
    private void Unanswered()
    {
        const string Why = "no answer to our offer";
        End(CallEnd.Failed, 0, Why);
        Bye(Why);
    }

    protected override void ByeTooEarly(SipMessage bye) => Withdraw("BYE");

    private void Withdraw(string how)
    {
        if (_invite.HasFinal) return;
        _invite.Reject(487);
        End(CallEnd.Cancelled, 487, how);
        Forget();
    }
}
