using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.City.Versions;

/// <summary>The clocks of one ticket that a version moved, as they were and as they became, one beside the other.</summary>
internal sealed record ClockTrace(IReadOnlyList<Clock> Was, IReadOnlyList<Clock> Became);

/// <summary>What a roll-back does to the clocks a version had moved (时限恢复). Pure.</summary>
internal static class RestoreClocks
{
    /// <summary>
    /// A clock nobody has touched since is exactly the one it was; one that stood still or was lengthened meanwhile is counted anew by
    /// the rules that hold again. Null where none of them runs any more.
    /// </summary>
    internal static TicketEvent.Rescheduled? Decide(Ticket ticket, ClockTrace trace, CityRules rolled, CityRules again, string reason, DateTimeOffset now)
    {
        var back = trace.Was.Zip(trace.Became).Select(pair => (Now: ticket.ClockOf(pair.First.Name, pair.First.Task), Was: pair.First, Became: pair.Second))
            .Where(c => c.Now is not null && c.Now.StartedAt == c.Was.StartedAt)
            .Select(c => (From: c.Now!, To: IsUntouched(c.Now!, c.Became) ? Told(c.Was, c.Now!, now) : again.Reschedule(c.Now!, ticket, rolled, now)))
            .Where(c => !ReferenceEquals(c.From, c.To)).ToList();
        return back.Count == 0 ? null : new TicketEvent.Rescheduled(reason, [.. back.Select(c => c.From.DueAt)]) { Changed = [.. back.Select(c => c.To)] };
    }

    private static bool IsUntouched(Clock now, Clock became) => (now.DueAt, now.PausedAt, now.Left, now.Limit) == (became.DueAt, became.PausedAt, became.Left, became.Limit);

    /// <summary>What was said meanwhile is not said again; what was told too early is told when it is time.</summary>
    private static Clock Told(Clock was, Clock now, DateTimeOffset at)
    {
        var told = now.Marks.Take(now.Passed).ToList();
        var left = was.Marks.Skip(was.Passed).Where(m => !told.Exists(t => t.Card == m.Card && t.Supervise == m.Supervise));
        return was with { Marks = [.. told, .. left], Passed = told.Count, Overdue = now.Overdue && was.DueAt <= at };
    }
}
