using System.Globalization;
using Hotline.Tickets.Deadlines;

namespace Hotline.Agent.Blazor.Language;

/// <summary>Times and days as people write them in the reader's language, by the city's clocks, whatever zone the server or the browser is in.</summary>
public static class CityTime
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    private static bool InEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    /// <summary>2026年11月22日 09:30 · 22 Nov 2026, 09:30</summary>
    public static string Minute(this DateTimeOffset at) => Local(at).ToString(InEnglish ? "d MMM yyyy, HH:mm" : "yyyy年M月d日 HH:mm", CultureInfo.InvariantCulture);

    /// <summary>11月22日 09:30 · 22 Nov, 09:30</summary>
    public static string ShortMinute(this DateTimeOffset at) => Local(at).ToString(InEnglish ? "d MMM, HH:mm" : "M月d日 HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A due time: what ends with a day reads as that day's end, 12月8日 24:00, not as the next day's beginning.</summary>
    public static string DueMinute(this DateTimeOffset at) => DayEnd.Written(Local(at).DateTime, InEnglish ? "d MMM yyyy, " : "yyyy年M月d日 ");

    /// <summary>A due time without its year.</summary>
    public static string ShortDueMinute(this DateTimeOffset at) => DayEnd.Written(Local(at).DateTime, InEnglish ? "d MMM, " : "M月d日 ");

    /// <summary>09:30</summary>
    public static string HourMinute(this DateTimeOffset at) => Local(at).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>11月22日 · 22 Nov</summary>
    public static string ShortDay(this DateTimeOffset at) => Local(at).ToString(InEnglish ? "d MMM" : "M月d日", CultureInfo.InvariantCulture);

    /// <summary>2026年11月22日 · 22 Nov 2026</summary>
    public static string InFull(this DateOnly day) => day.ToString(InEnglish ? "d MMM yyyy" : "yyyy年M月d日", CultureInfo.InvariantCulture);

    /// <summary>For the datetime attribute of a time element, and for logs.</summary>
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
