using Hotline.Telephony.Media;
using Hotline.Telephony.Sip.Sdp;

namespace Hotline.Telephony.Calls;

/// <content>来电: from the INVITE to the end of the greeting, and what the citizen's phone does to its session later.</content>
internal sealed partial class CallActor
{
    private const char ToAgent = '0';
    private const char WantsCallback = '1';
    private MenuKey? _choice;

    private void Arrive()
    {
        Happen(new CallEvent.Arrived(_now.Id, _now.ArrivedAt, _now.Caller, _now.Called));
        if (_sip.RemoteOffer is { } offer)
        {
            if (OfferAnswer.Answer(offer, _leg.Local) is not var (answer, agreed))
            {
                _sip.Reject(488);
                Over("no common codec");
                return;
            }

            (_ourDescription, _agreed) = (answer, agreed);
        }

        if (_handed is { } handed)
        {
            ArriveFrom(handed);
            return;
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
        PickUp();
        if (_agreed is not null) Greet();
    }

    private void PickUp()
    {
        _now = _now with { State = CallState.Greeting, AnsweredAt = _services.Now };
        Happen(new CallEvent.Answered(_now.Id, _services.Now));
        if (_agreed is { } agreed) Connect(agreed);
        _talk = new(_now.Id, _leg, _line, _paper, _services, _log);
        _sip.Answer(_ourDescription ??= OfferAnswer.Offer(_leg.Local));
    }

    /// <summary>The ACK or the reoffer's ACK brings the answer to an offer of ours.</summary>
    private void TheyAnswered(SessionDescription answer)
    {
        if (OfferAnswer.Accept(OfferAnswer.Offer(_leg.Local), answer) is not { } agreed)
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
        _leg.Held = held || _holding;
        _now = _now with { OnHold = held };
        if (held && !before) Happen(new CallEvent.Held(_now.Id, _services.Now));
        if (before && !held) Happen(new CallEvent.Resumed(_now.Id, _services.Now));
    }

    private void Greet()
    {
        if (TurnsAway()) return;
        WatchForSilence();
        Say(Prompts(_line.Greeting), Greeted);
    }

    private void Greeted()
    {
        if (!OpeningHours.AreOpen(_line, _services.Now, _services.IsWorkday)) FindClosed(again: false);
        else if (_services.Surges.On(_line.Number) is { } surge) TellOf(surge);
        else ChooseOrWait();
    }

    /// <summary>直接接人工: without a menu the agent comes first.</summary>
    private void ChooseOrWait()
    {
        if (_line.Menu is { } menu) Ask(Prompts(menu.Prompt), menu.Patience, key => Choose(menu, key), () => Enqueue(first: false));
        else Enqueue(first: false);
    }

    /// <summary>A key that means nothing is passed over: the caller may try another one.</summary>
    private void Choose(CallMenu menu, char key)
    {
        if (menu.Keys.FirstOrDefault(k => k.Key == key) is { } choice)
        {
            _now = _now with { Chosen = choice.Name };
            _choice = choice;
            Happen(new CallEvent.MenuChosen(_now.Id, _services.Now, key, choice.Name));
        }
        else if (key != ToAgent) return;

        Enqueue(first: false);
    }

    /// <summary>非服务时间: nobody is turned away. 1 has them called back, 0 brings whoever is on duty all the same.</summary>
    private void FindClosed(bool again)
    {
        if (!again) Happen(new CallEvent.FoundClosed(_now.Id, _services.Now));
        Ask(Prompts("closed"), KeyPatience, ClosedKey, () =>
        {
            if (again) Say(Prompts("goodbye"), () => End("the line was closed"));
            else FindClosed(again: true);
        });
    }

    private void ClosedKey(char key)
    {
        if (key == WantsCallback) AskForCallback(() => FindClosed(again: true));
        if (key != ToAgent) return;
        Flag(CallFlag.Urgent);
        Enqueue(first: false);
    }

    private void Digit(char key)
    {
        var isOfNumber = _registering && _now.State is not (CallState.Talking or CallState.Surveyed); // a number that is typed stands in the callback only
        if (_now.Digits.Length < MaxDigits && !isOfNumber)
        {
            _now = _now with { Digits = _now.Digits + key };
            Happen(new CallEvent.DigitPressed(_now.Id, _services.Now, key));
        }

        _spoken = true;
        PassOn(key);
        Asked(key);
    }
}
