using Hotline.Telephony.Media;
using Hotline.Telephony.Police;
using Hotline.Telephony.Queues;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;
using Hotline.Telephony.Sip.Sdp;

namespace Hotline.Telephony.Calls;

/// <content>两线联动、三方: whoever is called beside the citizen, from the ringing to the end. Whatever fails here, the citizen keeps whom they had.</content>
internal sealed partial class CallActor
{
    /// <summary>Who gets the citizen and hangs up this soon has never spoken with them.</summary>
    private static readonly TimeSpan TransferGrace = TimeSpan.FromSeconds(3);

    private readonly List<Companion> _others = [];
    private int _companions;

    /// <summary>一键转接 110</summary>
    internal bool CallPolice(AgentId agent, PoliceContext? known = null)
    {
        _policeContext = known ?? new();
        return Invite(agent, new Target.Outside(_services.Police), Errand.Join) is null;
    }

    /// <summary>Calls somebody; how it ends comes as events. Null: they are being called.</summary>
    internal CallRefusal? Invite(AgentId by, Target target, Errand errand)
    {
        if (Mine(by) is { } refusal) return refusal;
        if (errand == Errand.Consult && Consulted is not null) return ControlRefusals.ConsultRunning;
        if (_others.Exists(o => IsSame(o, target))) return ControlRefusals.CalledAlready;
        if (Companion(target, errand) is not { } c) return ControlRefusals.AgentBusy;

        _others.Add(c);
        if (errand == Errand.Consult) SetHold(by, held: true);
        c.Patience = After(_services.PatienceWith(c.Party), () => GiveUp(c, c.Party == Party.Police ? "110 did not answer" : "did not answer", 408));
        TellCalled(c, by);
        _paper.TookPart(_now.Id, c, null);
        Ring(c, target);
        Arrange();
        return null;
    }

    private static bool IsSame(Companion c, Target target) => target switch
    {
        Target.Agent t => c.Agent == t.Id,
        Target.Outside t => c.Agent is null && c.Name == t.Number.Name && c.Party == t.Number.Party,
        _ => c.OfQueue,
    };

    /// <summary>Null: that agent takes no call now.</summary>
    private Companion? Companion(Target target, Errand errand) => target switch
    {
        Target.Outside t => new(++_companions, t.Number.Party, t.Number.Name, errand, _services.Now),
        Target.Queue t => new(++_companions, Party.Agent, t.Title, errand, _services.Now) { OfQueue = true },
        Target.Agent t when _services.Seats.Offer(t.Id, _now.Id, _services.Now + _services.Options.OutsideTimeout) => NewAgent(t.Id, errand, ofQueue: false),
        _ => null,
    };

    private Companion NewAgent(AgentId agent, Errand errand, bool ofQueue) =>
        new(++_companions, Party.Agent, NameOf(agent), errand, _services.Now) { Agent = agent, OfQueue = ofQueue };

    private static string NameOf(AgentId agent) => $"话务员 {agent}";

    private void Ring(Companion c, Target target)
    {
        if (target is Target.Queue queue) _services.Queue.Enqueue(Request(queue) with { MayMove = false }, n => Post(() => FromQueue(n)));
        else if (target is Target.Outside outside) NoticeThenDial(c, () => Dial(c, outside));
        else RingPhone(c);
    }

    /// <summary>An agent on a phone is called; one in a browser sees the offer there.</summary>
    private void RingPhone(Companion c)
    {
        if (_services.Audio.PhoneOf(c.Agent!.Value) is { } phone) Dial(c, from => (offer, events) => phone.Ring(_services.Sip, from, offer, events));
    }

    private void Dial(Companion c, Target.Outside to) =>
        Dial(c, from => (offer, events) => _services.Sip.Call(to.Number.Uri, from, offer, events, _now.Id.ToString(), to.Replaces));

    private void Dial(Companion c, Func<SipUri, Func<SessionDescription, Action<SipCallEvent>, SipCall>> to)
    {
        // 110 and our own agents see who calls; others see the hotline's number
        var number = c.Party is Party.Outside ? _line.Number : Citizen.Length > 0 ? Citizen : "anonymous";
        try
        {
            c.Link = new(_services, to(SipUri.Of(number, _services.Sip.LocalEndPoint)), Timeout.InfiniteTimeSpan, m => Post(m))
            {
                Signalled = e => Signalled(c, e), Noticed = e => Noticed(c, e),
            };
            _services.Sip.Trace.Belongs(c.Link.SipCallId, _now.Id);
        }
        catch (Exception e) when (e is PortsExhaustedException or InvalidOperationException or FormatException or ArgumentException)
        {
            GiveUp(c, e.Message);
        }
    }

    private void Signalled(Companion c, SipCallEvent what)
    {
        switch (what)
        {
            case SipCallEvent.Answered e when !c.Link!.Connect(e.Sdp): GiveUp(c, "no common codec", 488); break;
            case SipCallEvent.Answered: PickedUp(c); break;
            case SipCallEvent.Confirmed { Answer: { } answer } when c.Link!.Connect(answer) && c.IsOnLine: TheyHold(c, c.Link.HoldsUs); break;
            case SipCallEvent.Reoffered e when c.Link!.Reoffered(e.Offer) is { } agreed: TheyHold(c, !agreed.Send); break;
            case SipCallEvent.Referred e: Refer(c, e); break;
            case SipCallEvent.Ended e when !c.IsOnLine: GiveUp(c, e.Reason, e.Status); break;
            case SipCallEvent.Ended e: Gone(c, e.Cause); break;
        }
    }

    private void Noticed(Companion c, MediaLegEvent what)
    {
        if (what is not MediaLegEvent.Silent || !c.IsOnLine) return;
        if (c.Agent is { } agent) _services.Seats.NotReady(agent, "音频断开");
        Lost(c);
    }

    private void PickedUp(Companion c)
    {
        c.Leg = c.Link!.Leg;
        if (c.Neighbour is { } node) HandedOver(c, node);
        else if (Lease(c)) Arrived(c);
        else GiveUp(c, "the offer was over");
    }

    /// <summary>A phone's BYE is its agent's hang-up; one that stopped answering has lost its agent.</summary>
    private void Gone(Companion c, CallEnd cause)
    {
        if (cause == CallEnd.Timeout) Lost(c);
        else if (c == _agent) HangUp("agent hung up");
        else Left(c, "hung up", lost: false);
    }

    private void Admit(Companion c)
    {
        if (c.Errand == Errand.Consult)
        {
            c.State = ParticipantState.Consulted;
            _talk!.Join(c.Leg!, c.Party);
            Happen(new CallEvent.ParticipantConsulted(_now.Id, _services.Now, c.Id, c.Agent));
        }
        else
        {
            Admitted(c);
            if (_agent is null && c.Agent is not null) TakesOver(c);
        }

        Arrange();
    }

    /// <summary>From now on the citizen hears them.</summary>
    private void Admitted(Companion c)
    {
        if (c.Errand == Errand.Consult) c.Errand = Errand.Join;
        Joins(c);
        Happen(c.Party == Party.Police
            ? new CallEvent.PoliceJoined(_now.Id, _services.Now)
            : new CallEvent.ParticipantJoined(_now.Id, _services.Now, c.Id, c.Agent));
    }

    private void Joins(Companion c)
    {
        c.State = ParticipantState.Joined;
        c.JoinedAt ??= _services.Now;
        if (c.Party == Party.Police) _now = _now with { Police = PoliceState.Joined };
        _talk!.Join(c.Leg!, c.Party);
        _paper.TookPart(_now.Id, c, null);
    }

    /// <summary>Who rings will not come. Status 487: because we do not want them any more, which is no fault of theirs.</summary>
    private void GiveUp(Companion c, string reason, int status = 0)
    {
        if (c == _offered)
        {
            Unanswered(c, reason);
            return;
        }

        if (!_others.Remove(c)) return;
        if (c.Neighbour is { } node)
        {
            NotHandedOver(c, node, status, reason);
            return;
        }

        if (!c.OfQueue && c.Agent is { } agent) _services.Seats.Withdraw(agent, _now.Id, status == 487 ? null : CallQueue.NotAnswered);
        Dismiss(c, reason);
        if (c.Party == Party.Police) _now = _now with { Police = PoliceState.Failed };
        Happen(c.Party == Party.Police
            ? new CallEvent.PoliceFailed(_now.Id, _services.Now, status, reason)
            : new CallEvent.ParticipantFailed(_now.Id, _services.Now, c.Id, status, reason));
        if (c.Errand == Errand.Consult && _agent is { Agent: { } by }) Unhold(by);
        Rescue();
        Arrange();
    }

    /// <summary>Somebody who was on the line is gone.</summary>
    private void Left(Companion c, string reason, bool lost)
    {
        if (!_others.Remove(c)) return;
        var tooSoon = HasJustComeBy(c);
        Dismiss(c, reason);
        if (c.Neighbour is not null) _talk!.Unbridge();
        if (c.Party == Party.Police) _now = _now with { Police = PoliceState.Left };
        Happen(c.Party == Party.Police
            ? new CallEvent.PoliceLeft(_now.Id, _services.Now)
            : new CallEvent.ParticipantLeft(_now.Id, _services.Now, c.Id, reason));
        if (c.Errand == Errand.Consult && _agent is { Agent: { } by }) Unhold(by);
        if (lost || tooSoon || _agent is not null || _others.Count > 0) Rescue();
        else End(c.Party == Party.Police ? "110 hung up" : c.Neighbour is not null ? "agent hung up" : "the other side hung up");
        Arrange();
    }

    /// <summary>Nobody is with the citizen and nobody is on the way: back to the agent who had them, or before all others.</summary>
    private void Rescue()
    {
        if (_now.State != CallState.Talking || _agent is not null || _others.Count > 0) return;
        if (_transferredBy is { } agent && _services.Seats.Offer(agent, _now.Id, _services.Now + _services.Options.OfferTimeout)) Recall(agent);
        else BackToQueue();
    }

    private void TellCalled(Companion c, AgentId by)
    {
        if (c.Party == Party.Police) _now = _now with { Police = PoliceState.Calling };
        Happen(c.Party == Party.Police
            ? new CallEvent.PoliceCalled(_now.Id, _services.Now, by)
            : new CallEvent.ParticipantCalled(_now.Id, _services.Now, by, c.Id, c.Party, c.Name, c.Agent));
    }

    /// <summary>Ends their part: line, seat, record.</summary>
    private void Dismiss(Companion c, string reason)
    {
        c.Patience?.Dispose();
        if (c.Agent is { } agent && c.IsOnLine) _services.Seats.Finish(agent, _now.Id);
        else if (c.OfQueue) _services.Queue.Remove(_now.Id);
        else if (c.Agent is { } ringing) _services.Seats.Withdraw(ringing, _now.Id, reason: null);
        if (c.Leg is { } leg) _talk?.Leave(leg);
        c.Neighbour?.Ended(false);
        c.Link?.Close(reason);
        if (c.JoinedAt is not null || c.Errand != Errand.Serve) _paper.TookPart(_now.Id, c, reason);
    }
}
