namespace Hotline.Telephony.Queues;

/// <summary>Rules of the seats (座席规则).</summary>
public sealed record SeatOptions
{
    /// <summary>小休原因: what an agent chooses from; those of the settings replace the usual ones.</summary>
    public IReadOnlyList<BreakReason>? BreakReasons { get; init; }

    /// <summary>The reasons in force.</summary>
    public IReadOnlyList<BreakReason> Reasons => BreakReasons is { Count: > 0 } own ? own : BreakReason.Usual;

    /// <summary>话后整理 may be extended, with a reason, up to this in all.</summary>
    public TimeSpan WrapUpCap { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Calls an agent answers within an hour before being spared; null is no limit. A caller who has waited 30 s breaks it.</summary>
    public int? CallsPerHour { get; init; }

    /// <summary>How long the rest lasts that is offered after a crisis or an abusive call.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The reason of this code or of this text; null where the list has none.</summary>
    public BreakReason? FindReason(string? text) => Reasons.FirstOrDefault(r => text?.Trim() is { Length: > 0 } t && (t == r.Code || t == r.Text || t == r.English));
}

/// <summary>One reason for a break (小休原因).</summary>
public sealed record BreakReason
{
    /// <summary>Stands in records and statistics; never changes.</summary>
    public string Code { get; init; } = "";

    /// <summary>As people read it.</summary>
    public string Text { get; init; } = "";

    /// <inheritdoc cref="Text"/>
    public string English { get; init; } = "";

    /// <summary>The seat is in 培训 then, not 小休.</summary>
    public bool Training { get; init; }

    internal static IReadOnlyList<BreakReason> Usual { get; } =
    [
        new() { Code = "rest", Text = "小休", English = "Break" },
        new() { Code = "meal", Text = "用餐", English = "Meal" },
        new() { Code = "training", Text = "培训", English = "Training", Training = true },
        new() { Code = "paperwork", Text = "处理工单", English = "Paperwork" },
        new() { Code = "equipment", Text = "设备故障", English = "Equipment" },
    ];
}
