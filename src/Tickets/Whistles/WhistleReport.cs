using System.Globalization;
using Hotline.Tickets.City;
using Npgsql;

namespace Hotline.Tickets.Whistles;

/// <summary>Calls and what became of them. Every rate has its two numbers beside it.</summary>
/// <param name="Ended">Calls that were answered, waived or cancelled.</param>
/// <param name="OnTime">Arrivals within their limit; of <paramref name="Due"/>.</param>
/// <param name="Due">Calls whose arrival limit is over or that have arrived.</param>
/// <param name="ResponseGrade">Mean of the towns' grades (1–5) of <paramref name="ResponsesRated"/>; null where none was given.</param>
/// <param name="CallGrade">Mean of the units' grades of <paramref name="CallsRated"/>.</param>
public sealed record WhistleScore(string Code, string Name, int Tickets, int Calls, int Ended, int Arrived, int OnTime, int Due, int ResponsesRated, double? ResponseGrade, int CallsRated, double? CallGrade);

/// <summary>How often a town whistles beside its requests: neither never nor always.</summary>
/// <param name="PerThousand">Whistle tickets on a thousand requests of its area; null where it has no requests.</param>
/// <param name="Standing">low, usual or high: half, about or twice the median of the towns that whistle.</param>
public sealed record WhistleRate(string Town, string Name, int Tickets, long Requests, double? PerThousand, string Standing);

/// <summary>One month of one town, for the trend (趋势).</summary>
public sealed record WhistleMonth(string Month, string Town, int Tickets, int Calls, double? ResponseGrade, double? CallGrade);

public sealed record WhistleScores(
    DateOnly From, DateOnly To, IReadOnlyList<WhistleScore> Towns, IReadOnlyList<WhistleScore> Units, IReadOnlyList<WhistleRate> Rates, IReadOnlyList<WhistleMonth> Months);

/// <summary>吹哨统计: both sides' ratings, arrivals, and how often each town calls.</summary>
internal sealed class WhistleReport(NpgsqlDataSource db, CityRules rules, TimeProvider clock)
{
    internal (DateOnly From, DateOnly To) Period(string? from, string? to, FieldErrors errors)
    {
        var last = Day(to, rules.DayOf(clock.Now()), "to", errors);
        var first = Day(from, last.AddDays(-29), "from", errors);
        errors.Check("to", first <= last, "止日不早于起日");
        return (first, last);
    }

    internal async Task<WhistleScores> ReadAsync(DateOnly from, DateOnly to, CancellationToken ct)
    {
        var (start, end) = (rules.StartOf(from), rules.StartOf(to.AddDays(1)));
        var calls = await CallsAsync(start, end, ct);
        return new(
            from, to, [.. calls.GroupBy(c => c.Town).OrderBy(g => g.Key, StringComparer.Ordinal).Select(Score)], [.. calls.GroupBy(c => c.Unit).OrderBy(g => g.Key, StringComparer.Ordinal).Select(Score)],
            Rates(calls, await RequestsAsync(start, end, ct)),
            [.. calls.GroupBy(c => (c.Month, c.Town)).OrderBy(g => g.Key).Select(g => new WhistleMonth(g.Key.Month, g.Key.Town, Tickets(g), g.Count(), Mean(g, c => c.ResponseGrade), Mean(g, c => c.CallGrade)))]);
    }

    private WhistleScore Score(IGrouping<string, Call> calls) => new(
        calls.Key, rules.NameOf(new DepartmentId(calls.Key))!, Tickets(calls), calls.Count(), calls.Count(c => c.Ended), calls.Count(c => c.ArrivedAt is not null),
        calls.Count(c => c.ArrivedAt is { } at && at <= c.DueAt), calls.Count(c => c.ArrivedAt is not null || c.DueAt < clock.Now()),
        calls.Count(c => c.ResponseGrade is not null), Mean(calls, c => c.ResponseGrade), calls.Count(c => c.CallGrade is not null), Mean(calls, c => c.CallGrade));

    private IReadOnlyList<WhistleRate> Rates(List<Call> calls, Dictionary<string, long> requests)
    {
        var towns = rules.Profile.Departments.Where(d => d.Level == UnitLevel.Town).Select(d => (d.Code.Code, d.Name)).ToList();
        var rates = towns.ToDictionary(t => t.Code, t => requests.GetValueOrDefault(t.Code) is > 0 and var all ? 1000.0 * Tickets(calls.Where(c => c.Town == t.Code)) / all : (double?)null);
        var whistling = rates.Values.OfType<double>().Where(r => r > 0).Order().ToList();
        var median = whistling.Count == 0 ? 0 : (whistling[(whistling.Count - 1) / 2] + whistling[whistling.Count / 2]) / 2;
        return [.. towns.Select(t => new WhistleRate(t.Code, t.Name, Tickets(calls.Where(c => c.Town == t.Code)), requests.GetValueOrDefault(t.Code), rates[t.Code], Standing(rates[t.Code], median)))];
    }

    private static string Standing(double? rate, double median) => rate switch
    {
        null => "usual",
        var r when r < median / 2 => "low",
        var r when median > 0 && r > median * 2 => "high",
        _ => "usual",
    };

    private Task<List<Call>> CallsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct) => db.ReadAsync(
        """
        select t.id, t.town, x.unit, x."assignedAt", x."arrivedAt", x.outcome, (x."responseRating" ->> 'grade')::int, (x."callRating" ->> 'grade')::int, c.due_at,
          to_char(x."assignedAt" at time zone $3, 'YYYY-MM')
        from tickets.ticket t
        cross join lateral jsonb_to_recordset(t.body -> 'tasks') as x(
          no int, kind text, unit text, "assignedAt" timestamptz, "arrivedAt" timestamptz, outcome text, "responseRating" jsonb, "callRating" jsonb)
        left join lateral (select due_at from tickets.clock c where c.ticket_id = t.id and c.name = 'arrival' and c.task = x.no order by version desc limit 1) c on true
        where t.kind = 'whistle' and x.kind = 'whistle' and x."assignedAt" >= $1 and x."assignedAt" < $2
        """,
        [from, to, rules.Profile.TimeZone],
        row => new Call(
            row.GetGuid(0), row.Maybe<string>(1) ?? "", row.GetString(2), row.MaybeValue<DateTimeOffset>(4), row.Maybe<string>(5) is not (null or "open"), row.MaybeValue<int>(6), row.MaybeValue<int>(7),
            row.MaybeValue<DateTimeOffset>(8) ?? DateTimeOffset.MaxValue, row.GetString(9)), ct);

    private async Task<Dictionary<string, long>> RequestsAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct) => (await db.ReadAsync(
        "select town, count(*) from tickets.ticket where kind = 'request' and town is not null and accepted_at >= $1 and accepted_at < $2 group by town",
        [from, to], row => (row.GetString(0), row.GetInt64(1)), ct)).ToDictionary(r => r.Item1, r => r.Item2);

    private static int Tickets(IEnumerable<Call> calls) => calls.Select(c => c.Ticket).Distinct().Count();

    private static double? Mean(IEnumerable<Call> calls, Func<Call, int?> grade) => calls.Average(c => (double?)grade(c));

    private static DateOnly Day(string? text, DateOnly otherwise, string field, FieldErrors errors)
    {
        if (text is null) return otherwise;
        errors.Check(field, DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day), "日期应为 yyyy-MM-dd");
        return day;
    }

    private sealed record Call(
        Guid Ticket, string Town, string Unit, DateTimeOffset? ArrivedAt, bool Ended, int? ResponseGrade, int? CallGrade, DateTimeOffset DueAt, string Month);
}
