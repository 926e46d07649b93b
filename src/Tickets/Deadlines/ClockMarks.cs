using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.City;

/// <summary>预警、亮牌与督办阶梯: where the marks of a clock lie, always in the time of those who have to act.</summary>
public sealed partial class CityRules
{
    /// <summary>Clocks whose end is nobody's delay; a card rule has to name them.</summary>
    private static readonly ClockName[] Calm = [ClockName.Suspension, ClockName.Promise, ClockName.Archive];

    /// <summary>The limit's own warning or cards go before the city's; the ladder is of the handling alone.</summary>
    private IEnumerable<Mark> MarksOf(ClockName name, ClockLimit? row)
    {
        var own = row?.WarnAfter;
        if (own is { } after) yield return Unplaced(MarkRule.OfOffset(after - row!.Value, row.Unit), Card.Yellow);
        var cards = row?.Cards ?? Handling.Cards.Where(c => (c.Clocks?.Contains(name) ?? !Calm.Contains(name)) && (own is null || c.Card != Card.Yellow));
        foreach (var card in cards)
            yield return Unplaced(card.Percent is { } share ? MarkRule.OfPercent(share) : MarkRule.OfOffset(card.Offset ?? 0, card.Unit ?? LimitUnit.Minutes, card.Opening), card.Card);
        foreach (var step in name == ClockName.Handling ? Handling.Ladder : [])
            yield return Unplaced(MarkRule.OfOffset(step.Offset, step.Unit, step.Opening)) with { Supervise = step.Level };
    }

    private static Mark Unplaced(MarkRule rule, Card? card = null) => new(default, card, null, rule);

    /// <summary>The marks at their moments, in order. One that would lie before the clock's start is left out.</summary>
    private List<Mark> Placed(Clock clock, IEnumerable<Mark> marks) =>
        [.. marks.Select(m => m.Rule is null ? m : m with { At = MomentOf(m.Rule, clock)?.ToUniversalTime() ?? default }).Where(m => m.At != default).OrderBy(m => m.At)];

    /// <summary>After the end has moved: what was told stays told, and what lies ahead again is told again.</summary>
    private List<Mark> Renewed(Clock moved, IEnumerable<Mark> wanted, DateTimeOffset now)
    {
        var told = moved.Marks.Take(moved.Passed).ToList();
        var open = moved.Marks.Skip(moved.Passed).ToList();
        var placed = Placed(moved, wanted.DistinctBy(m => (m.Rule, m.Card, m.Supervise)));
        return [.. told, .. placed.Where(m => m.At > now || open.Exists(o => o.Rule == m.Rule && o.Card == m.Card && o.Supervise == m.Supervise))];
    }

    /// <summary>The marks past the end of a clock that stood still: so much later, each in its own time.</summary>
    private List<Mark> Delayed(Clock clock, DateTimeOffset since, DateTimeOffset now) =>
    [
        .. clock.Marks.Take(clock.Passed),
        .. clock.Marks.Skip(clock.Passed).Select(m => m.At <= since || m.Rule is null ? m : m with { At = Later(m, since, now, CalendarOf(clock.Hours)).ToUniversalTime() }),
    ];

    private static DateTimeOffset Later(Mark mark, DateTimeOffset since, DateTimeOffset now, WorkCalendar calendar) =>
        IsWorking(mark.Rule!.Unit) ? calendar.AddWorkingTime(now, calendar.WorkingTimeBetween(since, mark.At)).At : now + (mark.At - since);

    private DateTimeOffset? MomentOf(MarkRule rule, Clock clock)
    {
        var calendar = CalendarOf(clock.Hours);
        var at = rule switch
        {
            { Percent: { } share } => Along(clock, TimeSpan.FromTicks(Sum(clock.Counted).Ticks / 10 * share / 100 * 10)),
            { Opening: true } => calendar.OpeningFrom(clock.DueAt, rule.Offset),
            { Offset: >= 0 } => IsWorking(rule.Unit) ? calendar.AddWorkingTime(clock.DueAt, TimeOf(rule, calendar)).At : clock.DueAt + TimeOf(rule, calendar),
            _ when IsWorking(rule.Unit) == IsWorking(clock.Limit.Unit) => Along(clock, Sum(clock.Counted) - TimeOf(rule, calendar)),
            _ when IsWorking(rule.Unit) => calendar.SubtractWorkingTime(clock.DueAt, TimeOf(rule, calendar)),
            _ => clock.DueAt - TimeOf(rule, calendar),
        };
        return at > clock.StartedAt ? at : null;
    }

    /// <summary>The moment when so much of the clock has been counted; at a close, the next opening. Null before its start.</summary>
    private static DateTimeOffset? Along(Clock clock, TimeSpan counted)
    {
        if (counted <= TimeSpan.Zero) return null;
        foreach (var part in clock.Counted)
        {
            if (counted < part.To - part.From) return part.From + counted;
            counted -= part.To - part.From;
        }

        return counted == TimeSpan.Zero ? clock.DueAt : clock.DueAt + counted;
    }

    private static TimeSpan TimeOf(MarkRule rule, WorkCalendar calendar) => Math.Abs(rule.Offset) * (rule.Unit switch
    {
        LimitUnit.Minutes => TimeSpan.FromMinutes(1),
        LimitUnit.WorkingHours => TimeSpan.FromHours(1),
        LimitUnit.WorkingDays => calendar.Hours.PerDay,
        _ => TimeSpan.FromDays(1),
    });
}
