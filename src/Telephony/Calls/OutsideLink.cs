using Hotline.Telephony.Media;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;

namespace Hotline.Telephony.Calls;

/// <summary>One attempt to have somebody from outside on the line (外线): an outgoing call with a leg of its own. After <see cref="Close"/> it tells nothing more.</summary>
internal sealed class OutsideLink
{
    private readonly Action<Action> _post;
    private readonly SessionDescription _offer;
    private readonly SipCall _sip;
    private ITimer? _tooLong;
    private bool _closed;

    /// <param name="from">Whom they see calling.</param>
    /// <param name="patience">They have this long to answer; then <see cref="TooLong"/>.</param>
    /// <param name="post">The mailbox of the call that wants them: everything is told there.</param>
    /// <param name="correlation">Told to them in User-to-User.</param>
    /// <exception cref="PortsExhaustedException">No RTP port is free.</exception>
    internal OutsideLink(CallServices services, SipUri to, SipUri from, TimeSpan patience, Action<Action> post, string? correlation = null)
        : this(services, (offer, events) => services.Sip.Call(to, from, offer, events, correlation), patience, post)
    {
    }

    /// <param name="dial">Sends the INVITE with this offer.</param>
    /// <inheritdoc cref="OutsideLink(CallServices, SipUri, SipUri, TimeSpan, Action{Action}, string?)"/>
    internal OutsideLink(CallServices services, Func<SessionDescription, Action<SipCallEvent>, SipCall> dial, TimeSpan patience, Action<Action> post)
    {
        _post = post;
        Leg = services.Engine.OpenRtpLeg();
        Leg.Events = e => Tell(() => Noticed(e));
        _offer = OfferAnswer.Offer(Leg.Local);
        _sip = dial(_offer, e => Tell(() => Signalled(e)));
        _tooLong = services.Clock.CreateTimer(_ => Tell(() => TooLong()), null, patience, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Call-ID of its dialog.</summary>
    internal string SipCallId => _sip.CallId;

    internal RtpLeg Leg { get; }

    /// <summary>By their last answer to an offer of ours they do not listen.</summary>
    internal bool HoldsUs { get; private set; }

    internal Action<SipCallEvent> Signalled { private get; init; } = _ => { };

    internal Action<MediaLegEvent> Noticed { private get; init; } = _ => { };

    internal Action TooLong { private get; init; } = () => { };

    /// <summary>False: their answer has no codec of ours.</summary>
    internal bool Connect(SessionDescription answer)
    {
        _tooLong?.Dispose();
        _tooLong = null;
        if (OfferAnswer.Accept(_offer, answer) is not { } agreed) return false;
        Leg.Connect(agreed);
        HoldsUs = !agreed.Send;
        return true;
    }

    /// <summary>What was agreed; null when it was refused, or when we were asked for an offer of ours.</summary>
    internal AudioAgreement? Reoffered(SessionDescription? offer) => _sip.Renegotiate(Leg, offer);

    /// <summary>What comes of the transfer they asked for.</summary>
    internal void Report(int status) => _sip.ReportReferral(status);

    internal void Close(string reason)
    {
        _closed = true;
        _tooLong?.Dispose();
        _sip.HangUp(reason);
        Leg.Close();
    }

    private void Tell(Action step) => _post(() =>
    {
        if (!_closed) step();
    });
}
