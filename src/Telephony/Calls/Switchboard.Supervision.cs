namespace Hotline.Telephony.Calls;

/// <content>班长</content>
public sealed partial class Switchboard
{
    /// <summary>监听·耳语·强插: joins the call, or changes the mode. Null when done. Whoever supervised another call leaves it.</summary>
    public async Task<CallRefusal?> SuperviseAsync(CallId call, AgentId supervisor, SupervisionMode mode, string reason)
    {
        foreach (var other in SupervisedBy(supervisor).Where(c => c != call)) await EndSupervisionAsync(other, supervisor);
        return await AskAsync(call, c => c.Supervise(supervisor, mode, reason), CallRefusal.Over);
    }

    /// <summary>退出. Null when done.</summary>
    public Task<CallRefusal?> EndSupervisionAsync(CallId call, AgentId supervisor) => AskAsync(call, c => c.EndSupervision(supervisor), CallRefusal.Over);

    /// <summary>接管: the supervisor, who supervises the call already, is its agent from now on. Null when done.</summary>
    public Task<CallRefusal?> TakeOverAsync(CallId call, AgentId supervisor, string name)
    {
        _services.Seats.SignIn(supervisor, name);
        return AskAsync(call, c => c.TakeOver(supervisor), CallRefusal.Over);
    }

    /// <summary>The supervisor's browser went silent.</summary>
    private void SupervisorLost(AgentId supervisor)
    {
        foreach (var call in SupervisedBy(supervisor)) Tell(call, c => c.EndSupervision(supervisor));
    }

    private List<CallId> SupervisedBy(AgentId supervisor) => [.. Snapshots.Where(c => c.Supervisors.Any(s => s.Supervisor == supervisor)).Select(c => c.Id)];
}
