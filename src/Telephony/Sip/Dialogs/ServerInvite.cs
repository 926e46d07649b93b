using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Transactions;
using Hotline.Telephony.Sip.Transport;

namespace Hotline.Telephony.Sip.Dialogs;

/// <summary>A peer's INVITE or re-INVITE until its ACK: our responses, and the 200 again and again while the ACK is missing.</summary>
internal sealed class ServerInvite
{
    private static readonly TimeSpan KeepRinging = TimeSpan.FromMinutes(1);

    private readonly UserAgent _agent;
    private readonly InviteServerTransaction _transaction;
    private readonly Flow _from;
    private readonly string _localTag;
    private SipMessage? _request;
    private WheelTimer? _retransmit;
    private WheelTimer? _giveUp;

    internal ServerInvite(UserAgent agent, SipMessage request, InviteServerTransaction transaction, Flow from, string localTag)
    {
        (_agent, _request, _transaction, _from, _localTag) = (agent, request, transaction, from, localTag);
        CSeq = request.CSeq;
        HasOffer = !request.Body.IsEmpty;
        transaction.ToTag = localTag;
    }

    internal uint CSeq { get; }

    /// <summary>False: our 200 carries the offer and the ACK the answer (RFC 3261 section 13.2.1).</summary>
    internal bool HasOffer { get; }

    internal bool HasFinal => _transaction.HasFinal;

    /// <summary>No ACK for 64*T1.</summary>
    internal Action? NeverAcknowledged { get; set; }

    internal void Trying() => Respond(100, null);

    /// <summary>Sent again each minute, so that no proxy on the way gives up (RFC 3261 section 13.3.1.1).</summary>
    internal void Provisional(int status)
    {
        if (HasFinal) return;
        Respond(status, _localTag, _agent.ContactLine(_from));
        _retransmit?.Stop();
        _retransmit = _agent.Wheel.Start(KeepRinging, () => Provisional(status));
    }

    internal void Accept(string sdp)
    {
        if (HasFinal) return;
        _retransmit?.Stop();
        RetransmitAfter(SipTimers.T1);
        _giveUp = _agent.Wheel.Start(SipTimers.GiveUp, GiveUp);
        Respond(200, _localTag, $"{_agent.ContactLine(_from)}Allow: {MessageWriter.Allow}\r\n", sdp);
        _request = null;
    }

    internal void Reject(int status, string headers = "", string? reason = null)
    {
        if (HasFinal) return;
        _retransmit?.Stop();
        Respond(status, _localTag, headers, reason: reason);
        _request = null;
    }

    /// <summary>The ACK has come, or the dialog is over and no ACK matters.</summary>
    internal void Acknowledged()
    {
        _retransmit?.Stop();
        _giveUp?.Stop();
        _transaction.Acknowledged();
    }

    /// <summary>RFC 3261 section 13.3.1.4: over TCP as well, since the way to the peer may have other hops.</summary>
    private void RetransmitAfter(TimeSpan interval) => _retransmit = _agent.Wheel.Start(interval, () =>
    {
        _transaction.SendAgain();
        RetransmitAfter(SipTimers.Doubled(interval));
    });

    private void GiveUp()
    {
        Acknowledged();
        NeverAcknowledged?.Invoke();
    }

    private void Respond(int status, string? toTag, string headers = "", string? sdp = null, string? reason = null)
    {
        if (_request is null) return;
        _transaction.Respond(status, _agent.Writer.Response(_request, _from.Remote, status, reason, toTag, headers, sdp));
    }
}
