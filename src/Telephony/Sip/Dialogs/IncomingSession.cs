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

    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    internal IncomingSession(UserAgent agent, SipMessage invite, InviteServerTransaction transaction, Flow from, string localTag)
        : base(agent, Dialog.Incoming(invite, from, localTag))
    {
        _invite = new(agent, invite, transaction, from, localTag);
        transaction.Cancelled = () => Withdraw("CANCEL");
        _invite.Trying();
    }

    internal override void Ring() => _invite.Provisional(180);

    internal override void Answer(SessionDescription sdp)
    {
        if (_invite.HasFinal) return;
        IsEstablished = true;
        ExpectAck(_invite);
        _invite.Accept(Stamped(sdp));
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
        else if (ReferenceEquals(invite, _invite)) Tell(new SipCallEvent.Confirmed(answer));
        else base.Acknowledged(invite, answer);
    }

    protected override void ByeTooEarly() => Withdraw("BYE");

    private void Withdraw(string how)
    {
        if (_invite.HasFinal) return;
        _invite.Reject(487);
        End(CallEnd.Cancelled, 487, how);
        Forget();
    }
}
