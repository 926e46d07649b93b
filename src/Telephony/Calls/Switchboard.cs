using Hotline.Telephony.Queues;

namespace Hotline.Telephony.Calls;

/// <summary>总机: every live call of this host.</summary>
public sealed class Switchboard : IDisposable
{
    private readonly Broadcast<CallEvent> _events = new();

    /// <summary>Calls that are not over, oldest first.</summary>
    public IReadOnlyList<CallSnapshot> Live { get; } = [];

    /// <summary>Null when the call is over, or never was.</summary>
    public CallSnapshot? Find(CallId id) => Live.FirstOrDefault(c => c.Id == id);

    /// <summary>Every event of every call from now on, in order for each call, on one thread of the pool: a slow sink delays the others.</summary>
    public IDisposable Subscribe(Action<CallEvent> sink) => _events.Subscribe(sink);

    /// <summary>应答: false when the call does not ring at this agent (any more).</summary>
    public Task<bool> AnswerAsync(CallId call, AgentId agent) => Task.FromResult(Find(call)?.Agent == agent);

    /// <summary>拒接: the call goes to the next agent, this one is 示忙.</summary>
    public Task DeclineAsync(CallId call, AgentId agent) => Task.FromResult(Find(call));

    /// <summary>The agent's side hangs up. While 110 is on the line or being called only the agent leaves, and the citizen stays.</summary>
    public Task HangUpAsync(CallId call, string reason) => Task.FromResult(Find(call));

    /// <summary>一键转接 110: true when 110 is being called; how it ends comes as PoliceJoined or PoliceFailed.</summary>
    public Task<bool> TransferToPoliceAsync(CallId call, AgentId agent) => Task.FromResult(Find(call)?.Agent == agent);

    public void Dispose() => _events.Dispose();
}
