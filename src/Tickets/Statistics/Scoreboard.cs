using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Statistics;

/// <summary>A rate that shows what it was made of.</summary>
public sealed record Rate(long Numerator, long Denominator)
{
    /// <summary>0 to 1; null where nothing is counted.</summary>
    public double? Value => Denominator == 0 ? null : (double)Numerator / Denominator;
}

/// <param name="Department">Null for the whole city.</param>
/// <param name="Open">Tickets not finished now.</param>
/// <param name="Overdue">Of them, with a clock past its due time.</param>
/// <param name="Completion">办结率: closed of those due.</param>
/// <param name="OnTime">按时办结率: replied within every handling limit, of those due; overdue open ones stay in the denominator.</param>
/// <param name="Satisfied">满意率: very, plainly or basically satisfied, of those who rated; no input is not rated.</param>
/// <param name="Solved">解决率: solved, of those who answered.</param>
public sealed record Score(DepartmentId? Department, string Name, long Accepted, long Open, long Overdue, Rate Completion, Rate OnTime, Rate Satisfied, Rate Solved);

/// <param name="Answered">直接答复办结</param>
/// <param name="TransferredToPolice">已转110</param>
public sealed record Scores(DateOnly From, DateOnly To, long Answered, long TransferredToPolice, Score City, IReadOnlyList<Score> Departments);

/// <summary>
/// The figures of a period (统计). Tickets accepted from the first to the last day count; due are those whose handling limit has
/// passed or whose handling has ended, so that a ticket still within its limit is counted nowhere yet.
/// </summary>
public sealed class Scoreboard(NpgsqlDataSource db, CityRules rules, TimeProvider clock)
{
    private const string Query =
        """
        with t as (
          select id, state, coalesce(department, (select c.department from tickets.clock c where c.ticket_id = ticket.id and c.name = 'handling' order by c.version desc limit 1)) as department,
            closed_at, next_due_at
          from tickets.ticket where accepted_at >= $1 and accepted_at < $2
        ), h as (
          select c.ticket_id, bool_or(c.stopped_at is not null or c.due_at < $3) as due, bool_and(coalesce(c.stopped_at, $3) <= c.due_at) as on_time
          from tickets.clock c join t on t.id = c.ticket_id and t.department = c.department
          where c.name = 'handling' and t.state not in ('transferred-to-110', 'answered') group by c.ticket_id
        ), r as (
          select distinct on (g.ticket_id) g.ticket_id, g.solved, g.satisfaction from tickets.rating g join t on t.id = g.ticket_id order by g.ticket_id, g.version desc
        )
        select t.department, count(*),
          count(*) filter (where t.closed_at is null), count(*) filter (where t.closed_at is null and t.next_due_at < $3),
          count(*) filter (where h.due and t.state = 'closed'), count(*) filter (where h.due and h.on_time), count(*) filter (where h.due),
          count(*) filter (where r.satisfaction in ('very-satisfied', 'satisfied', 'basically-satisfied')), count(*) filter (where r.satisfaction <> 'not-rated'),
          count(*) filter (where r.solved), count(*) filter (where r.solved is not null),
          count(*) filter (where t.state = 'answered'), count(*) filter (where t.state = 'transferred-to-110')
        from t left join h on h.ticket_id = t.id left join r on r.ticket_id = t.id
        group by grouping sets ((), (t.department)) having grouping(t.department) = 1 or t.department is not null
        order by grouping(t.department) desc, t.department
        """;

    /// <param name="from">The first day.</param>
    /// <param name="to">The last day, included.</param>
    public async Task<Scores> ReadAsync(DateOnly from, DateOnly to, CancellationToken ct)
    {
        var (answered, police) = (0L, 0L);
        var rows = await db.ReadAsync(
            Query, [rules.StartOf(from), rules.StartOf(to.AddDays(1)), clock.Now()],
            row =>
            {
                if (row.IsDBNull(0)) (answered, police) = (row.GetInt64(11), row.GetInt64(12));
                return Line(row);
            },
            ct);
        return new(from, to, answered, police, rows[0], rows[1..]);
    }

    /// <summary>The last thirty days, today included.</summary>
    public Task<Scores> ReadAsync(CancellationToken ct)
    {
        var today = rules.DayOf(clock.GetUtcNow());
        return ReadAsync(today.AddDays(-29), today, ct);
    }

    private Score Line(NpgsqlDataReader row) => new(
        row.Department(0), rules.NameOf(row.Department(0)) ?? rules.Profile.Name, row.GetInt64(1), row.GetInt64(2), row.GetInt64(3),
        new(row.GetInt64(4), row.GetInt64(6)), new(row.GetInt64(5), row.GetInt64(6)), new(row.GetInt64(7), row.GetInt64(8)), new(row.GetInt64(9), row.GetInt64(10)));
}
