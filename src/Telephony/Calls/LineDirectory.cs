namespace Hotline.Telephony.Calls;

/// <summary>号码归线: how a called number's line is found. The host may bring one that knows the city's lines; it is asked on the signalling loop and must not wait.</summary>
/// <param name="Find">Null for a number that is not served.</param>
public sealed record LineDirectory(Func<string, TelephonyOptions.Line?> Find)
{
    /// <summary>工作日历: the city's; without one Monday to Friday are working days.</summary>
    public Func<DateOnly, bool> IsWorkday { get; init; } = day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>The lines of the settings.</summary>
    public static LineDirectory Of(TelephonyOptions options) => new(options.FindLine);
}
