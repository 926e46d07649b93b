using Hotline.Telephony.Care;
using Hotline.Telephony.Media;
using Hotline.Telephony.Sip;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Calls;

/// <content>
/// 危机处置: the agent keeps the citizen. A helper phones 110 and 120 in a room of their own, both at once. Where no helper comes
/// in time the two are called all the same: they hear the citizen, and only our people hear them.
/// </content>
internal sealed partial class CallActor
{
    private static readonly string[] RescueIds = ["110", "120"];

    private readonly Dictionary<string, OutsideLink> _rescuers = [];
    private Conversation? _rescueRoom;
    private ITimer? _helperLate;

    internal CallRefusal? DeclareCrisis(AgentId agent)
    {
        if (Mine(agent) is { } refusal) return refusal;
        if (_now.Crisis is not null) return CareRefusals.InCrisis;
        _strained[agent] = CareReasons.Crisis;
        _now = _now with { Crisis = new(_services.Now, agent, null, [], []) };
        Flag(CallFlag.Crisis);
        Happen(new CallEvent.CrisisDeclared(_now.Id, _services.Now, agent));
        _helperLate = After(_services.Options.CrisisHelperTime, CallRescue);
        return null;
    }

    /// <summary>协助: the helper's seat is taken, and 110 and 120 are called.</summary>
    internal CallRefusal? HelpInCrisis(AgentId helper)
    {
        if (_now.State != CallState.Talking || _now.Crisis is not { } crisis) return CareRefusals.NoCrisis;
        if (crisis.Helper is not null) return CareRefusals.HelperThere;
        if (_now.Agent == helper || !_services.Seats.Take(helper, _now.Id)) return CareRefusals.HelperBusy;

        _strained[helper] = CareReasons.Crisis;
        _rescueRoom = _services.Engine.OpenConversation(_now.Id);
        _rescueRoom.Join(_services.Audio.Of(helper), Party.Agent);
        foreach (var id in _rescuers.Keys.Where(id => StateOf(id) == RescueState.Joined)) MoveToRoom(id);
        _now = _now with { Crisis = crisis with { Helper = helper } };
        Happen(new CallEvent.CrisisHelped(_now.Id, _services.Now, helper));
        CallRescue();
        return null;
    }

    /// <summary>退出协助: the helper is free and is offered a rest. Who of 110 and 120 is on the line hears the citizen's call from now on, and our people hear them; another may help.</summary>
    internal CallRefusal? StopHelping(AgentId helper)
    {
        if (_now.Crisis is not { } crisis || crisis.Helper != helper || _rescueRoom is not { } room) return CareRefusals.NotHelping;
        foreach (var id in _rescuers.Keys.Where(id => StateOf(id) == RescueState.Joined)) _talk!.JoinUnheard(_rescuers[id].Leg, PartyOf(id));
        (_rescueRoom, _now) = (null, _now with { Crisis = crisis with { Helper = null } });
        _ = room.EndAsync();
        _services.Seats.Finish(helper, _now.Id);
        Happen(new CallEvent.CrisisHelperLeft(_now.Id, _services.Now, helper));
        if (_strained.Remove(helper, out var reason)) OfferRest(helper, reason);
        return null;
    }

    internal CallRefusal? Tick(AgentId by, CrisisStep step)
    {
        if (_now.Crisis is not { } crisis) return CareRefusals.NoCrisis;
        if (by != _now.Agent && by != crisis.Helper && !_supervisors.ContainsKey(by)) return CallRefusal.NotYours;
        if (crisis.Done.Contains(step)) return null;
        _now = _now with { Crisis = crisis with { Done = [.. crisis.Done, step] } };
        Happen(new CallEvent.CrisisStepDone(_now.Id, _services.Now, by, step));
        return null;
    }

    /// <summary>Both at once; those who are called or on the line already stay, those who failed are called again.</summary>
    private void CallRescue()
    {
        _helperLate?.Dispose();
        foreach (var id in RescueIds.Where(id => !_rescuers.ContainsKey(id))) CallRescuer(id);
    }

    private void CallRescuer(string id)
    {
        if ((id == OutsideNumber.PoliceId ? _services.Police : _services.Options.Directory.FirstOrDefault(n => n.Id == id)) is not { } number)
        {
            RescueFailed(id, 0, "not in the address book");
            return;
        }

        Set(id, RescueState.Calling);
        Happen(new CallEvent.RescueCalled(_now.Id, _services.Now, id));
        try
        {
            var from = SipUri.Of(Citizen.Length > 0 ? Citizen : "anonymous", _services.Sip.LocalEndPoint); // a rescue service sees who is in danger
            _rescuers[id] = new(_services, number.Uri, from, _services.PatienceWith(number.Party), m => Post(m), _now.Id.ToString())
            {
                Signalled = e => RescuerSignalled(id, e), TooLong = () => RescueFailed(id, 408, "did not answer"),
            };
            _services.Sip.Trace.Belongs(_rescuers[id].SipCallId, _now.Id);
        }
        catch (PortsExhaustedException)
        {
            RescueFailed(id, 0, "no RTP port is free");
        }
    }

    private void RescuerSignalled(string id, SipCallEvent what)
    {
        var link = _rescuers[id];
        switch (what)
        {
            case SipCallEvent.Answered e when link.Connect(e.Sdp): RescueAnswered(id); break;
            case SipCallEvent.Answered: RescueFailed(id, 488, "no common codec"); break;
            case SipCallEvent.Reoffered e: link.Reoffered(e.Offer); break;
            case SipCallEvent.Ended e when StateOf(id) == RescueState.Calling: RescueFailed(id, e.Status, e.Reason); break;
            case SipCallEvent.Ended: RescueLeft(id); break;
        }
    }

    private void RescueAnswered(string id)
    {
        Set(id, RescueState.Joined);
        if (_rescueRoom is not null) MoveToRoom(id);
        else _talk!.JoinUnheard(_rescuers[id].Leg, PartyOf(id));
        Happen(new CallEvent.RescueJoined(_now.Id, _services.Now, id, WithHelper: _rescueRoom is not null));
    }

    private void MoveToRoom(string id) => _rescueRoom!.Join(_rescuers[id].Leg, PartyOf(id));

    private void RescueFailed(string id, int status, string reason)
    {
        Forget(id, reason);
        Set(id, RescueState.Failed);
        Happen(new CallEvent.RescueFailed(_now.Id, _services.Now, id, status, reason));
    }

    private void RescueLeft(string id)
    {
        Forget(id, "hung up");
        Set(id, RescueState.Left);
        Happen(new CallEvent.RescueLeft(_now.Id, _services.Now, id));
    }

    private void Forget(string id, string reason)
    {
        if (_rescuers.Remove(id, out var link)) link.Close(reason);
    }

    private void Set(string id, RescueState state) => _now = _now with
    {
        Crisis = _now.Crisis! with { Lines = [.. _now.Crisis.Lines.Where(l => l.Id != id), new(id, state)] },
    };

    private RescueState? StateOf(string id) => _now.Crisis?.Lines.FirstOrDefault(l => l.Id == id)?.State;

    private static Party PartyOf(string id) => id == OutsideNumber.PoliceId ? Party.Police : Party.Outside;

    private void EndCrisis()
    {
        _helperLate?.Dispose();
        foreach (var id in _rescuers.Keys.ToList()) Forget(id, "the call is over");
        _ = _rescueRoom?.EndAsync();
        if (_now.Crisis?.Helper is { } helper) _services.Seats.Finish(helper, _now.Id);
    }
}
