using System.Net;
using Hotline.Telephony.Sip.Authentication;
using Hotline.Telephony.Sip.Dialogs;

namespace Hotline.Telephony.Sip.Trunks;

/// <summary>One trunk: its addresses, its calls. On the signalling loop, but for <see cref="Status"/>.</summary>
internal sealed class Trunk
{
    private readonly List<IPNetwork> _sources;
    private long _in;
    private long _out;
    private long _answered;
    private long _refused;
    private long _failed;
    private int _active;
    private int _lastStatus;

    internal Trunk(TrunkOptions options)
    {
        Options = options;
        Configured = [.. options.Addresses.Select(a => new TrunkAddress(a))];
        _sources = [.. options.Sources.Select(s => TrunkRules.Network(s)!.Value)];
        Credentials = options is { User: { } user, Password: { } password } ? new(user, password) : null;
    }

    internal TrunkOptions Options { get; }

    internal IReadOnlyList<TrunkAddress> Configured { get; }

    /// <summary>With the servers of those that are names.</summary>
    internal IReadOnlyList<TrunkAddress> Addresses => [.. Configured.SelectMany(a => a.Ways)];

    internal DigestClient? Credentials { get; }

    /// <summary>Null where it wants none.</summary>
    internal bool? Registered { get; set; }

    /// <summary>Call-ID and CSeq of its registrations: every refresh goes on where the last one stood (RFC 3261 section 10.2).</summary>
    internal string RegistrationId { get; } = Identifiers.CallId();

    internal uint RegistrationCSeq { get; set; }

    /// <summary>Seconds to register for; more where the registrar wants more (423).</summary>
    internal int RegisterFor { get; set; } = 300;

    internal bool HasSources => _sources.Count > 0;

    internal bool IsFull => Options.MaxCalls > 0 && Volatile.Read(ref _active) >= Options.MaxCalls;

    /// <summary>With the call that was just counted there are too many.</summary>
    internal bool IsOverfull => Options.MaxCalls > 0 && Volatile.Read(ref _active) > Options.MaxCalls;

    internal TrunkStatus Status => new(
        Options.Name, Configured.Count == 0 || Addresses.Any(a => a.IsUp), Registered, [.. Addresses.Select(a => a.Status)],
        Volatile.Read(ref _in), Volatile.Read(ref _out), Volatile.Read(ref _answered), Volatile.Read(ref _refused), Volatile.Read(ref _failed),
        Volatile.Read(ref _active), Volatile.Read(ref _lastStatus));

    /// <summary>Its calls come from there.</summary>
    internal bool Owns(IPAddress source) =>
        HasSources ? _sources.Exists(n => n.Contains(source)) : Addresses.Any(a => a.At?.Address.Equals(source) == true);

    /// <summary>The addresses in the order a call tries them: those that are up first, by priority, by lot among equals.</summary>
    internal IEnumerable<TrunkAddress> InOrder() => Addresses.Where(a => a.At is not null)
        .OrderBy(a => a.IsUp ? 0 : 1).ThenBy(a => a.Priority).ThenByDescending(a => Math.Pow(Random.Shared.NextDouble(), 1.0 / a.Weight));

    /// <summary>Counts a call, and watches what becomes of it.</summary>
    internal Action<SipCallEvent> Watch(bool outgoing, Action<SipCallEvent> sink)
    {
        Interlocked.Increment(ref outgoing ? ref _out : ref _in);
        Interlocked.Increment(ref _active);
        var answered = false;
        return happened =>
        {
            if (happened is SipCallEvent.Answered or SipCallEvent.Confirmed && !answered) answered = true;
            if (happened is SipCallEvent.Ended ended) Count(ended, answered);
            sink(happened);
        };
    }

    private void Count(SipCallEvent.Ended ended, bool answered)
    {
        Interlocked.Decrement(ref _active);
        Volatile.Write(ref _lastStatus, answered ? 200 : ended.Status);
        if (answered) Interlocked.Increment(ref _answered);
        else if (ended.Cause == CallEnd.Timeout || ended.Status is >= 500 and < 600) Interlocked.Increment(ref _failed);
        else Interlocked.Increment(ref _refused);
    }
}
