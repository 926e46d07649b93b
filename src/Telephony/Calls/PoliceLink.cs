using Hotline.Telephony.Media;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;

namespace Hotline.Telephony.Calls;

/// <summary>One attempt to have 110 on the line (一键转接): an outgoing call with a leg of its own.</summary>
internal sealed class PoliceLink
{
    private readonly SessionDescription _offer;
    private readonly SipCall _sip;
    private ITimer? _tooLong;

    /// <param name="caller">The citizen's number, so that 110 sees who calls.</param>
    /// <exception cref="PortsExhaustedException">No RTP port is free.</exception>
    internal PoliceLink(CallServices services, string caller, Action<CallMessage> post)
    {
        Leg = services.Engine.OpenRtpLeg();
        Leg.Events = e => post(new CallMessage.PoliceNoticed(this, e));
        _offer = OfferAnswer.Offer(Leg.LocalEndPoint);
        var from = SipUri.Of(caller.Length > 0 ? caller : "anonymous", services.Sip.LocalEndPoint);
        _sip = services.Sip.Call(services.Police, from, _offer, e => post(new CallMessage.PoliceSignalled(this, e)));
        _tooLong = services.Clock.CreateTimer(_ => post(new CallMessage.PoliceTooLong(this)), null, services.Options.PoliceTimeout, Timeout.InfiniteTimeSpan);
    }

    internal RtpLeg Leg { get; }

    /// <summary>False: 110's answer has no codec of ours.</summary>
    internal bool Connect(SessionDescription answer)
    {
        _tooLong?.Dispose();
        _tooLong = null;
        if (OfferAnswer.Accept(_offer, answer) is not { } agreed) return false;
        Leg.Connect(agreed);
        return true;
    }

    internal void Reoffered(SessionDescription? offer) => _sip.Renegotiate(Leg, offer);

    internal void Close(string reason)
    {
        _tooLong?.Dispose();
        _sip.HangUp(reason);
        Leg.Close();
    }
}
