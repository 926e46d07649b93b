using System.Net;

namespace Hotline.Telephony.Sip.Dialogs;

/// <summary>Whom we let in: at most so many calls at once, and so many INVITEs a second from one address.</summary>
internal sealed class Admission(SipStackOptions options, TimeProvider clock)
{
    private const int MaxSources = 10_000;

    private readonly Dictionary<IPAddress, Bucket> _buckets = [];

    /// <summary>Calls refused so far.</summary>
    internal long Rejected { get; private set; }

    internal bool Admits(IPAddress source, int calls)
    {
        var admitted = calls < options.MaxCalls && IsWithinRate(source);
        if (!admitted) Rejected++;
        return admitted;
    }

    private bool IsWithinRate(IPAddress source)
    {
        var rate = options.MaxInvitesPerSecondPerSource;
        if (rate <= 0) return true;
        if (!_buckets.TryGetValue(source, out var bucket)) bucket = Add(source, rate);

        var now = clock.GetTimestamp();
        bucket.Tokens = Math.Min(rate, bucket.Tokens + (clock.GetElapsedTime(bucket.Filled, now).TotalSeconds * rate));
        bucket.Filled = now;
        if (bucket.Tokens < 1) return false;
        bucket.Tokens--;
        return true;
    }

    /// <summary>A flood from forged addresses must not fill the memory: then everybody starts anew.</summary>
    private Bucket Add(IPAddress source, int rate)
    {
        if (_buckets.Count >= MaxSources) _buckets.Clear();
        return _buckets[source] = new() { Tokens = rate, Filled = clock.GetTimestamp() };
    }

    private sealed class Bucket
    {
        internal double Tokens { get; set; }

        internal long Filled { get; set; }
    }
}
