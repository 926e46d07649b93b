using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.City;

/// <summary>时限重算: running clocks under changed rules or a changed calendar.</summary>
public sealed partial class CityRules
{
    /// <summary>
    /// The clock under these rules. What it has used up stays used up: its time, or its days where days are counted; where the
    /// measure itself is another, the time in which it ran is counted in the new one. What is over, and what was promised for a date,
    /// is left alone. The same instance comes back where nothing moves.
    /// </summary>
    /// <param name="before">The rules it has run by.</param>
    public Clock Reschedule(Clock clock, Ticket ticket, CityRules before, DateTimeOffset now)
    {
        if (clock is { PausedAt: null } && clock.DueAt <= now) return clock;
        if (clock.Given && !IsWorking(clock.Limit.Unit)) return clock;

        var next = Ruled(clock, ticket);
        var stood = before.Pause(clock, now);
        var used = IsWorking(next.Limit.Unit) == IsWorking(clock.Limit.Unit) ? stood.Counted : Recounted(clock, next, now);
        var left = next.Limit == clock.Limit && CountOf(next) == CountOf(clock)
            ? Scaled(clock, next, before, stood.Left!.Value)
            : Later(AmountOf(next.Limit, next.Hours, clock.StartedAt, CountOf(next)) - Scaled(clock, next, before, Sum(used)), TimeSpan.Zero);
        if (clock.PausedAt is not null) return Same(clock, next with { Left = left, Counted = used, Marks = Renewed(next, WantedOf(next, ticket), now) });

        var due = Run(next, used.Count == 0 ? Later(now, FirstMoment(next)) : now, left);
        var moved = next with { DueAt = due.At.ToUniversalTime(), Counted = Joined(used, due.Intervals), UnknownYear = due.UnknownYear };
        return Same(clock, moved with { Marks = Renewed(moved, WantedOf(moved, ticket), now) });
    }

    /// <summary>The clock itself where the other is no different.</summary>
    internal static Clock Same(Clock clock, Clock moved) =>
        (moved.DueAt, moved.Left, moved.Limit, moved.Hours, moved.CountedFrom, moved.Basis) == (clock.DueAt, clock.Left, clock.Limit, clock.Hours, clock.CountedFrom, clock.Basis)
        && moved.Counted.SequenceEqual(clock.Counted) && moved.Marks.SequenceEqual(clock.Marks) ? clock : moved;

    /// <summary>With the limit of these rules, and the extensions it was granted. What was granted in one unit cannot be added in another: such a clock keeps its limit.</summary>
    private Clock Ruled(Clock clock, Ticket ticket)
    {
        if (clock.Given) return clock;
        var (row, basis) = RuleOf(clock, ticket);
        var granted = clock.Extended ?? [];
        return granted.Any(more => more.Unit != row.Unit) ? clock : clock with
        {
            Limit = new Limit(row.Value + granted.Sum(more => more.Value), row.Unit), CountedFrom = row.CountedFrom, Hours = HoursOf(row), Basis = basis,
        };
    }

    private IEnumerable<Mark> WantedOf(Clock clock, Ticket ticket) =>
        MarksOf(clock.Name, clock.Given ? null : RuleOf(clock, ticket).Row);

    private (ClockLimit Row, string? Basis) RuleOf(Clock clock, Ticket ticket) => RuleOf(
        clock.Name, ticket.Facts, IsRedo(ticket.State), clock.Task is { } no ? ticket.Tasks.FirstOrDefault(t => t.No == no)?.Unit : ticket.State.Responsible);

    /// <summary>The stretches in which it ran, counted in the new measure.</summary>
    private List<CountedInterval> Recounted(Clock clock, Clock next, DateTimeOffset now)
    {
        var (from, ran) = (Later(FirstMoment(next), clock.StartedAt), new List<CountedInterval>());
        foreach (var pause in (clock.Pauses ?? []).Append(new(China(clock.PausedAt ?? now), China(now))))
        {
            if (pause.From > from) ran.AddRange(IsWorking(next.Limit.Unit) ? CalendarOf(next.Hours).Between(from, pause.From) : [new(China(from), pause.From)]);
            from = Later(from, pause.To);
        }

        return ran;
    }

    /// <summary>A day that was used up is a day, though days have become longer or shorter.</summary>
    private TimeSpan Scaled(Clock clock, Clock next, CityRules before, TimeSpan used)
    {
        var (old, present) = (before.CalendarOf(clock.Hours).Hours.PerDay, CalendarOf(next.Hours).Hours.PerDay);
        return old == present || (clock.Limit.Unit, next.Limit.Unit) is not (LimitUnit.WorkingDays, LimitUnit.WorkingDays) ? used : TimeSpan.FromTicks((long)((Int128)used.Ticks * present.Ticks / old.Ticks));
    }

    private static bool IsRedo(TicketState state) => state switch
    {
        TicketState.InHandling s => s.Redo,
        TicketState.ExtensionRequested s => s.Before.Redo,
        TicketState.SuspensionRequested s => s.Before.Redo,
        TicketState.Suspended s => s.Before.Redo,
        _ => false,
    };

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
