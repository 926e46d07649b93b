namespace Hotline.Telephony.Queues;

/// <summary>Rules of the seats (座席规则).</summary>
public sealed record SeatOptions
{
    /// <summary>小休原因: what an agent chooses from; the pages know their names.</summary>
    public IReadOnlyList<string> BreakReasons { get; init; } = ["rest", "meal", "training", "paperwork", "equipment"];

    /// <summary>话后整理 may be extended, with a reason, up to this in all.</summary>
    public TimeSpan WrapUpCap { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Calls an agent answers within an hour before being spared; null is no limit. A caller who has waited 30 s breaks it.</summary>
    public int? CallsPerHour { get; init; }

    /// <summary>How long the rest lasts that is offered after a crisis or an abusive call.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromMinutes(10);
}
