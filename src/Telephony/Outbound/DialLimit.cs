namespace Hotline.Telephony.Outbound;

/// <summary>外呼频次: how many calls one person may place within an hour.</summary>
internal sealed class DialLimit(int perHour, TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly Lock _owner = new();
    private readonly Dictionary<string, Queue<DateTimeOffset>> _placed = new(StringComparer.Ordinal);

    /// <summary>False: too many within the hour.</summary>
    internal bool TryTake(string person)
    {
        var now = clock.GetUtcNow();
        lock (_owner)
        {
            if (!_placed.TryGetValue(person, out var times)) _placed[person] = times = new();
            while (times.TryPeek(out var first) && first <= now - Window) times.Dequeue();
            if (times.Count >= perHour) return false;
            times.Enqueue(now);
            return true;
        }
    }
}
