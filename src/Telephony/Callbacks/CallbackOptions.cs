namespace Hotline.Telephony.Callbacks;

/// <summary>Rules of calling back (回拨规则).</summary>
public sealed record CallbackOptions
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <summary>漏接回拨 is due this long after the citizen was lost.</summary>
    public TimeSpan DueWithin { get; init; } = TimeSpan.FromHours(1);

    /// <summary>重拨保位: who calls again within this gets the old place.</summary>
    public TimeSpan PlaceKeptFor { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long after each attempt in vain the next one comes; after the last the citizen counts as unreachable. Those of the settings replace the usual ones: four attempts on two days.</summary>
    public IReadOnlyList<TimeSpan>? Retries { get; init; }

    internal IReadOnlyList<TimeSpan> Plan => Retries ?? Usual;

    private static IReadOnlyList<TimeSpan> Usual { get; } = [TimeSpan.FromMinutes(15), TimeSpan.FromHours(3), TimeSpan.FromHours(24)];

    /// <summary>Nobody is called before this, in China's time, wherever the machine's clock stands.</summary>
    public TimeOnly From { get; init; } = new(8, 0);

    /// <summary>Nor from this on.</summary>
    public TimeOnly To { get; init; } = new(21, 0);

    /// <summary>A task that its agent has not finished within this is free for others.</summary>
    public TimeSpan TakenFor { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>When to try again; null when the plan is used up.</summary>
    /// <param name="attempts">In vain so far, 1 or more.</param>
    internal DateTimeOffset? Next(int attempts, DateTimeOffset now) => attempts > Plan.Count ? null : Polite(now + Plan[attempts - 1]);

    /// <summary>This time, or the next one at which people may be called.</summary>
    internal DateTimeOffset Polite(DateTimeOffset at)
    {
        var local = at.ToOffset(China);
        var time = TimeOnly.FromTimeSpan(local.TimeOfDay);
        if (time >= From && time < To) return at;
        return new DateTimeOffset(DateOnly.FromDateTime(local.DateTime).AddDays(time < From ? 0 : 1).ToDateTime(From), China).ToUniversalTime();
    }
}
