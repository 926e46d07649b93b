using System.Globalization;
using Hotline.Tickets.City;
using Npgsql;

namespace Hotline.Tickets.Whistles;

/// <summary>One month of the trend (趋势). Each mean and share has its number of cases beside it.</summary>
/// <param name="Month">Such as 2026-11.</param>
/// <param name="OnTime">Of those that arrived.</param>
/// <param name="ResponseGrade">Mean of the towns' grades (1–5); null where none was given.</param>
/// <param name="CallGrade">Mean of the units' grades.</param>
/// <param name="Requests">Accepted in the month, in the town asked for or in all.</param>
/// <param name="PerThousand">吹哨率: whistle tickets on a thousand requests; null where there were none, or a unit was asked for.</param>
public sealed record TrendMonth(
    string Month, int Tickets, int Calls, int Arrived, int OnTime, int ResponsesRated, double? ResponseGrade, int CallsRated, double? CallGrade, long Requests, double? PerThousand);

/// <summary>趋势 of a town, of a unit that is called, or of the whole city: every month of the time asked for, those without a call too.</summary>
internal sealed class WhistleTrend(NpgsqlDataSource db, CityRules rules)
{
    /// <param name="last">Its whole month is included.</param>
    internal async Task<IReadOnlyList<TrendMonth>> ReadAsync(DateOnly first, DateOnly last, string? town, string? unit, CancellationToken ct) => await db.ReadAsync(
        """
        with month as (select m::date as day, to_char(m, 'YYYY-MM') as name from generate_series($1::date, $2::date, interval '1 month') m),
        call as (
          select t.id, to_char(x."assignedAt" at time zone $3, 'YYYY-MM') as month, x."arrivedAt", (x."responseRating" ->> 'grade')::int as response, (x."callRating" ->> 'grade')::int as call,
            x."arrivedAt" <= (select due_at from tickets.clock c where c.ticket_id = t.id and c.name = 'arrival' and c.task = x.no order by version desc limit 1) as on_time
          from tickets.ticket t
          cross join lateral jsonb_to_recordset(t.body -> 'tasks') as x(no int, kind text, unit text, "assignedAt" timestamptz, "arrivedAt" timestamptz, "responseRating" jsonb, "callRating" jsonb)
          where t.kind = 'whistle' and x.kind = 'whistle' and ($4::text is null or t.town = $4) and ($5::text is null or x.unit = $5)),
        request as (
          select to_char(accepted_at at time zone $3, 'YYYY-MM') as month, count(*) as n from tickets.ticket
          where kind = 'request' and ($4::text is null or town = $4) and accepted_at >= $6 and accepted_at < $7 group by 1)
        select m.name, count(distinct c.id)::int, count(c.id)::int, count(c."arrivedAt")::int, (count(*) filter (where c.on_time))::int, count(c.response)::int, avg(c.response)::float8, count(c.call)::int,
          avg(c.call)::float8, coalesce(max(r.n), 0), case when $5::text is null and max(r.n) > 0 then 1000.0::float8 * count(distinct c.id) / max(r.n) end
        from month m left join call c on c.month = m.name left join request r on r.month = m.name group by m.name order by m.name
        """,
        [Start(first), Start(last), rules.Profile.TimeZone, town, unit, rules.StartOf(Start(first)), rules.StartOf(Start(last).AddMonths(1))],
        row => new TrendMonth(
            row.GetString(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), row.GetInt32(5), row.MaybeValue<double>(6), row.GetInt32(7), row.MaybeValue<double>(8), row.GetInt64(9), row.MaybeValue<double>(10)), ct);

    private static DateOnly Start(DateOnly day) => new(day.Year, day.Month, 1);

    /// <summary>A month such as 2026-11.</summary>
    internal static DateOnly? Parse(string? text, DateOnly otherwise) => string.IsNullOrEmpty(text)
        ? otherwise
        : DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first) && first.Year is >= 2000 and < 2200 ? first : null;
}
