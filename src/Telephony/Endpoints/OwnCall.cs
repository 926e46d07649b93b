using Hotline.Telephony.Calls;
using Hotline.Telephony.Media;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;

namespace Hotline.Telephony.Endpoints;

/// <summary>A call of our own stack, with an RTP leg of our own engine.</summary>
internal sealed class OwnCall : LegCall
{
    private readonly SipCall _sip;
    private readonly RtpLeg _leg;
    private readonly SessionDescription _offer;

    /// <param name="dial">Sends the INVITE with this offer.</param>
    internal OwnCall(MediaEngine engine, RtpLeg leg, Func<SessionDescription, Action<SipCallEvent>, SipCall> dial)
        : base(engine, leg)
    {
        (_leg, _offer) = (leg, OfferAnswer.Offer(leg.Local));
        _sip = dial(_offer, Signalled);
    }

    internal OwnCall(MediaEngine engine, RtpLeg leg, SipCall arrived)
        : this(engine, leg, (_, _) => arrived)
    {
    }

    public override void Answer()
    {
        if (_sip.RemoteOffer is not { } theirs) _sip.Answer(_offer);
        else if (OfferAnswer.Answer(theirs, _leg.Local) is not var (answer, agreed)) _sip.Reject(488);
        else
        {
            _leg.Connect(agreed);
            _sip.Answer(answer);
        }
    }

    public override void Reject(int status) => _sip.Reject(status);

    public override void HangUp() => _sip.HangUp("hung up");

    public override void Press(string digits) => _leg.SendDigits(digits);

    private protected override void Refer(SipUri target) => _sip.Refer(target);

    internal void Signalled(SipCallEvent what)
    {
        switch (what)
        {
            case SipCallEvent.Progress { Status: 180 }: Rings(); break;
            case SipCallEvent.Answered e: Connect(e.Sdp); break;
            case SipCallEvent.Confirmed { Answer: { } answer }: Connect(answer); break;
            case SipCallEvent.Confirmed: Begin(); break;
            case SipCallEvent.Reoffered e: _sip.Renegotiate(_leg, e.Offer); break;
            case SipCallEvent.Digit e: Pressed(e.Key); break;
            case SipCallEvent.Referred: _sip.ReportReferral(603); break;
            case SipCallEvent.ReferProgress { IsFinal: true } e: Transferred(e.Status); break;
            case SipCallEvent.Ended e: End(new(e.Cause, e.Status)); break;
        }
    }

    private void Connect(SessionDescription answer)
    {
        if (OfferAnswer.Accept(_offer, answer) is not { } agreed)
        {
            _sip.HangUp("no common codec");
            return;
        }

        _leg.Connect(agreed);
        Begin();
    }
}
