using Hotline.Telephony.Media;
using Hotline.Telephony.Outbound;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;
using Microsoft.Extensions.Logging;

namespace Hotline.Telephony.Calls;

/// <content>呼出、回拨、中继: our side first, then the citizen; recorded from the citizen's answer on.</content>
internal sealed partial class CallActor
{
    private readonly OutboundOrder? _order;
    private Conversation? _early;
    private bool _became;

    internal CallActor(CallId id, OutboundOrder order, RtpLeg leg, CallServices services, ILogger log)
    {
        (_order, _leg, _line, _services, _log, _mailbox) = (order, leg, order.Line, services, log, new(Do));
        var shown = order.Direction == CallDirection.Relay ? "" : order.Number.Digits; // whoever relays never sees the number
        _now = new(id, order.Line.Number, shown, CallState.Dialling, services.Now) { Direction = order.Direction, Agent = order.Agent };
        _paper = new(id, services);
        leg.Events = e => Post(() => Noticed(e));
    }

    private void CallOut()
    {
        var order = _order!;
        Happen(new CallEvent.Dialled(_now.Id, _services.Now, order.Direction, order.By, order.Agent, order.Purpose, order.Ticket));
        _agent = new(++_companions, Party.Agent, order.By, Errand.Serve, _services.Now) { Agent = order.Agent, State = ParticipantState.Joined };
        if (order.OwnPhone is { } phone) RingOurSide(_agent, phone);
        else
        {
            _agent.Leg = _services.Audio.Of(order.Agent!.Value);
            DialCitizen();
        }
    }

    private void RingOurSide(Companion us, AgentPhone phone)
    {
        try
        {
            us.Link = new(_services, (offer, events) => Ring(phone, offer, events), _services.Options.DialTimeout, m => Post(m))
            {
                Signalled = e => OurSide(us, e), Noticed = e => OurSideSilent(us, e), TooLong = () => NotReached(DialResult.GivenUp, 408, "our own phone did not answer"),
            };
            _services.Sip.Trace.Belongs(us.Link.SipCallId, _now.Id);
        }
        catch (PortsExhaustedException)
        {
            NotReached(DialResult.Failed, 503, "no RTP port is free");
        }
    }

    /// <summary>An official's phone is reached by the same way out as a citizen's; an agent's is one of ours.</summary>
    private SipCall Ring(AgentPhone phone, SessionDescription offer, Action<SipCallEvent> events) => _order!.Agent is null
        ? _services.Sip.Call(phone.Fixed!, From(_line.Number), offer, events, trunk: _services.Options.OutboundTrunk)
        : phone.Ring(_services.Sip, From(_line.Number), offer, events);

    private void OurSide(Companion us, SipCallEvent what)
    {
        switch (what)
        {
            case SipCallEvent.Answered e when us.Link!.Connect(e.Sdp):
                us.Leg = us.Link.Leg;
                DialCitizen();
                break;
            case SipCallEvent.Answered: NotReached(DialResult.Failed, 488, "no common codec"); break;
            case SipCallEvent.Reoffered e: us.Link!.Reoffered(e.Offer); break;
            case SipCallEvent.Ended e when us.Leg is null: NotReached(DialResult.GivenUp, e.Status, "our own phone did not answer"); break;
            case SipCallEvent.Ended: HangUp("agent hung up"); break;
        }
    }

    private void OurSideSilent(Companion us, MediaLegEvent what)
    {
        if (what is MediaLegEvent.Silent && us.Leg is not null) End("our own phone fell silent");
    }

    private SipUri From(string number) => SipUri.Of(number, _services.Sip.LocalEndPoint);

    private void DialCitizen()
    {
        _ourDescription = OfferAnswer.Offer(_leg.Local);
        _sip = _services.Sip.Call(
            _order!.Number.At(_services), From(_line.Number), _ourDescription, Tell, _now.Id.ToString(), trunk: _services.Options.OutboundTrunk);
        _services.Sip.Trace.Belongs(_sip.CallId, _now.Id);
        _agent!.Leg!.Play(Ringback.Tone, loop: true);
        _ringing = After(_services.Options.DialTimeout, () => NotReached(DialResult.NoAnswer, 408, "did not answer"));
    }

    /// <summary>回铃: the network's own ringing or announcement where it sends one, our tone otherwise.</summary>
    private void TheyRing(SipCallEvent.Progress ringing)
    {
        if (_now.State != CallState.Dialling) return;
        if (!_now.Ringing)
        {
            _now = _now with { Ringing = true };
            Happen(new CallEvent.CitizenRings(_now.Id, _services.Now));
        }

        if (_early is not null || ringing.Sdp is not { } sdp || OfferAnswer.Accept(_ourDescription!, sdp) is not { } agreed) return;
        _leg.Connect(agreed);
        _early = _services.Engine.OpenConversation(_now.Id);
        _early.Join(_leg, Party.Citizen);
        _early.Join(_agent!.Leg!, Party.Agent, Audience.Nobody);
        _agent.Leg!.StopPlaying();
    }

    private void CitizenAnswered(SessionDescription answer)
    {
        if (_now.State != CallState.Dialling) return;
        if (OfferAnswer.Accept(_ourDescription!, answer) is not { } agreed)
        {
            NotReached(DialResult.Failed, 488, "no common codec");
            return;
        }

        _ringing?.Dispose();
        EndEarly();
        _agent!.Leg!.StopPlaying();
        _now = _now with { State = CallState.Talking, AnsweredAt = _services.Now };
        Connect(agreed);
        Happen(new CallEvent.Answered(_now.Id, _services.Now));
        _talk = new(_now.Id, _leg, _line, _paper, _services, _log);
        Serve(_agent);
        if (_agent.Agent is { } agent) Happen(new CallEvent.AgentAnswered(_now.Id, _services.Now, agent));
        Arrange();
        if (_services.Prompts.Find(_line.OutboundNotice) is { } notice) _leg.Play(notice);
        Became(DialResult.Answered);
    }

    internal CallRefusal? EndRelay(string by)
    {
        if (_order is not { Direction: CallDirection.Relay } order || order.By != by) return CallRefusal.NotYours;
        End("the official hung up");
        return null;
    }

    private void NotReached(DialResult result, int status, string reason)
    {
        Happen(new CallEvent.DialFailed(_now.Id, _services.Now, result, status, reason));
        Became(result);
        End(result == DialResult.GivenUp ? reason : result.Reason());
    }

    /// <summary>The attempt is over without an answer; of our own hanging up nothing was told yet.</summary>
    private void EndDialling()
    {
        EndEarly();
        _agent?.Leg?.StopPlaying();
        if (_order is not null) Became(DialResult.GivenUp);
    }

    private void Became(DialResult result)
    {
        if (_became) return;
        _became = true;
        _order!.Became(result);
    }

    private void EndEarly()
    {
        _ = _early?.EndAsync();
        _early = null;
    }
}
