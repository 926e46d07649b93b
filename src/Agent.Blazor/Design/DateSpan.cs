using System.Globalization;

namespace Hotline.Agent.Blazor.Design;

/// <summary>Days of the city from one to another, both counted; null is open.</summary>
public sealed record DateSpan(DateOnly? From, DateOnly? To)
{
    public static DateSpan Any { get; } = new(null, null);

    /// <summary>It ends before it begins.</summary>
    public bool IsBackwards => From > To;

    public static DateSpan Day(DateOnly today) => new(today, today);

    /// <summary>Monday to Sunday.</summary>
    public static DateSpan Week(DateOnly today)
    {
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        return new(monday, monday.AddDays(6));
    }

    public static DateSpan Month(DateOnly today)
    {
        var first = new DateOnly(today.Year, today.Month, 1);
        return new(first, first.AddMonths(1).AddDays(-1));
    }

    /// <summary>A day as inputs and addresses write it: 2026-11-22; empty for null.</summary>
    public static string Written(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Null for what is no day.</summary>
    public static DateOnly? Read(string? day) => DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read : null;
}
