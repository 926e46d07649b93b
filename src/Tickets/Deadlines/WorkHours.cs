using System.Globalization;

namespace Hotline.Tickets.Deadlines;

/// <summary>办公时间: the parts of a working day in which working time runs, in order and apart; the last may end at 24:00.</summary>
public sealed class WorkHours
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private readonly (TimeSpan From, TimeSpan To)[] _parts;

    private WorkHours((TimeSpan From, TimeSpan To)[] parts) => _parts = parts;

    /// <summary>09:00–12:00 and 13:30–17:30, seven hours.</summary>
    public static WorkHours Office { get; } = Parse("09:00-12:00,13:30-17:30");

    /// <summary>The whole of every working day.</summary>
    public static WorkHours RoundTheClock { get; } = Parse("00:00-24:00");

    /// <summary>Working time in one working day.</summary>
    public TimeSpan PerDay => _parts.Aggregate(TimeSpan.Zero, (sum, part) => sum + (part.To - part.From));

    internal ReadOnlySpan<(TimeSpan From, TimeSpan To)> Parts => _parts;

    internal TimeSpan Opens => _parts[0].From;

    internal TimeSpan Closes => _parts[^1].To;

    /// <summary>Reads "09:00-12:00,13:30-17:30".</summary>
    /// <exception cref="FormatException">Says which part is wrong and how it should be written.</exception>
    public static WorkHours Parse(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Part).ToArray();
        if (parts.Length == 0) throw Wrong(text, "at least one interval is needed");
        for (var i = 1; i < parts.Length; i++)
            if (parts[i].From < parts[i - 1].To) throw Wrong(text, "intervals must follow each other without overlap");
        return new(parts);
    }

    public override string ToString() => string.Join(',', _parts.Select(part => $"{Clock(part.From)}-{Clock(part.To)}"));

    private static (TimeSpan From, TimeSpan To) Part(string text)
    {
        var ends = text.Split('-', StringSplitOptions.TrimEntries);
        if (ends.Length != 2) throw Wrong(text, "it needs a start and an end");
        var (from, to) = (TimeOfDay(ends[0]), TimeOfDay(ends[1]));
        return from < to ? (from, to) : throw Wrong(text, "it ends before it starts");
    }

    private static TimeSpan TimeOfDay(string text)
    {
        if (text == "24:00") return Day;
        return TimeSpan.TryParseExact(text, @"hh\:mm", CultureInfo.InvariantCulture, out var time) && time < Day
            ? time
            : throw Wrong(text, "a time is hh:mm, from 00:00 to 24:00");
    }

    private static string Clock(TimeSpan time) => time == Day ? "24:00" : time.ToString(@"hh\:mm", CultureInfo.InvariantCulture);

    private static FormatException Wrong(string text, string why) =>
        new($"Work hours \"{text}\": {why}. Write them like 09:00-12:00,13:30-17:30.");
}
