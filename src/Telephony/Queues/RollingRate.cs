namespace Hotline.Telephony.Queues;

/// <summary>
/// Events per second and head over the last half hour: calls finished per busy agent, callers lost per waiting caller. What is still
/// going on counts with the time it has taken so far, so long calls are not forgotten until they end. Not for several threads.
/// </summary>
internal sealed class RollingRate
{
    private const int Buckets = 30;
    private static readonly TimeSpan Bucket = TimeSpan.FromMinutes(1);

    private readonly (long Minute, double Seconds, int Events)[] _ring = new (long, double, int)[Buckets];
    private DateTimeOffset? _until;
    private int _heads;

    /// <summary>From now on this many are exposed.</summary>
    internal void SetHeads(int heads, DateTimeOffset now)
    {
        Pass(now);
        _heads = heads;
    }

    internal void Count(DateTimeOffset now)
    {
        Pass(now);
        At(now).Events++;
    }

    /// <summary>Null until there has been an event.</summary>
    internal double? PerSecond(DateTimeOffset now)
    {
        Pass(now);
        var (oldest, seconds, events) = (Minute(now) - Buckets, 0d, 0);
        foreach (var bucket in _ring)
        {
            if (bucket.Minute <= oldest) continue;
            (seconds, events) = (seconds + bucket.Seconds, events + bucket.Events);
        }

        return events == 0 || seconds <= 0 ? null : events / seconds;
    }

    private void Pass(DateTimeOffset now)
    {
        var from = _until ?? now;
        if (now - from > Bucket * Buckets) from = now - (Bucket * Buckets);
        while (_heads > 0 && from < now)
        {
            var end = new DateTimeOffset((from.UtcTicks / Bucket.Ticks * Bucket.Ticks) + Bucket.Ticks, TimeSpan.Zero);
            var to = end < now ? end : now;
            At(from).Seconds += (to - from).TotalSeconds * _heads;
            from = to;
        }

        _until = _until > now ? _until : now;
    }

    private ref (long Minute, double Seconds, int Events) At(DateTimeOffset time)
    {
        ref var bucket = ref _ring[Minute(time) % Buckets];
        if (bucket.Minute != Minute(time)) bucket = (Minute(time), 0, 0);
        return ref bucket;
    }

    private static long Minute(DateTimeOffset time) => time.UtcTicks / Bucket.Ticks;
}
