using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Hotline.Bench;

/// <summary>A copy to make: of which ticket, how much earlier everything happened to it, and what it says instead; null is as in the original.</summary>
/// <param name="Unit">Instead of the unit that had it.</param>
internal readonly record struct Copy(Guid Of, TimeSpan Earlier = default, string? Title = null, string? Place = null, string? District = null, string? Category = null, string? Unit = null);

/// <summary>
/// Grows the store quickly: whole lives that the engine wrote are copied under new ids and numbers, with every row that hangs on
/// a ticket, and their chains of hashes are made anew. What comes out is what the engine would have written; where a copy differs
/// from its original, the columns that lists and figures ask differ, not the texts of its events.
/// </summary>
internal sealed class Fill(NpgsqlDataSource db)
{
    private const int AtATime = 50_000;
    private static readonly DateOnly First = new(2019, 1, 1);

    /// <summary>Columns that say instead what the copy says.</summary>
    private static readonly (string Column, string Value)[] Told =
    [
        ("title", "coalesce(c.title, t.title)"), ("place", "coalesce(c.place, t.place)"), ("district", "coalesce(c.district, t.district)"), ("category", "coalesce(c.category, t.category)"),
        .. new[] { "department", "unit", "first_unit" }.Select(u => (u, $"case when t.{u} is null then null else coalesce(c.unit, t.{u}) end")),
    ];

    /// <param name="lives">The tickets to copy, in turn.</param>
    internal Task ToAsync(long wanted, IReadOnlyList<Guid> lives, CancellationToken ct) => ToAsync(wanted, i => new(lives[(int)(i % lives.Count)]), ct);

    /// <param name="copy">What the ticket at that place is a copy of.</param>
    internal async Task ToAsync(long wanted, Func<long, Copy> copy, CancellationToken ct)
    {
        var there = (await db.ReadAsync("select count(*) from tickets.ticket", [], row => row.GetInt64(0), ct))[0];
        await using var connection = await db.OpenConnectionAsync(ct);
        await RunAsync(connection, "set session_replication_role = replica; set synchronous_commit = off; create temp table copy (old uuid, new uuid, number text, earlier interval, title text, place text, district text, category text, unit text)", ct); // foreign keys hold by the way it is made
        var tables = await TablesAsync(ct);
        for (; there < wanted; there += Math.Min(AtATime, wanted - there))
        {
            await NumbersAsync(connection, there, (int)Math.Min(AtATime, wanted - there), copy, ct);
            await CopyAsync(connection, tables, ct);
        }

        await RunAsync(connection, "update tickets.checkpoint set xid = pg_current_xact_id(), seq = (select max(seq) from tickets.event); select tickets.touch_every_kpi_day(); drop table copy", ct); // subscribers have had them
        await RunAsync(connection, "reset synchronous_commit; reset session_replication_role", ct);
        await RunAsync(connection, "vacuum (analyze) tickets.ticket, tickets.event, tickets.clock, tickets.holder, tickets.rating, tickets.requester, tickets.kpi_ticket, tickets.kpi_turn, tickets.kpi_round, tickets.kpi_ask, tickets.kpi_mark; checkpoint", ct);
    }

    private static async Task NumbersAsync(NpgsqlConnection connection, long from, int count, Func<long, Copy> copy, CancellationToken ct)
    {
        await RunAsync(connection, "truncate copy", ct);
        await using var rows = await connection.BeginBinaryImportAsync("copy copy from stdin (format binary)", ct);
        for (var i = from; i < from + count; i++)
        {
            var number = Tickets.TicketNumber.Create(First.AddDays((int)(i / 2000)), (int)(i % 2000) + 1);
            await rows.StartRowAsync(ct);
            var made = copy(i);
            await rows.WriteAsync(made.Of, ct);
            await rows.WriteAsync(Guid.ParseExact(string.Create(CultureInfo.InvariantCulture, $"0189{i:x8}70008000{i:x12}"), "N"), ct);
            await rows.WriteAsync(number.Digits, ct);
            await rows.WriteAsync(made.Earlier, NpgsqlDbType.Interval, ct);
            foreach (var text in (string?[])[made.Title, made.Place, made.District, made.Category, made.Unit])
            {
                if (text is null) await rows.WriteNullAsync(ct);
                else await rows.WriteAsync(text, ct);
            }
        }

        await rows.CompleteAsync(ct);
    }

    private static async Task CopyAsync(NpgsqlConnection connection, IReadOnlyList<(string Name, IReadOnlyList<(string Name, bool IsTime)> Columns)> tables, CancellationToken ct)
    {
        await RunAsync(connection, "analyze copy", ct);
        foreach (var (name, columns) in tables.Where(t => t.Name != "event").OrderBy(t => t.Name == "ticket" ? 0 : 1))
        {
            var id = name == "ticket" ? "id" : "ticket_id";
            var values = columns.Select(c => c.Name == id ? "c.new" : c.IsTime ? $"t.{c.Name} - c.earlier" : (name, c.Name) switch
            {
                ("ticket", "number") => "c.number",
                ("ticket", "body") => "jsonb_set(t.body, '{number}', to_jsonb(c.number))",
                ("requester", "phone_mac") => "sha256(uuid_send(c.new))",
                _ => Told.FirstOrDefault(told => told.Column == c.Name).Value ?? "t." + c.Name,
            });
            await RunAsync(connection, $"insert into tickets.{name} ({string.Join(", ", columns.Select(c => c.Name))}) select {string.Join(", ", values)} from copy c join tickets.{name} t on t.{id} = c.old", ct);
        }

        for (var version = 1; ; version++)
        {
            var made = await RunAsync(
                connection,
                $"""
                insert into tickets.event (ticket_id, version, kind, body, actor, rules, at, hash)
                select c.new, t.version, t.kind, b.body, t.actor, t.rules, a.at, tickets.chain(p.hash, c.new, t.version, t.kind, b.body, t.actor, t.rules, a.at)
                from copy c join tickets.event t on t.ticket_id = c.old and t.version = {version}
                cross join lateral (select case when t.version = 1 then jsonb_set(t.body, '{"{number}"}', to_jsonb(c.number)) else t.body end as body) b
                cross join lateral (select t.at - c.earlier as at) a
                left join tickets.event p on p.ticket_id = c.new and p.version = {version} - 1
                """,
                ct);
            if (made == 0) return;
        }
    }

    /// <summary>The tables whose rows hang on a ticket and are told apart by it.</summary>
    private async Task<IReadOnlyList<(string Name, IReadOnlyList<(string Name, bool IsTime)> Columns)>> TablesAsync(CancellationToken ct)
    {
        var columns = await db.ReadAsync(
            """
            select c.relname, a.attname, a.atttypid = 'timestamptz'::regtype from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
            join pg_attribute k on k.attrelid = c.oid and k.attname = case when c.relname = 'ticket' then 'id' else 'ticket_id' end
            where n.nspname = 'tickets' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attidentity = '' and a.attgenerated = '' and a.atttypid <> 'xid8'::regtype
              and (c.relname = 'ticket' or not exists (select from pg_index i where i.indrelid = c.oid and i.indisunique and k.attnum <> all (i.indkey)
                and not exists (select from pg_attribute x where x.attrelid = c.oid and x.attnum = any (i.indkey) and x.attidentity <> '')))
            order by 1, a.attnum
            """,
            [], row => (Table: row.GetString(0), Column: row.GetString(1), IsTime: row.GetBoolean(2)), ct);
        return [.. columns.GroupBy(c => c.Table).Select(t => (t.Key, (IReadOnlyList<(string Name, bool IsTime)>)[.. t.Select(c => (c.Column, c.IsTime))]))];
    }

    private static async Task<int> RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return await command.ExecuteNonQueryAsync(ct);
    }
}
