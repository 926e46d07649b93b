using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Calls;

/// <content>通话: agents come and go; the citizen stays.</content>
internal sealed partial class CallActor
{
    private Companion? _offered;
    private Companion? _agent;

    /// <summary>An agent takes the call, or the part in it, that rings at their seat. A phone is answered at the phone.</summary>
    internal bool AnsweredBy(AgentId agent)
    {
        var ringing = _offered?.Agent == agent ? _offered : _others.Find(o => !o.IsOnLine && o.Agent == agent);
        if (ringing is null || ringing.Link is not null || !Lease(ringing)) return false;
        ringing.Leg = _services.Audio.Of(agent);
        Arrived(ringing);
        return true;
    }

    /// <summary>拒接: whoever rings at this agent goes elsewhere.</summary>
    internal bool DeclinedBy(AgentId agent)
    {
        if (_offered is { } offered && offered.Agent == agent) GiveUp(offered, CallQueue.NotAnswered);
        else if (_others.Find(o => !o.IsOnLine && o.Agent == agent) is { } asked) GiveUp(asked, CallQueue.NotAnswered, 603);
        else return false;
        return true;
    }

    /// <summary>The agent's part is over, be it the one who serves or one who was consulted.</summary>
    internal CallRefusal? Leave(AgentId agent)
    {
        if (_agent?.Agent == agent) HangUp("agent hung up");
        else if (_others.Find(o => o.IsOnLine && o.Agent == agent) is { } other) Left(other, "hung up", lost: false);
        else if (_now.Crisis?.Helper == agent) return StopHelping(agent);
        else return CallRefusal.NotYours;
        return null;
    }

    internal void HangUp(string reason)
    {
        if (_agent is null || _now.State != CallState.Talking || (_others.Count == 0 && !HasJustComeBy(_agent)))
        {
            if (!Survey(reason)) End(reason);
            return;
        }

        AgentLeaves(reason);
        Rescue();
    }

    /// <summary>The agent's browser went silent.</summary>
    internal void AgentLost(AgentId agent)
    {
        if (_agent is { Link: null } serving && serving.Agent == agent) Lost(serving);
        else if (_others.Find(o => o is { IsOnLine: true, Link: null } && o.Agent == agent) is { } other) Lost(other);
        else if (_now.Crisis?.Helper == agent) StopHelping(agent);
    }

    /// <summary>Somebody's audio is gone. The citizen is served before all others, unless somebody is there, or on the way, to listen.</summary>
    private void Lost(Companion c)
    {
        if (c != _agent)
        {
            Left(c, "lost", lost: true);
            return;
        }

        if (Consulted is { } consulted) Drop(consulted, "the agent was lost");
        AgentLeaves("lost");
        Rescue();
    }

    /// <summary>The seat is this companion's now; false when the offer is over. Nothing to lease outside.</summary>
    private bool Lease(Companion c) => c.Agent is not { } agent || (c.OfQueue ? _services.Queue.Accept(_now.Id, agent) : _services.Seats.Answer(agent, _now.Id));

    /// <summary>Somebody answered and can be heard.</summary>
    private void Arrived(Companion c)
    {
        c.Patience?.Dispose();
        if (c != _offered)
        {
            Admit(c);
            return;
        }

        _offered = null;
        if (IsStillTheirs) PickUp();
        _leg.StopPlaying();
        _music.Clear();
        Serve(c);
        Happen(new CallEvent.AgentAnswered(_now.Id, _services.Now, c.Agent!.Value));
        WithdrawFromNeighbour();
        Arrange();
    }

    /// <summary>This companion has the citizen now.</summary>
    private void Serve(Companion c)
    {
        (_agent, _transferredBy) = (c, null);
        Joins(c);
        _now = _now with { State = CallState.Talking, Agent = c.Agent, OfferUntil = null, TalkingSince = _now.TalkingSince ?? _services.Now };
    }

    private void AgentLeaves(string reason)
    {
        var agent = _agent!;
        (_agent, _now) = (null, _now with { Agent = null });
        GoOnRecording(agent: null);
        Unhold(agent.Agent!.Value);
        _muted = false;
        Dismiss(agent, reason);
        Happen(new CallEvent.AgentLeft(_now.Id, _services.Now, agent.Agent.Value));
        foreach (var other in _others.Where(o => o.Errand == Errand.Consult)) Inherit(other);
        if (_others.Find(o => o is { IsOnLine: true, Agent: not null }) is { } next) TakesOver(next);
        Arrange();
    }

    /// <summary>What was a consultation is a transfer, now that the agent is gone.</summary>
    private void Inherit(Companion consulted)
    {
        consulted.Errand = Errand.TakeOver;
        if (consulted.IsOnLine) Admitted(consulted);
    }

    /// <summary>A second agent is the one who serves.</summary>
    private void TakesOver(Companion c)
    {
        _others.Remove(c);
        Serve(c);
        Happen(new CallEvent.AgentTookOver(_now.Id, _services.Now, c.Agent!.Value));
    }

    /// <summary>接管: this agent, whose seat is on the call already, serves; the one before wraps up.</summary>
    private void Replace(AgentId next)
    {
        if (_agent is { } before) Dismiss(before, "taken over");
        GoOnRecording(agent: null);
        Unhold(next);
        _muted = false;
        var c = NewAgent(next, Errand.Serve, ofQueue: false);
        c.Leg = _services.Audio.Of(next);
        Serve(c);
        Arrange();
    }

    /// <summary>The citizen had somebody and has nobody: before all others.</summary>
    private void BackToQueue(QueueRequest? wish = null)
    {
        _music.Clear();
        _leg.Held = _now.OnHold;
        Wait(wish ?? Wish(first: true));
    }

    /// <summary>The citizen has waited before: first of all.</summary>
    private QueueRequest Request(Target.Queue queue) =>
        Wish(first: true) with { Queue = queue.Name, Skills = queue.Skill is { } skill ? [(skill, 1)] : [] };

    /// <summary>Who got the citizen and goes at once has not spoken with them: the going crossed the transfer.</summary>
    private bool HasJustComeBy(Companion c) => c.Errand == Errand.TakeOver && _services.Now - c.JoinedAt < TransferGrace;
}
