using System.Net;
using Hotline.Telephony.Sip.Transport;

namespace Hotline.Telephony.Sip.Dialogs;

/// <summary>
/// Whom we let in: so many calls at once, and so many INVITEs a second from one address. A source over its rate gets 503 for the excess
/// and, over twice the rate, nothing at all; for a while it may then hold no more than half of the calls, so that others still find room.
/// </summary>
internal sealed class Admission(SipStackOptions options, TimeProvider clock)
{
    private const int MaxSources = 10_000;

    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, Source> _sources = [];
    private long _rejected;
    private long _dropped;

    /// <summary>Calls refused so far.</summary>
    internal long Rejected => Volatile.Read(ref _rejected);

    /// <summary>INVITEs of a flood that got no answer.</summary>
    internal long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Any thread: what becomes of one more INVITE from there.</summary>
    internal Gate GateOf(IPAddress address)
    {
        var rate = options.MaxInvitesPerSecondPerSource;
        if (rate <= 0) return Gate.Open;
        lock (_gate)
        {
            var source = SourceOf(address, rate);
            source.Fill(clock, rate);
            if (source.Calls.TryTake()) return Gate.Open;
            source.Shed = source.Filled;
            if (source.Refusals.TryTake()) return Gate.Shed;
            _dropped++;
            return Gate.Drop;
        }
    }

    /// <param name="calls">Calls alive.</param>
    /// <param name="ofSource">Those of them that came from there.</param>
    internal bool Admits(IPAddress address, int calls, Func<int> ofSource)
    {
        if (calls < options.MaxCalls && !(HasFlooded(address) && ofSource() >= options.MaxCalls / 2)) return true;
        Refuse();
        return false;
    }

    internal void Refuse() => Interlocked.Increment(ref _rejected);

    private bool HasFlooded(IPAddress address)
    {
        lock (_gate)
            return _sources.TryGetValue(address, out var source) && source.Shed is { } shed && clock.GetElapsedTime(shed) < Remembered;
    }

    /// <summary>A flood from forged addresses must not fill the memory: then everybody starts anew.</summary>
    private Source SourceOf(IPAddress address, int rate)
    {
        if (_sources.TryGetValue(address, out var known)) return known;
        if (_sources.Count >= MaxSources) _sources.Clear();
        return _sources[address] = new(rate, clock.GetTimestamp());
    }

    private sealed class Source(int rate, long since)
    {
        internal Bucket Calls { get; } = new(rate);

        internal Bucket Refusals { get; } = new(rate);

        internal long Filled { get; private set; } = since;

        /// <summary>When it was last over its rate.</summary>
        internal long? Shed { get; set; }

        internal void Fill(TimeProvider clock, int perSecond)
        {
            var now = clock.GetTimestamp();
            var tokens = clock.GetElapsedTime(Filled, now).TotalSeconds * perSecond;
            Filled = now;
            Calls.Fill(tokens);
            Refusals.Fill(tokens);
        }
    }

    /// <summary>Holds a third of a second's worth: calls come in bunches, and a stalled peer catches up.</summary>
    private sealed class Bucket(int rate)
    {
        private readonly double _most = Math.Max(1, rate / 3.0);
        private double _tokens = Math.Max(1, rate / 3.0);

        internal void Fill(double tokens) => _tokens = Math.Min(_most, _tokens + tokens);

        internal bool TryTake()
        {
            if (_tokens < 1) return false;
            _tokens--;
            return true;
        }
    }
}
