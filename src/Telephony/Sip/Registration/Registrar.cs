using System.Collections.Concurrent;
using Hotline.Telephony.Sip.Transport;

namespace Hotline.Telephony.Sip.Registration;

/// <summary>Which agents' phones are registered, and where (RFC 3261 section 10.3). Read from any thread; written on the signalling loop.</summary>
public sealed class Registrar(TimeProvider clock)
{
    private readonly ConcurrentDictionary<AgentId, IReadOnlyList<RegisteredPhone>> _phones = new();

    /// <summary>Those that have not expired, by agent.</summary>
    public IReadOnlyList<RegisteredPhone> All => [.. _phones.Values.SelectMany(p => p).Where(IsAlive).OrderBy(p => p.Agent.Value, StringComparer.Ordinal)];

    /// <summary>The phone that registered last, one that answers before one that does not; null when the agent has none now. Ring it with <see cref="SipStack.Ring"/>.</summary>
    public RegisteredPhone? Find(AgentId agent) => AllOf(agent).OrderByDescending(p => p.IsReachable).ThenByDescending(p => p.Since).FirstOrDefault();

    internal IReadOnlyList<RegisteredPhone> AllOf(AgentId agent) => _phones.TryGetValue(agent, out var phones) ? [.. phones.Where(IsAlive)] : [];

    /// <summary>Adds a phone, in place of what it registered before.</summary>
    internal void Keep(RegisteredPhone phone)
    {
        phone.Flow.Hold();
        var before = AllOf(phone.Agent).FirstOrDefault(phone.IsSame);
        Replace(phone.Agent, p => !p.IsSame(phone), before is null ? phone : phone with { Since = before.Since });
    }

    internal int Count => _phones.Count;

    internal void Mark(RegisteredPhone phone, bool reachable)
    {
        if (!_phones.TryGetValue(phone.Agent, out var now)) return;
        _phones[phone.Agent] = [.. now.Select(p => p.IsSame(phone) ? p with { IsReachable = reachable } : p)];
    }

    internal void Forget(RegisteredPhone phone) => Replace(phone.Agent, p => !p.IsSame(phone));

    /// <summary>A connection ended, and with it what was registered over it (RFC 5626 section 5.3).</summary>
    internal void Closed(Flow flow)
    {
        foreach (var agent in _phones.Where(a => a.Value.Any(p => ReferenceEquals(p.Flow, flow))).Select(a => a.Key))
            Replace(agent, p => !ReferenceEquals(p.Flow, flow));
    }

    internal void ForgetExpired()
    {
        foreach (var agent in _phones.Where(a => !a.Value.All(IsAlive)).Select(a => a.Key)) Replace(agent, IsAlive);
    }

    private bool IsAlive(RegisteredPhone phone) => phone.Expires > clock.GetUtcNow();

    private void Replace(AgentId agent, Func<RegisteredPhone, bool> stays, RegisteredPhone? added = null)
    {
        var now = _phones.GetValueOrDefault(agent, []);
        foreach (var gone in now.Where(p => !stays(p))) gone.Flow.Release();
        IReadOnlyList<RegisteredPhone> kept = [.. now.Where(stays), .. added is null ? [] : new[] { added }];
        if (kept.Count == 0) _phones.TryRemove(agent, out _);
        else _phones[agent] = kept;
    }
}
