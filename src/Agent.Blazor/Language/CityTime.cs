using System.Globalization;

namespace Hotline.Agent.Blazor.Language;

/// <summary>Times as the city's clocks show them, whatever zone the server or the browser is in.</summary>
public static class CityTime
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    /// <summary>2026-11-22 09:30</summary>
    public static string Minute(this DateTimeOffset at) => Local(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>11-22 09:30</summary>
    public static string ShortMinute(this DateTimeOffset at) => Local(at).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>For the datetime attribute of a time element.</summary>
    public static string Machine(this DateTimeOffset at) => Local(at).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>For an input of date and time, to the minute.</summary>
    public static DateTime CityLocal(this DateTimeOffset at)
    {
        var local = Local(at).DateTime;
        return local.AddTicks(-(local.Ticks % TimeSpan.TicksPerMinute));
    }

    /// <summary>What was typed into an input of date and time.</summary>
    public static DateTimeOffset FromCity(this DateTime local) => new(local, Zone.GetUtcOffset(local));

    private static DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);
}
