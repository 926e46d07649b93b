using Npgsql;

namespace Hotline.Bench;

/// <summary>What the log says of the clocks that were due: each once, and how late its commit was.</summary>
internal static class Verdict
{
    private const double Limit = 2;

    internal static async Task<bool> PrintAsync(NpgsqlDataSource db, int due, TimeSpan shift, CancellationToken ct)
    {
        var late = await db.ReadAsync(
            """
            select extract(epoch from pg_xact_commit_timestamp(e.xid::xid) + $2 - (e.body->>'due')::timestamptz)::float8
            from tickets.event e where e.kind = 'clock-overdue' and e.body->>'clock' = 'first-contact' and (e.body->>'due')::timestamptz >= $1
            """,
            [OpenClocks.Start, shift], row => row.GetDouble(0), ct);
        var twice = await CountAsync("select count(*) from (select from tickets.event where kind = 'clock-overdue' group by ticket_id, body->>'clock' having count(*) > 1) t");
        var open = await CountAsync($"select count(*) from tickets.clock where fire_at < '{OpenClocks.Start.AddMinutes(5):O}'");
        var broken = await CountAsync(
            """
            select count(*) from tickets.ticket t join tickets.event e on e.ticket_id = t.id and e.version = t.version join tickets.event b on b.ticket_id = t.id and b.version = t.version - 1
            where e.hash <> tickets.chain(b.hash, e.ticket_id, e.version, e.kind, e.body, e.actor, e.rules, e.at) or e.xid <= b.xid and e.kind = 'clock-overdue'
            """);
        Table.Print(
            ["due", "fired", "twice", "left", "broken", "late p50 s", "p99 s", "worst s", "limit p99 s"],
            [$"{due:N0}", $"{late.Count:N0}", $"{twice}", $"{open}", $"{broken}", $"{late.Percentile(0.5):F3}", $"{late.Percentile(0.99):F3}", $"{late.Max():F3}", $"{Limit:F1}"]);
        if (late.Max() > Limit)
        {
            var when = await db.ReadAsync(
                """
                select floor(extract(epoch from (e.body->>'due')::timestamptz - $1))::int, count(*), max(extract(epoch from pg_xact_commit_timestamp(e.xid::xid) + $2 - (e.body->>'due')::timestamptz))::float8
                from tickets.event e where e.kind = 'clock-overdue' and (e.body->>'due')::timestamptz >= $1 and pg_xact_commit_timestamp(e.xid::xid) + $2 > (e.body->>'due')::timestamptz + interval '1 s'
                group by 1 order by 1
                """,
                [OpenClocks.Start, shift], row => (Second: row.GetInt32(0), Count: row.GetInt64(1), Worst: row.GetDouble(2)), ct);
            foreach (var (second, count, worst) in when) Console.WriteLine($"second {second}: {count} later than 1 s, worst {worst:F3} s");
        }

        return late.Count == due && twice + open + broken == 0 && late.Percentile(0.99) <= Limit;

        async Task<long> CountAsync(string sql) => (await db.ReadAsync(sql, [], row => row.GetInt64(0), ct))[0];
    }
}
