using Hotline.Telephony.Media;

namespace Hotline.Telephony.Calls;

/// <content>保持、静音: who hears whom, all of it in one place.</content>
internal sealed partial class CallActor
{
    private readonly HashSet<MediaLeg> _music = [];
    private bool _holding;
    private bool _muted;

    /// <summary>保持/取回. With somebody consulted it says which of the two the agent talks to. Asking again changes nothing.</summary>
    internal CallRefusal? Hold(AgentId agent, bool held)
    {
        if (Mine(agent) is { } refusal) return refusal;
        SetHold(agent, held);
        Arrange();
        return null;
    }

    internal CallRefusal? Mute(AgentId agent, bool muted)
    {
        if (Mine(agent) is { } refusal) return refusal;
        if (muted == _muted) return null;
        _muted = muted;
        Arrange();
        Happen(muted ? new CallEvent.Muted(_now.Id, _services.Now, agent) : new CallEvent.Unmuted(_now.Id, _services.Now, agent));
        return null;
    }

    /// <summary>二次拨号: to whom the agent consults, else to the others on the line, else to the citizen.</summary>
    internal CallRefusal? SendDigits(AgentId agent, string keys)
    {
        if (Mine(agent) is { } refusal) return refusal;
        try
        {
            foreach (var leg in OtherSide()) leg.SendDigits(keys);
        }
        catch (InvalidOperationException)
        {
            return ControlRefusals.NoDigits;
        }

        Happen(new CallEvent.DigitsSent(_now.Id, _services.Now, agent, keys));
        return null;
    }

    private List<RtpLeg> OtherSide()
    {
        if (Consulted is { Leg: RtpLeg consulted } && _holding) return [consulted];
        var outside = _others.Where(o => o is { Agent: null, State: ParticipantState.Joined }).Select(o => o.Leg).OfType<RtpLeg>().ToList();
        return outside.Count > 0 ? outside : [_leg];
    }

    private CallRefusal? Mine(AgentId agent) => _now.State == CallState.Talking && _agent?.Agent == agent ? null : CallRefusal.NotYours;

    private void SetHold(AgentId agent, bool held)
    {
        if (held == _holding) return;
        _holding = held;
        _services.Seats.Hold(agent, _now.Id, held);
        _now = _now with { HeldByAgent = held };
        Happen(held ? new CallEvent.HeldByAgent(_now.Id, _services.Now, agent) : new CallEvent.ResumedByAgent(_now.Id, _services.Now, agent));
    }

    private void Unhold(AgentId agent) => SetHold(agent, held: false);

    /// <summary>Somebody's own phone holds us; the serving agent's phone means the citizen by it.</summary>
    private void TheyHold(Companion c, bool held)
    {
        c.HoldsUs = held;
        if (c == _agent) SetHold(c.Agent!.Value, held);
        Arrange();
    }

    /// <summary>Turns the state of the call into what each leg hears. Doing it again changes nothing.</summary>
    private void Arrange()
    {
        _now = _now with { AgentMuted = _muted, Others = [.. _others.Select(o => o.Snapshot)] };
        if (_now.State != CallState.Talking) return;
        var alone = _agent is null && !_others.Exists(o => o.State == ParticipantState.Joined);
        Place(_leg, waits: _holding || alone, theyHold: _now.OnHold);
        foreach (var other in _others.Where(o => o.IsOnLine))
            Place(other.Leg!, waits: other.State == ParticipantState.Consulted && !_holding, other.HoldsUs);
        if (_agent is not { Leg: { } agent }) return;
        agent.Held = _agent.HoldsUs;
        _talk!.Join(agent, Party.Agent, _muted ? Audience.Nobody : Audience.Everybody);
    }

    /// <param name="waits">We hold them: music.</param>
    /// <param name="theyHold">They hold us: what they say goes nowhere either.</param>
    private void Place(MediaLeg leg, bool waits, bool theyHold)
    {
        leg.Held = waits || theyHold;
        if (!waits && _music.Remove(leg)) leg.StopPlaying();
        if (waits && _music.Add(leg) && _services.Prompts.Find(_line.Music) is { } music) leg.Play(music, loop: true);
    }
}
