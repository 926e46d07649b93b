using Hotline.Telephony.Queues;
using Hotline.Telephony.Sip;

namespace Hotline.Telephony.Calls;

/// <content>咨询、转接: the citizen's leg is what must not be lost.</content>
internal sealed partial class CallActor
{
    /// <summary>Who transferred the citizen: to them the call comes back when the transfer fails.</summary>
    private AgentId? _transferredBy;

    private Companion? Consulted => _others.Find(o => o.Errand == Errand.Consult);

    /// <summary>切换: the agent talks to the other one of the two.</summary>
    internal CallRefusal? Toggle(AgentId agent) => Consulting(agent) ?? Hold(agent, !_holding);

    internal CallRefusal? CancelConsult(AgentId agent)
    {
        if (Consulting(agent) is { } refusal) return refusal;
        Drop(Consulted!, "the agent ended it");
        return null;
    }

    /// <summary>咨询转接: the agent leaves, the two talk. While they still ring it is a transfer without a talk.</summary>
    /// <param name="granted">Before the agent's line is cut.</param>
    internal CallRefusal? CompleteConsult(AgentId agent, Action? granted = null)
    {
        if (Consulting(agent) is { } refusal) return refusal;
        granted?.Invoke();
        HandOver(agent, Consulted!, attended: Consulted!.IsOnLine);
        return null;
    }

    /// <summary>三方: consulted, agent and citizen on one line.</summary>
    internal CallRefusal? JoinConsulted(AgentId agent)
    {
        if (Consulting(agent) is { } refusal) return refusal;
        var consulted = Consulted!;
        if (consulted.IsOnLine) Admitted(consulted);
        else consulted.Errand = Errand.Join;
        Unhold(agent);
        Arrange();
        return null;
    }

    /// <summary>盲转: the agent is free at once. Who does not answer sends the citizen back.</summary>
    /// <param name="granted">Before the agent's line is cut.</param>
    internal CallRefusal? Transfer(AgentId agent, Target target, Action? granted = null)
    {
        if (target is Target.Queue queue) return ToQueue(agent, queue, granted);
        if (Invite(agent, target, Errand.TakeOver) is { } refusal) return refusal;
        granted?.Invoke();
        if (_others.Find(o => o.Errand == Errand.TakeOver) is { } next) HandOver(agent, next, attended: target is Target.Outside { Replaces: not null });
        return null;
    }

    /// <summary>转回队列: recording and context stay with the call.</summary>
    private CallRefusal? ToQueue(AgentId agent, Target.Queue queue, Action? granted)
    {
        if (Mine(agent) is { } refusal) return refusal;
        granted?.Invoke();
        foreach (var other in _others.ToList()) Drop(other, "transferred");
        Happen(new CallEvent.Transferred(_now.Id, _services.Now, agent, queue.Title, Attended: false));
        AgentLeaves("transferred");
        BackToQueue(Request(queue) with { Not = agent });
        return null;
    }

    /// <summary>Takes somebody off the line.</summary>
    internal CallRefusal? Remove(AgentId agent, int participant)
    {
        if (Mine(agent) is { } refusal) return refusal;
        if (_others.Find(o => o.Id == participant) is not { } other) return ControlRefusals.NotThere;
        Drop(other, "taken off the line");
        return null;
    }

    private void Drop(Companion other, string reason)
    {
        if (other.IsOnLine) Left(other, reason, lost: false);
        else GiveUp(other, reason, 487);
    }

    private void HandOver(AgentId agent, Companion to, bool attended)
    {
        Happen(new CallEvent.Transferred(_now.Id, _services.Now, agent, to.Name, attended));
        _transferredBy = agent;
        AgentLeaves("transferred");
    }

    /// <summary>
    /// REFER from the serving agent's phone (RFC 3515): a transfer like any other, so the citizen's leg stays with us whatever becomes of it.
    /// With a consultation under way that is whom the phone means; without one, whom it has called by itself, if they stand in the address book.
    /// </summary>
    private void Refer(Companion by, SipCallEvent.Referred asked)
    {
        var phone = by.Link!;
        if (by != _agent || by.Agent is not { } agent) phone.Report(603);
        else if (asked.Replaces is { } theirs) ReportRefusal(Attend(agent, asked.Target.User, theirs, Granted), 603);
        else if (_services.Addressee(asked.Target.User) is { } target) ReportRefusal(Transfer(agent, target, Granted), 486);
        else phone.Report(404);

        void Granted() => phone.Report(200); // the phone hangs up, or we do: the citizen is in our hands
        void ReportRefusal(CallRefusal? refusal, int status)
        {
            if (refusal is not null) phone.Report(status);
        }
    }

    private CallRefusal? Attend(AgentId agent, string number, Replaces theirs, Action granted) => Consulted is null && _services.Addressee(number) is Target.Outside other
        ? Transfer(agent, other with { Replaces = theirs }, granted)
        : CompleteConsult(agent, granted);

    private CallRefusal? Consulting(AgentId agent) => Mine(agent) ?? (Consulted is null ? ControlRefusals.NoConsult : null);

    /// <summary>The transfer failed while its agent was free for the citizen still.</summary>
    private void Recall(AgentId agent)
    {
        _transferredBy = null;
        _music.Clear();
        _leg.Held = _now.OnHold;
        Resume();
        Offer(NewAgent(agent, Errand.Serve, ofQueue: false), _services.Now + _services.Options.OfferTimeout);
        _offered!.Patience = After(_services.Options.OfferTimeout, () => GiveUp(_offered!, CallQueue.NotAnswered));
    }

    /// <summary>The call rings at an agent.</summary>
    private void Offer(Companion c, DateTimeOffset until, OfferReason? why = null)
    {
        _offered = c;
        _now = _now with { State = CallState.Offered, Agent = c.Agent, OfferUntil = until };
        Happen(new CallEvent.Offered(_now.Id, _services.Now, c.Agent!.Value, until) { Why = why });
        RingPhone(c);
    }

    /// <summary>The offer lapses: the queue knows the next agent.</summary>
    private void Unanswered(Companion c, string reason)
    {
        if (c.OfQueue)
        {
            _services.Queue.Decline(_now.Id, c.Agent!.Value); // its notice ends the rest
            return;
        }

        _services.Seats.Withdraw(c.Agent!.Value, _now.Id, CallQueue.NotAnswered);
        Lapsed(c.Agent.Value, reason);
        if (IsStillTheirs) Refuse(480, "the agent did not answer");
        else BackToQueue();
    }

    private void Lapsed(AgentId agent, string reason)
    {
        if (_offered is { } offered && offered.Agent == agent)
        {
            _offered = null;
            offered.Patience?.Dispose();
            offered.Link?.Close(reason);
        }

        _now = _now with { State = CallState.Queued, Agent = null, OfferUntil = null };
        Happen(new CallEvent.OfferLapsed(_now.Id, _services.Now, agent, reason));
    }
}
