using Hotline.Telephony.Media;
using Hotline.Telephony.Sip.Sdp;

namespace Hotline.Telephony.Calls;

/// <content>来电: from the INVITE to the end of the greeting, and what the citizen's phone does to its session later.</content>
internal sealed partial class CallActor
{
    private void Arrive()
    {
        Happen(new CallEvent.Arrived(_now.Id, _now.ArrivedAt, _now.Caller, _now.Called));
        if (_sip.RemoteOffer is { } offer)
        {
            if (OfferAnswer.Answer(offer, _leg.LocalEndPoint) is not var (answer, agreed))
            {
                _sip.Reject(488);
                Over("no common codec");
                return;
            }

            (_ourDescription, _agreed) = (answer, agreed);
        }

        if (_line.RingFor <= TimeSpan.Zero)
        {
            Answer();
            return;
        }

        _sip.Ring();
        _ringing = After(_line.RingFor, Answer);
    }

    private void Answer()
    {
        _now = _now with { State = CallState.Greeting, AnsweredAt = _services.Now };
        Happen(new CallEvent.Answered(_now.Id, _services.Now));
        if (_agreed is { } agreed) Connect(agreed);
        _talk = new(_now.Id, _leg, _line, _paper, _services, _log);
        _sip.Answer(_ourDescription ??= OfferAnswer.Offer(_leg.LocalEndPoint));
        if (_agreed is not null) Greet();
    }

    /// <summary>The ACK or the reoffer's ACK brings the answer to an offer of ours.</summary>
    private void TheyAnswered(SessionDescription answer)
    {
        if (OfferAnswer.Accept(OfferAnswer.Offer(_leg.LocalEndPoint), answer) is not { } agreed)
        {
            End("no common codec");
            return;
        }

        var first = _agreed is null;
        Connect(agreed);
        if (first) Greet();
    }

    private void Reoffered(SessionDescription? offer)
    {
        if (_sip.Renegotiate(_leg, offer) is { } agreed) Connect(agreed);
    }

    private void Connect(AudioAgreement agreed)
    {
        var held = !agreed.Send; // sendonly or inactive: their side listens no more
        var before = _now.OnHold;
        _leg.Connect(_agreed = agreed);
        _leg.Held = held;
        _now = _now with { OnHold = held };
        if (held && !before) Happen(new CallEvent.Held(_now.Id, _services.Now));
        if (before && !held) Happen(new CallEvent.Resumed(_now.Id, _services.Now));
    }

    private void Greet()
    {
        if (_services.Prompts.Find(_line.Greeting) is { } greeting) _leg.Play(greeting);
        else Enqueue(first: false);
    }

    private void Digit(char key)
    {
        if (_now.Digits.Length >= MaxDigits) return;
        _now = _now with { Digits = _now.Digits + key };
        Happen(new CallEvent.DigitPressed(_now.Id, _services.Now, key));
    }
}
