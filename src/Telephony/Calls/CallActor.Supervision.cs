using Hotline.Telephony.Queues;
using Hotline.Telephony.Supervision;

namespace Hotline.Telephony.Calls;

/// <content>班长监听·耳语·强插·接管: supervisors belong to the citizen's conversation, so they stay through hold and transfer.</content>
internal sealed partial class CallActor
{
    private readonly Dictionary<AgentId, IDisposable> _supervisors = [];

    internal CallRefusal? Supervise(AgentId supervisor, SupervisionMode mode, string reason)
    {
        if (_now.State != CallState.Talking) return SupervisionRefusals.NotTalking;
        if (_now.Agent == supervisor) return SupervisionRefusals.OwnCall;
        if (_services.Seats.Find(supervisor) is { State: SeatState.Talking or SeatState.Offered }) return SupervisionRefusals.Busy;

        _talk!.Supervise(_services.Audio.Of(supervisor), mode);
        if (!_supervisors.ContainsKey(supervisor)) _supervisors[supervisor] = LeavesForOwnCall(supervisor);
        _now = _now with { Supervisors = [.. _now.Supervisors.Where(s => s.Supervisor != supervisor), new(supervisor, mode, reason)] };
        Happen(new CallEvent.Supervised(_now.Id, _services.Now, supervisor, mode, reason));
        return null;
    }

    internal CallRefusal? EndSupervision(AgentId supervisor)
    {
        if (!_supervisors.Remove(supervisor, out var watch)) return SupervisionRefusals.NotSupervising;
        watch.Dispose();
        var mode = _now.Supervisors.First(s => s.Supervisor == supervisor).Mode;
        if (_now.Agent != supervisor) _talk!.EndSupervision(_services.Audio.Of(supervisor));
        _now = _now with { Supervisors = [.. _now.Supervisors.Where(s => s.Supervisor != supervisor)] };
        Happen(new CallEvent.SupervisionEnded(_now.Id, _services.Now, supervisor, mode));
        return null;
    }

    /// <summary>接管: the citizen hears no gap; the agent before wraps up.</summary>
    internal CallRefusal? TakeOver(AgentId supervisor)
    {
        if (_now.State != CallState.Talking) return SupervisionRefusals.NotTalking;
        if (_now.Supervisors.FirstOrDefault(s => s.Supervisor == supervisor) is not { } supervision) return SupervisionRefusals.NotSupervising;

        if (!_services.Seats.Take(supervisor, _now.Id)) return SupervisionRefusals.Busy;
        EndSupervision(supervisor);
        var before = _now.Agent;
        Replace(supervisor);
        Happen(new CallEvent.TakenOver(_now.Id, _services.Now, supervisor, before, supervision.Reason));
        return null;
    }

    /// <summary>A supervisor who answers a call of their own speaks there, so here the supervision is over.</summary>
    private IDisposable LeavesForOwnCall(AgentId supervisor) => _services.Seats.Subscribe(s =>
    {
        if (s.Agent == supervisor && s is { State: SeatState.Talking, Call: { } call } && call != _now.Id) Post(() => EndSupervision(supervisor));
    });

    private void EndSupervisions()
    {
        foreach (var supervisor in _supervisors.Keys.ToList()) EndSupervision(supervisor);
    }
}
