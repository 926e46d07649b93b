using Hotline.Telephony.Queues;
using Hotline.Telephony.Sip.Messages;

namespace Hotline.Telephony.Calls;

/// <content>What the agent who serves may do with a call. Null: done, or begun, and the rest comes as events.</content>
public sealed partial class Switchboard
{
    /// <summary>保持: the citizen hears music; the recording goes on.</summary>
    public Task<CallRefusal?> HoldAsync(CallId call, AgentId agent) => ControlAsync(call, c => c.Hold(agent, held: true));

    /// <summary>取回</summary>
    public Task<CallRefusal?> ResumeAsync(CallId call, AgentId agent) => ControlAsync(call, c => c.Hold(agent, held: false));

    /// <summary>静音: the agent hears everybody and is heard by nobody.</summary>
    public Task<CallRefusal?> MuteAsync(CallId call, AgentId agent) => ControlAsync(call, c => c.Mute(agent, muted: true));

    public Task<CallRefusal?> UnmuteAsync(CallId call, AgentId agent) => ControlAsync(call, c => c.Mute(agent, muted: false));

    /// <summary>二次拨号 (RFC 4733).</summary>
    /// <param name="keys">0-9, *, #, A-D.</param>
    /// <exception cref="ArgumentException">A character is no key.</exception>
    public Task<CallRefusal?> SendDigitsAsync(CallId call, AgentId agent, string keys)
    {
        if (keys.Length is 0 or > 32 || keys.Any(k => !"0123456789*#ABCDabcd".Contains(k, StringComparison.Ordinal)))
            throw new ArgumentException("keys: 1 to 32 of 0-9, *, #, A-D.", nameof(keys));
        return ControlAsync(call, c => c.SendDigits(agent, keys));
    }

    /// <summary>咨询: the citizen hears music, the agent talks with the target once they answer.</summary>
    public Task<CallRefusal?> ConsultAsync(CallId call, AgentId agent, Target target) => ControlAsync(call, c => c.Invite(agent, target, Errand.Consult));

    /// <summary>切换: the agent talks to the citizen, the consulted one waits; and back.</summary>
    public Task<CallRefusal?> ToggleConsultAsync(CallId call, AgentId agent) => ControlAsync(call, c => c.Toggle(agent));

    /// <summary>取消咨询: the citizen is back.</summary>
    public Task<CallRefusal?> CancelConsultAsync(CallId call, AgentId agent) => ControlAsync(call, c => c.CancelConsult(agent));

    /// <summary>咨询转接: the agent leaves, citizen and consulted one talk.</summary>
    public Task<CallRefusal?> CompleteConsultAsync(CallId call, AgentId agent) => ControlAsync(call, c => c.CompleteConsult(agent));

    /// <summary>三方通话 of citizen, agent and the consulted one.</summary>
    public Task<CallRefusal?> JoinConsultedAsync(CallId call, AgentId agent) => ControlAsync(call, c => c.JoinConsulted(agent));

    /// <summary>三方通话 without a talk before; nobody is put on hold.</summary>
    public Task<CallRefusal?> JoinAsync(CallId call, AgentId agent, Target target) => JoinAsync(call, agent, target, known: null);

    /// <inheritdoc cref="JoinAsync(CallId, AgentId, Target)"/>
    /// <param name="known">For an emergency line's packet.</param>
    public Task<CallRefusal?> JoinAsync(CallId call, AgentId agent, Target target, Police.PoliceContext? known) => ControlAsync(call, c =>
    {
        c.Know(known);
        return c.Invite(agent, target, Errand.Join);
    });

    /// <summary>盲转: the agent is free at once. When nobody answers, the citizen comes back to the agent, or to the head of the queue.</summary>
    public Task<CallRefusal?> TransferAsync(CallId call, AgentId agent, Target target) => ControlAsync(call, c => c.Transfer(agent, target));

    /// <summary>Takes somebody off the line, or stops calling them.</summary>
    /// <param name="participant"><see cref="CallParticipant.Id"/></param>
    public Task<CallRefusal?> RemoveAsync(CallId call, AgentId agent, int participant) => ControlAsync(call, c => c.Remove(agent, participant));

    /// <summary>挂机 of this agent, be it the one who serves or one who was consulted. The call ends where nobody else is with the citizen.</summary>
    public Task<CallRefusal?> LeaveAsync(CallId call, AgentId agent) => ControlAsync(call, c => c.Leave(agent));

    /// <summary>通讯录: 110 first, then as configured.</summary>
    public IReadOnlyList<OutsideNumber> Directory => [_services.Police, .. _options.Directory];

    internal bool HasQueue(string name) => QueueOptions.OrDefault(_options.Queues).Any(q => q.Name == name);

    public AgentDevice DeviceOf(AgentId agent) => _services.Audio.DeviceOf(agent);

    /// <summary>A phone of the agent's can be reached.</summary>
    public bool HasPhone(AgentId agent) => PhoneOf(agent) is not null;

    /// <summary>What the agent talks on from the next call on. False: there is no phone of theirs that could be reached.</summary>
    public bool Choose(AgentId agent, AgentDevice device) => _services.Audio.Choose(agent, device);

    private Task<CallRefusal?> ControlAsync(CallId call, Func<CallActor, CallRefusal?> deed) => AskAsync(call, deed, CallRefusal.Over);

    /// <summary>A registered phone comes before a fixed address.</summary>
    private AgentPhone? PhoneOf(AgentId agent)
    {
        if (Registrar.Find(agent) is { } registered) return new(registered, Fixed: null);
        return _options.AgentPhones.TryGetValue(agent.Value, out var address) ? new(Registered: null, SipUri.Parse(address)) : null;
    }
}
