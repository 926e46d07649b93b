using System.Globalization;

namespace Hotline.Telephony.Calls;

/// <summary>服务时间 of a line: parts of the day in China Standard Time (UTC+8), such as 09:00-12:00,13:30-17:30.</summary>
public sealed record OpeningHours
{
    public const string Always = "00:00-24:00";

    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    private readonly IReadOnlyList<(TimeSpan From, TimeSpan To)> _parts;

    private OpeningHours(IReadOnlyList<(TimeSpan From, TimeSpan To)> parts) => _parts = parts;

    /// <summary>Null where the text is no list of times in order.</summary>
    public static OpeningHours? Parse(string text)
    {
        var parts = new List<(TimeSpan From, TimeSpan To)>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Split('-') is not [var from, var to] || Time(from) is not { } start || Time(to) is not { } end) return null;
            if (end <= start || (parts.Count > 0 && start < parts[^1].To)) return null;
            parts.Add((start, end));
        }

        return new(parts);
    }

    /// <summary>Whether the time lies in one of the parts; its day is not looked at.</summary>
    public bool Hold(DateTimeOffset at)
    {
        var time = at.ToOffset(China).TimeOfDay;
        return _parts.Any(p => p.From <= time && time < p.To);
    }

    /// <summary>Whether a line answers then.</summary>
    internal static bool AreOpen(TelephonyOptions.Line line, DateTimeOffset at, Func<DateOnly, bool> isWorkday)
    {
        var day = DateOnly.FromDateTime(at.ToOffset(China).DateTime);
        if (line.Holidays.Contains(day) || (line.WorkdaysOnly && !isWorkday(day))) return false;
        return line.Hours == Always || Parse(line.Hours)?.Hold(at) != false; // hours nobody can read must not close a line
    }

    private static TimeSpan? Time(string text) =>
        text == "24:00" ? TimeSpan.FromDays(1) : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.ToTimeSpan() : null;
}
