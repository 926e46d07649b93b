using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Reading;
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
/// <param name="Satisfied">参评满意率: very, plainly or basically satisfied, of those who rated; no input is not rated.</param>
/// <param name="Solved">解决率: solved, of those who answered.</param>
public sealed record Score(DepartmentId? Department, string Name, long Accepted, long Open, long Overdue, Rate Completion, Rate OnTime, Rate Satisfied, Rate Solved);

/// <param name="Answered">直接答复办结</param>
/// <param name="TransferredToPolice">已转110</param>
public sealed record Scores(DateOnly From, DateOnly To, long Answered, long TransferredToPolice, Score City, IReadOnlyList<Score> Departments);

/// <summary>
/// The few figures of a period that pages show (统计), by the catalogue's own indicators over the tickets accepted from the first to
/// the last day; a ticket still within its limit is counted in no rate yet.
/// </summary>
public sealed class Scoreboard(ListDatabase lists, KpiFacts facts, CityRules rules, TimeProvider clock)
{
    /// <summary>Each part is read off an index alone: all that were accepted, and those that are open.</summary>
    private const string Counts =
        """
        select unit, coalesce(sum(accepted), 0)::bigint, coalesce(sum(open), 0)::bigint, coalesce(sum(late), 0)::bigint, coalesce(sum(answered), 0)::bigint, coalesce(sum(police), 0)::bigint from (
          select unit, count(*) as accepted, 0 as open, 0 as late, count(*) filter (where outcome = 'answered') as answered, count(*) filter (where outcome = 'transferred-to-110') as police
          from tickets.kpi_ticket where accepted_at >= $1 and accepted_at < $2 group by unit
          union all
          select k.unit, 0, count(*), count(*) filter (where t.next_due_at < $3), 0, 0
          from tickets.ticket t join tickets.kpi_ticket k on k.ticket_id = t.id where t.closed_at is null and k.accepted_at >= $1 and k.accepted_at < $2 group by k.unit) c
        group by grouping sets ((), (unit)) having grouping(unit) = 1 or unit is not null
        order by grouping(unit) desc, unit
        """;

    /// <summary>By the tickets accepted in the period: indicator and variant.</summary>
    internal static readonly (string Kpi, string Variant)[] Counted = [("completion", "due"), ("on-time", "whole"), ("satisfied-raters", "last"), ("solved", "last")];

    private readonly KpiDays _days = new(lists.Source, rules);

    /// <param name="from">The first day.</param>
    /// <param name="to">The last day, included.</param>
    public async Task<Scores> ReadAsync(DateOnly from, DateOnly to, CancellationToken ct)
    {
        await facts.CatchUpAsync(ct);
        var scope = new KpiScope(rules.StartOf(from), rules.StartOf(to.AddDays(1)), clock.Now(), ByAcceptance: true);
        var counted = await _days.SumsAsync([.. Counted.Select(c => new KpiAsk(Kpis.Find(c.Kpi)!.Variant(c.Variant)!, scope, [KpiDimension.Unit]))], ct);
        var rates = counted.Select(c => Rates(c.Sums)).ToArray();
        var (answered, police) = (0L, 0L);
        var rows = await lists.Source.ReadAsync(
            Counts, [scope.From, scope.To, scope.Now],
            row =>
            {
                if (row.IsDBNull(0)) (answered, police) = (row.GetInt64(4), row.GetInt64(5));
                return Line(row, rates);
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

    private static Dictionary<string, Rate> Rates(IReadOnlyList<KpiSums> sums) =>
        sums.Where(s => s.By is null || s.Key is not null).ToDictionary(s => s.Key ?? "", s => new Rate((long)s.Score, s.Cases.Counted), StringComparer.Ordinal);

    private Score Line(NpgsqlDataReader row, Dictionary<string, Rate>[] rates)
    {
        var department = row.Department(0);
        var own = rates.Select(r => r.GetValueOrDefault(department?.Code ?? "", new(0, 0))).ToArray();
        return new(department, rules.NameOf(department) ?? rules.Profile.Name, row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), own[0], own[1], own[2], own[3]);
    }
}
