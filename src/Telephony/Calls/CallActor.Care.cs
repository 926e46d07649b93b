using Hotline.Telephony.Care;

namespace Hotline.Telephony.Calls;

/// <content>关爱话务员: an abused agent has a button; the supervisor sees it, and a rest is offered afterwards.</content>
internal sealed partial class CallActor
{
    private readonly Dictionary<AgentId, string> _strained = [];

    /// <summary>The caller hears the warning; the recording is marked; supervisors are alerted by the event.</summary>
    internal CallRefusal? Abused(AgentId agent)
    {
        if (Mine(agent) is { } refusal) return refusal;
        _strained[agent] = CareReasons.Abuse;
        _now = _now with { AbuseWarnings = _now.AbuseWarnings + 1 };
        Flag(CallFlag.Abusive);
        Happen(new CallEvent.AbuseWarned(_now.Id, _services.Now, agent, _now.AbuseWarnings));
        if (_services.Prompts.Find(_services.Options.AbuseWarning) is { } warning) _leg.Play(warning);
        return null;
    }

    /// <summary>After the second warning the agent may end it: the caller hears the closing words, the agent hears the caller no more.</summary>
    internal CallRefusal? EndAbusive(AgentId agent)
    {
        if (Mine(agent) is { } refusal) return refusal;
        if (_now.AbuseWarnings < 2) return CareRefusals.WarnTwice;
        Happen(new CallEvent.AbuseEnded(_now.Id, _services.Now, agent));
        if (_services.Prompts.Find(_services.Options.AbuseClosing) is not { } closing)
        {
            End(CareReasons.EndedForAbuse);
            return null;
        }

        _leg.Held = true;
        _leg.Play(closing);
        After(closing.Length + TimeSpan.FromMilliseconds(200), () => End(CareReasons.EndedForAbuse));
        return null;
    }

    /// <summary>建议休息, to everybody whom this call strained.</summary>
    private void OfferRest()
    {
        foreach (var (agent, reason) in _strained) OfferRest(agent, reason);
    }

    private void OfferRest(AgentId agent, string reason)
    {
        _services.Seats.OfferRestAfter(agent, reason);
        Happen(new CallEvent.RestOffered(_now.Id, _services.Now, agent, reason));
    }
}
