using Hotline.Telephony.Media;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Sdp;

namespace Hotline.Telephony.Calls;

/// <summary>Offers within a call: hold, resume, another address (RFC 3264 section 8).</summary>
internal static class Renegotiation
{
    /// <summary>Answers the offer and turns the leg to what was agreed; null when it was refused, or when we were asked for an offer of ours.</summary>
    internal static AudioAgreement? Renegotiate(this SipCall call, RtpLeg leg, SessionDescription? offer)
    {
        if (offer is null)
        {
            call.AnswerReoffer(OfferAnswer.Offer(leg.Local)); // its answer comes with the ACK
            return null;
        }

        if (OfferAnswer.Answer(offer, leg.Local) is not var (answer, agreed))
        {
            call.RejectReoffer();
            return null;
        }

        leg.Connect(agreed);
        call.AnswerReoffer(answer);
        return agreed;
    }
}
