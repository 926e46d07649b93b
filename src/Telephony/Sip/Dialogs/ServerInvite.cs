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
    private readonly bool _isDirect;
    private SipMessage? _request;
    private WheelTimer? _retransmit;
    private WheelTimer? _giveUp;
    private readonly WheelTimer? _expiry;
    private readonly ReliableProvisionals? _reliable;

    internal ServerInvite(UserAgent agent, SipMessage request, InviteServerTransaction transaction, Flow from, string localTag)
    {
        (_agent, _request, _transaction, _from, _localTag) = (agent, request, transaction, from, localTag);
        CSeq = request.CSeq;
        _isDirect = request.Count(Header.Via) == 1 && !request.Via.HasFurther;
        HasOffer = SessionBody.TryFind(request, out var sdp) && !sdp.IsEmpty;
        transaction.ToTag = localTag;
        if (request.Lists(Header.Require, "100rel")) _reliable = new(agent.Wheel, CSeq, transaction.SendAgain, () => NeverPracked?.Invoke());
        if (uint.TryParse(request.First(Header.Expires), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var seconds) && seconds > 0)
            _expiry = agent.Wheel.Start(TimeSpan.FromSeconds(seconds), () => Expired?.Invoke());
    }

    internal uint CSeq { get; }

    /// <summary>False: our 200 carries the offer and the ACK the answer (RFC 3261 section 13.2.1).</summary>
    internal bool HasOffer { get; }

    internal bool HasFinal => _transaction.HasFinal;

    /// <summary>Our answer went with a reliable provisional response: the 200 repeats none (RFC 3262 section 5).</summary>
    internal bool HasAnsweredEarly { get; private set; }

    /// <summary>A reliable provisional response got no PRACK for 64*T1.</summary>
    internal Action? NeverPracked { get; set; }

    /// <summary>The INVITE was good for so long only, and nobody has answered it (RFC 3261 section 13.3.1).</summary>
    internal Action? Expired { get; set; }

    /// <summary>No ACK for 64*T1.</summary>
    internal Action? NeverAcknowledged { get; set; }

    internal void Trying() => Respond(100, null);

    /// <summary>Sent again each minute, so that no proxy on the way gives up (RFC 3261 section 13.3.1.1).</summary>
    internal void Provisional(int status, string? sdp = null)
    {
        if (HasFinal) return;
        if (_reliable is not null) ProvisionalReliably(status, sdp);
        else Respond(status, _localTag, _agent.ContactLine(_from), sdp);
        _retransmit?.Stop();
        _retransmit = _agent.Wheel.Start(KeepRinging, () => Provisional(status));
    }

    /// <summary>Our first one must bring the offer where the INVITE had none (RFC 3262 section 5): without it nothing is said.</summary>
    private void ProvisionalReliably(int status, string? sdp)
    {
        if (!HasOffer && sdp is null && !HasAnsweredEarly) return;
        HasAnsweredEarly |= sdp is not null;
        _reliable!.Send(sequence =>
        {
            var headers = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_agent.ContactLine(_from)}Require: 100rel\r\nRSeq: {sequence}\r\n");
            Respond(status, _localTag, headers + MessageWriter.Abilities, sdp);
        });
    }

    /// <summary>False: 481.</summary>
    internal bool Pracked(SipMessage prack) => _reliable is { } reliable && reliable.Acknowledge(prack);

    /// <summary>What waited for the PRACK may go.</summary>
    internal void GoOn() => _reliable?.Next();

    /// <summary>At once, or when the PRACK of our last provisional response has come.</summary>
    internal void WhenPracked(Action then)
    {
        if (_reliable is null) then();
        else _reliable.WhenAcknowledged(then);
    }

    /// <param name="sdp">Null where it went before, with a reliable provisional response.</param>
    internal void Accept(string? sdp, SessionTimer timer)
    {
        if (HasFinal) return;
        _retransmit?.Stop();
        _expiry?.Stop();
        RetransmitAfter(SipTimers.T1);
        _giveUp = _agent.Wheel.Start(SipTimers.GiveUp, GiveUp);
        Respond(200, _localTag, $"{_agent.ContactLine(_from)}{MessageWriter.Abilities}{timer.Answer(_request!)}", sdp);
        _request = null;
    }

    internal void Reject(int status, string headers = "", string? reason = null)
    {
        if (HasFinal) return;
        _retransmit?.Stop();
        _expiry?.Stop();
        _reliable?.Stop();
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

    /// <summary>
    /// RFC 3261 section 13.3.1.4: over TCP as well, because beyond a proxy the 200 may be lost. Where the INVITE passed none, the open
    /// connection it came by is the whole way, and nothing is repeated.
    /// </summary>
    private void RetransmitAfter(TimeSpan interval) => _retransmit = _agent.Wheel.Start(interval, () =>
    {
        if (!_isDirect || !_from.IsReliable || !_from.IsOpen) _transaction.SendAgain();
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
