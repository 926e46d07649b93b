using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Calls;

/// <content>通话: the agent comes and goes; the citizen stays.</content>
internal sealed partial class CallActor
{
    internal bool AnsweredBy(AgentId agent)
    {
        if (!_services.Queue.Accept(_now.Id, agent)) return false;

        _leg.StopPlaying();
        _talk!.SetAgent(_services.Audio.Of(agent));
        _now = _now with { State = CallState.Talking, Agent = agent, OfferUntil = null, TalkingSince = _now.TalkingSince ?? _services.Now };
        Happen(new CallEvent.AgentAnswered(_now.Id, _services.Now, agent));
        return true;
    }

    internal void HangUp(string reason)
    {
        var withPolice = _now.Police is PoliceState.Calling or PoliceState.Joined;
        if (_now is { State: CallState.Talking, Agent: not null } && withPolice) AgentLeaves();
        else if (!Survey(reason)) End(reason);
    }

    private void AgentLeaves()
    {
        var agent = _now.Agent!.Value;
        GoOnRecording(agent: null);
        _talk!.SetAgent(null);
        _services.Seats.Finish(agent, _now.Id);
        _now = _now with { Agent = null };
        Happen(new CallEvent.AgentLeft(_now.Id, _services.Now, agent));
    }

    /// <summary>The agent's browser went silent. The citizen is served before all others, unless 110 is there to listen.</summary>
    internal void AgentLost(AgentId agent)
    {
        if (agent != _now.Agent || _now.State != CallState.Talking) return;
        AgentLeaves();
        if (_now.Police is not (PoliceState.Calling or PoliceState.Joined)) Enqueue(first: true);
    }
}
