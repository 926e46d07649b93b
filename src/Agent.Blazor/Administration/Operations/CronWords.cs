using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Hotline.Agent.Blazor.Administration.Operations;

/// <summary>A plan in words: each day, week, month or hour. What is more than that stands as it was written.</summary>
internal static class CronWords
{
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    /// <param name="cron">Minute, hour, day, month, day of the week.</param>
    internal static string Of(string cron, IStringLocalizer words) => cron.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
    {
        [var minute, "*", "*", "*", "*"] when IsNumber(minute) => words["plan.hourly", minute.PadLeft(2, '0')],
        [var minute, var hour, "*", "*", "*"] when IsNumber(minute, hour) => words["plan.daily", Time(hour, minute)],
        [var minute, var hour, "*", "*", var day] when IsNumber(minute, hour) && DayOf(day) is { } name => words["plan.weekly", name, Time(hour, minute)],
        [var minute, var hour, var day, "*", "*"] when IsNumber(minute, hour, day) => words["plan.monthly", day, Time(hour, minute)],
        _ => cron,
    };

    private static bool IsNumber(params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            if (!part.All(char.IsAsciiDigit)) return false;
        }

        return true;
    }

    private static string Time(string hour, string minute) => $"{hour.PadLeft(2, '0')}:{minute.PadLeft(2, '0')}";

    private static string? DayOf(string day) => Array.IndexOf(Days, day.ToUpperInvariant()) is >= 0 and var at ? CultureInfo.CurrentUICulture.DateTimeFormat.GetDayName((DayOfWeek)at) : null;
}
