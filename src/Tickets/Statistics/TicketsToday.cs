using Hotline.Tickets.City;
using Npgsql;

namespace Hotline.Tickets.Statistics;

/// <summary>What citizens report much today (热点).</summary>
/// <param name="Category">The category's name.</param>
/// <param name="Usual">As many on an average day of the seven before.</param>
public sealed record HotIssue(string Category, long Today, double Usual);

/// <summary>The hotline's tickets at this moment (今日工单). Nothing of any person.</summary>
/// <param name="Accepted">Requests since midnight of the city.</param>
/// <param name="Overdue">With a clock past its due time, whenever accepted.</param>
/// <param name="DueInAnHour">With a clock that ends within the hour.</param>
public sealed record DayCounts(long Accepted, long Overdue, long DueInAnHour, IReadOnlyList<HotIssue> Hot);

/// <summary>Counts for the wallboard, straight from the tickets: what was accepted a second ago is in them.</summary>
public sealed class TicketsToday(NpgsqlDataSource db, CityRules rules, TimeProvider clock)
{
    private const int Hottest = 5;

    public async Task<DayCounts> ReadAsync(CancellationToken ct)
    {
        var now = clock.Now();
        var midnight = rules.StartOf(rules.DayOf(now));
        var counts = (await db.ReadAsync(
            """
            select (select count(*) from tickets.ticket where accepted_at >= $1 and kind = 'request'),
              (select count(*) from tickets.ticket where next_due_at < $2 and merged_into is null),
              (select count(*) from tickets.ticket where next_due_at >= $2 and next_due_at < $2 + interval '1 hour' and merged_into is null)
            """,
            [midnight, now], row => (Accepted: row.GetInt64(0), Overdue: row.GetInt64(1), Due: row.GetInt64(2)), ct))[0];
        return new(counts.Accepted, counts.Overdue, counts.Due, await HotAsync(midnight, ct));
    }

    private async Task<IReadOnlyList<HotIssue>> HotAsync(DateTimeOffset midnight, CancellationToken ct) => await db.ReadAsync(
        """
        select category, count(*) filter (where accepted_at >= $1), count(*) filter (where accepted_at < $1) / 7.0 from tickets.ticket
        where accepted_at >= $1 - interval '7 days' and kind = 'request' and category is not null and not confidential
        group by category having count(*) filter (where accepted_at >= $1) > 0 order by 2 desc, 3, category limit $2
        """,
        [midnight, Hottest],
        row => new HotIssue(rules.Categories.GetValueOrDefault(row.GetString(0))?.Name ?? row.GetString(0), row.GetInt64(1), (double)row.GetDecimal(2)), ct);
}
