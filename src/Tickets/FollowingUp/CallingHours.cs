using Hotline.Tickets.City;

namespace Hotline.Tickets.FollowingUp;

/// <summary>回访时段: when citizens are called. Tries fall into different parts of working days, on several days. Pure.</summary>
internal sealed class CallingHours(CityRules rules)
{
    private const int DaysAhead = 30; // longer than any holiday

    private readonly List<(TimeSpan From, TimeSpan To)> _parts = [.. rules.Handling.FollowUp.Parts.Select(Part)];
    private readonly int _calls = rules.Profile.Counts.FollowUpCalls;
    private readonly int _days = Math.Min(rules.Handling.FollowUp.Days, rules.Profile.Counts.FollowUpCalls);

    /// <summary>The day and the part of it; null outside calling hours.</summary>
    internal (DateOnly Day, int Part)? SlotOf(DateTimeOffset at)
    {
        var day = rules.DayOf(at);
        var part = _parts.FindIndex(p => at >= Begin(day, p) && at < End(day, p));
        return part < 0 || !rules.IsWorkday(day) ? null : (day, part);
    }

    /// <summary>Whether the citizen was called often enough: as many parts, and as many days, as the city wants.</summary>
    internal bool AreEnough(IEnumerable<FollowUpTry> tries)
    {
        var slots = Slots(tries);
        return slots.Count >= _calls && slots.Select(s => s.Day).Distinct().Count() >= _days && slots.Select(s => s.Part).Distinct().Count() >= Math.Min(_calls, _parts.Count);
    }

    /// <summary>When to try next: as the citizen asked, otherwise the first part that has not been tried and lets the days still come together.</summary>
    internal DateTimeOffset Next(IReadOnlyList<FollowUpTry> tries, DateTimeOffset now)
    {
        var start = tries is [.., { CallBack: { } wished }] && wished > now ? wished : now;
        var slots = Slots(tries);
        for (var day = rules.DayOf(start); day <= rules.DayOf(start).AddDays(DaysAhead); day = day.AddDays(1))
        {
            if (!rules.IsWorkday(day) || !LeavesDays(slots, day)) continue;
            foreach (var (part, i) in _parts.Select((p, i) => (p, i)).Where(p => IsFresh(slots, p.i)))
            {
                var at = Later(Begin(day, part), start);
                if (at < End(day, part)) return at;
            }
        }

        return start.AddDays(DaysAhead);
    }

    private HashSet<(DateOnly Day, int Part)> Slots(IEnumerable<FollowUpTry> tries) =>
        [.. tries.Where(t => t.Result is FollowUpResult.NoAnswer or FollowUpResult.InvalidNumber).Select(t => SlotOf(t.At)).OfType<(DateOnly, int)>()];

    private bool IsFresh(HashSet<(DateOnly Day, int Part)> slots, int part) => slots.Select(s => s.Part).Distinct().Count() == _parts.Count || slots.All(s => s.Part != part);

    /// <summary>With a try on this day, the tries that are left can still bring the days together.</summary>
    private bool LeavesDays(HashSet<(DateOnly Day, int Part)> slots, DateOnly day)
    {
        var days = slots.Select(s => s.Day).Append(day).Distinct().Count();
        return _days - days <= Math.Max(0, _calls - slots.Count - 1);
    }

    private DateTimeOffset Begin(DateOnly day, (TimeSpan From, TimeSpan To) part) => rules.StartOf(day) + part.From;

    private DateTimeOffset End(DateOnly day, (TimeSpan From, TimeSpan To) part) => rules.StartOf(day) + part.To;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static (TimeSpan From, TimeSpan To) Part(string text)
    {
        var ends = text.Split('-');
        return (TimeSpan.Parse(ends[0], System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Parse(ends[1], System.Globalization.CultureInfo.InvariantCulture));
    }
}
