using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.City;

/// <summary>Explains a due time on reading, from the counted intervals that are stored and the calendar. Pure.</summary>
public sealed partial class CityRules
{
    /// <summary>From the clock's start to its end, or to now while it stands still.</summary>
    /// <param name="why">The ground of a pause by its beginning.</param>
    internal IReadOnlyList<ProofStretch> Explain(Clock clock, Func<DateTimeOffset, string?> why, DateTimeOffset now)
    {
        var (all, at) = (new List<ProofStretch>(), China(clock.StartedAt));
        var calendar = CalendarOf(clock.Hours);
        List<CountedInterval> pauses = [.. clock.Pauses ?? [], .. clock.PausedAt is { } since && since < now ? [new CountedInterval(China(since), China(now))] : Array.Empty<CountedInterval>()];
        foreach (var part in clock.Counted)
        {
            all.AddRange(Skipped(clock, calendar, pauses, at, part.From, why));
            var name = IsWorking(clock.Limit.Unit) ? calendar.NameOf(WorkCalendar.DateOf(part.From)) : null;
            all.Add(new(part.From, part.To, name is null ? StretchCause.Counted : StretchCause.MakeUpDay, name?.Name));
            at = part.To;
        }

        all.AddRange(Skipped(clock, calendar, pauses, at, China(clock.PausedAt is null ? clock.DueAt : now), why));
        return Together(all);
    }

    /// <summary>By its rule, in words.</summary>
    internal string RuleText(Clock clock) => string.Concat(
        $"{clock.Name.Chinese()} {clock.Limit}，{CountOf(clock).Chinese()}计", IsWorking(clock.Limit.Unit) ? $"，办公时间 {CalendarOf(clock.Hours).Hours}" : "",
        clock.Extended is { } more ? $"，含延期 {string.Join("、", more)}" : "", clock.Given ? "，人工给定" : "");

    /// <summary>So much working time of the city lies between.</summary>
    internal TimeSpan WorkedBetween(DateTimeOffset from, DateTimeOffset to) => Calendar.WorkingTimeBetween(from, to);

    private IEnumerable<ProofStretch> Skipped(Clock clock, WorkCalendar calendar, List<CountedInterval> pauses, DateTimeOffset from, DateTimeOffset to, Func<DateTimeOffset, string?> why)
    {
        foreach (var pause in pauses.Where(p => p.From < to && p.To > from))
        {
            foreach (var stretch in Idle(clock, calendar, from, Later(pause.From, from))) yield return stretch;
            from = pause.To < to ? pause.To : to;
            yield return new(Later(pause.From, China(clock.StartedAt)), from, StretchCause.Paused, why(pause.From));
        }

        foreach (var stretch in Idle(clock, calendar, from, to)) yield return stretch;
    }

    /// <summary>Time in which it ran and nothing was counted, day by day.</summary>
    private IEnumerable<ProofStretch> Idle(Clock clock, WorkCalendar calendar, DateTimeOffset from, DateTimeOffset to)
    {
        if (from < to && FirstMoment(clock) is var first && first > from)
        {
            var end = first < to ? first : to;
            yield return new(from, end, StretchCause.NotYet, CountOf(clock).Chinese());
            from = end;
        }

        for (var day = WorkCalendar.DateOf(from); from < to; day = day.AddDays(1))
        {
            var midnight = WorkCalendar.At(day, TimeSpan.FromDays(1));
            foreach (var stretch in OfDay(calendar, day, from, midnight < to ? midnight : to)) yield return stretch;
            from = midnight;
        }
    }

    private static IEnumerable<ProofStretch> OfDay(WorkCalendar calendar, DateOnly day, DateTimeOffset from, DateTimeOffset to)
    {
        var name = calendar.NameOf(day);
        if (!calendar.IsWorkday(day))
        {
            yield return new(from, to, name is null ? StretchCause.Weekend : StretchCause.Holiday, name?.Name);
            yield break;
        }

        var cuts = calendar.Hours.Parts.ToArray().SelectMany(p => new[] { WorkCalendar.At(day, p.From), WorkCalendar.At(day, p.To) }).Where(c => c > from && c < to).Append(to).ToList();
        foreach (var cut in cuts.Where(c => c > from))
        {
            yield return new(from, cut, CauseOf(calendar.Hours, from.TimeOfDay), null);
            from = cut;
        }
    }

    private static StretchCause CauseOf(WorkHours hours, TimeSpan time)
    {
        foreach (var part in hours.Parts)
            if (part.From <= time && time < part.To) return StretchCause.OtherRules;
        return time < hours.Opens || time >= hours.Closes ? StretchCause.OffHours : StretchCause.Lunch;
    }

    /// <summary>Neighbours of one cause as one: a night, a weekend, a holiday.</summary>
    private static List<ProofStretch> Together(List<ProofStretch> all)
    {
        var merged = new List<ProofStretch>(all.Count);
        foreach (var next in all.Where(s => s.From < s.To))
        {
            if (merged is [.., var last] && !next.Counts && (last.Cause, last.Why, last.To) == (next.Cause, next.Why, next.From)) merged[^1] = last with { To = next.To };
            else merged.Add(next);
        }

        return merged;
    }
}
