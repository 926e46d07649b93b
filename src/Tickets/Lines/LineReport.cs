using Hotline.Tickets.City;
using Hotline.Tickets.Statistics;
using Npgsql;

namespace Hotline.Tickets.Lines;

/// <summary>Calls to one number in a period, as the host's telephony counts them.</summary>
/// <param name="Talked">Calls that an agent answered.</param>
public sealed record NumberCalls(string Number, long Calls, long Talked);

/// <summary>One line's part in a period (分热线统计).</summary>
/// <param name="Calls">Calls to its number, whichever line answered them.</param>
/// <param name="Tickets">Tickets that came by it.</param>
/// <param name="Overdue">Of them, those with a handling clock that ended late or is late.</param>
public sealed record LineScore(
    string Code, string Number, string Name, LineMode Mode, DateOnly From, DateOnly? To, SwitchOff? SwitchOff, long Calls, long Talked, long Tickets, long Open, long Overdue);

/// <summary>The report per line; tickets and calls without a line of the book are told apart.</summary>
/// <param name="OtherTickets">Tickets that came by no line, such as those of the web.</param>
/// <param name="OtherCalls">Calls to numbers that are in no line.</param>
public sealed record LineScores(DateOnly From, DateOnly To, IReadOnlyList<LineScore> Lines, long OtherTickets, long OtherCalls);

/// <summary>分热线统计: calls and tickets per line. Calls come from outside: this module knows no telephony.</summary>
public sealed class LineReport(NpgsqlDataSource db, KpiFacts facts, LineBooks books, CityRules rules, TimeProvider clock)
{
    /// <param name="to">The last day, included.</param>
    public async Task<LineScores> ReadAsync(DateOnly from, DateOnly to, Func<DateTimeOffset, DateTimeOffset, Task<IReadOnlyList<NumberCalls>>> callsBetween, CancellationToken ct)
    {
        var (start, end) = (rules.StartOf(from), rules.StartOf(to.AddDays(1)));
        var calls = await callsBetween(start, end);
        var tickets = await TicketsAsync(start, end, ct);
        var lines = books.Now.Lines.Where(l => l.From <= to && (l.To is not { } gone || gone > from)).ToList();
        var scores = lines.Select(l => Score(l, l == lines.Last(o => o.Number == l.Number), calls, tickets)).ToList();
        return new(
            from, to, scores, tickets.Sum(t => t.All) - scores.Sum(s => s.Tickets), calls.Sum(c => c.Calls) - scores.Sum(s => s.Calls));
    }

    // where a number changed its meaning within the period its calls stand in the last row of the number
    private static LineScore Score(HotLine line, bool last, IReadOnlyList<NumberCalls> calls, List<Count> tickets)
    {
        var mine = last ? calls.Where(c => c.Number == line.Number).ToList() : [];
        var count = tickets.Find(t => t.Line == line.Code) ?? new(line.Code, 0, 0, 0);
        return new(
            line.Code, line.Number, line.Name, line.Mode, line.From, line.To, line.SwitchOff, mine.Sum(c => c.Calls), mine.Sum(c => c.Talked), count.All, count.Open, count.Overdue);
    }

    /// <summary>From the facts of the indicators, which are narrow rows in order of time; a handling clock is late in its fact as it is in itself.</summary>
    private async Task<List<Count>> TicketsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        await facts.CatchUpAsync(ct);
        return await db.ReadAsync(
            """
            select coalesce(line, ''), count(*), count(*) filter (where outcome is null), count(*) filter (where late_rounds > 0 or coalesce(handling_ended_at, $3) > handling_due_at)
            from tickets.kpi_ticket where accepted_at >= $1 and accepted_at < $2 group by 1
            """,
            [from, to, clock.Now()], row => new Count(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)), ct);
    }

    private sealed record Count(string Line, long All, long Open, long Overdue);
}
