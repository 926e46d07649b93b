using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Npgsql;

namespace Hotline.Bench;

/// <summary>
/// The very rows that commands write, learnt by triggers while the real host carries the commands out, and played back by
/// pgbench: the same tables, indexes and sizes, one transaction per command.
/// </summary>
internal sealed partial class RecordedRows
{
    private const string Triggers =
        """
        create schema bench;
        create table bench.change (id bigserial primary key, xid text, kind text, name text, was jsonb, now jsonb);
        create function bench.record() returns trigger language plpgsql as $$ begin
          insert into bench.change (xid, kind, name, was, now) values (pg_current_xact_id()::text, tg_op, tg_table_schema || '.' || tg_table_name,
            case when tg_op <> 'INSERT' then to_jsonb(old) end, case when tg_op <> 'DELETE' then to_jsonb(new) end);
          return null; end $$;
        do $$ declare t record; begin
          for t in select tablename from pg_tables where schemaname = 'tickets' loop
            execute format('create trigger bench_record after insert or update or delete on tickets.%I for each row execute function bench.record()', t.tablename);
          end loop; end $$;
        """;

    private const int MostSlots = 1024;

    private readonly Dictionary<string, Table> _tables;
    private readonly List<Change> _changes;
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);

    private RecordedRows(Dictionary<string, Table> tables, List<Change> changes) => (_tables, _changes) = (tables, changes);

    private sealed record Change(string Transaction, string Kind, string Table, JsonObject? Was, JsonObject? Now);

    /// <param name="HoldsNull">The null of a column that may not be null is the null of JSON.</param>
    private sealed record Column(string Name, string Type, bool Generated, bool Indexed, bool HoldsNull);

    /// <param name="Key">What a row is found by; where its own number is drawn anew with every run, by its ticket.</param>
    private sealed record Table(IReadOnlyDictionary<string, Column> Columns, IReadOnlyList<string> Key);

    internal int Transactions => Own().Count();

    internal static async Task<RecordedRows> RecordAsync(NpgsqlDataSource db, Action commands, CancellationToken ct)
    {
        await PatientlyAsync(db, Triggers, ct);
        commands();
        var changes = await db.ReadAsync(
            "select xid, kind, name, was::text, now::text from bench.change order by id", [],
            row => new Change(row.GetString(0), row.GetString(1), row.GetString(2), Row(row, 3), Row(row, 4)), ct);
        var tables = await TablesAsync(db, ct);
        await PatientlyAsync(db, "drop function bench.record() cascade; drop schema bench cascade", ct);
        return new(tables, changes);
    }

    // the host's subscribers are at work on the same tables: whoever loses a deadlock tries again
    private static async Task PatientlyAsync(NpgsqlDataSource db, string sql, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await db.ExecuteAsync(sql, [], ct);
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected && attempt < 20) { await Task.Delay(500, ct); }
        }
    }

    /// <summary>The script: <paramref name="pipelined"/> sends a transaction as a whole, as the host does; otherwise statement by statement.</summary>
    internal string Script(bool pipelined)
    {
        var script = new StringBuilder($"\\set i :i + 1\n\\set k (:i * 64 + :client_id) * {MostSlots} + :base\n");
        foreach (var transaction in Own())
        {
            if (pipelined) script.Append("\\startpipeline\n");
            script.Append("begin;\n");
            foreach (var change in transaction) script.Append(Statement(change)).Append(";\n");
            script.Append("commit;\n");
            if (pipelined) script.Append("\\endpipeline\n");
        }

        return script.ToString();
    }

    /// <summary>Where commands leave their mark; the counters and checkpoints that the host keeps besides are given to pgbench for nothing.</summary>
    private static readonly string[] Marks = ["tickets.event", "tickets.relation_log", "tickets.exclusion", "tickets.correction"];

    private IEnumerable<IGrouping<string, Change>> Own() =>
        _changes.GroupBy(c => c.Transaction).Where(t => t.Any(c => Marks.Contains(c.Table)));

    private string Statement(Change change)
    {
        var (table, slot) = (_tables[change.Table], Slot(change.Now ?? change.Was!));
        string Value(string column, JsonNode? value) => this.Value(table.Columns[column], value, slot);
        string Where(JsonObject row) => string.Join(" and ", table.Key.Select(k => $"{k} = {Value(k, row[k])}"));
        switch (change.Kind)
        {
            case "INSERT":
                var given = change.Now!.Where(f => (f.Value is not null || table.Columns[f.Key].HoldsNull) && !table.Columns[f.Key].Generated).ToList();
                return $"insert into {change.Table} ({string.Join(", ", given.Select(f => f.Key))}) values ({string.Join(", ", given.Select(f => Value(f.Key, f.Value)))})";
            case "UPDATE":
                var changed = change.Now!.Where(f => !JsonNode.DeepEquals(f.Value, change.Was![f.Key])).ToList();
                var first = changed.Count == 0 ? [.. change.Now!.Where(f => !table.Key.Contains(f.Key)).Take(1)] : changed;
                return $"update {change.Table} set {string.Join(", ", first.Select(f => $"{f.Key} = {Value(f.Key, f.Value)}"))} where {Where(change.Was!)}";
            default:
                return $"delete from {change.Table} where {Where(change.Was!)}";
        }
    }

    /// <summary>The slot of the ticket a row belongs to.</summary>
    private int Slot(JsonObject row) => Slot(((row["ticket_id"] ?? row["id"]) as JsonValue)?.ToString() ?? "");

    /// <summary>Each id of the recording is one of up to <see cref="MostSlots"/> that a script run makes anew.</summary>
    private int Slot(string id)
    {
        if (!_slots.TryGetValue(id, out var slot)) _slots[id] = slot = _slots.Count;
        return slot < MostSlots ? slot : throw new InvalidOperationException($"More than {MostSlots} ids were recorded.");
    }

    // ids, numbers and indexed fingerprints differ from ticket to ticket; everything else is as it was
    private string Value(Column column, JsonNode? value, int slot)
    {
        if (value is null) return column.HoldsNull ? "'null'" : "null";
        var text = value is JsonValue v && v.GetValueKind() == JsonValueKind.String ? v.GetValue<string>() : value.ToJsonString();
        var k = string.Create(CultureInfo.InvariantCulture, $"(:k::bigint + {(column.Type == "uuid" ? Slot(text) : slot)})");
        if (column.Type == "uuid") return $"lpad(to_hex({k}), 32, '0')::uuid";
        if (column.Name == "number" && text.Length == 13) return $"lpad({k}::text, 13, '0')";
        if (column.Type == "bytea" && column.Indexed) return $"decode(lpad(to_hex({k}), 64, '0'), 'hex')";
        if (column.Type == "jsonb") text = Variable().Replace(text, ": "); // pgbench takes :true for a variable
        return $"'{text.Replace("'", "''", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal)}'::{column.Type}";
    }

    // a time of day stays whole: the host reads these events too
    [GeneratedRegex(":(?=[^0-9 ])")]
    private static partial Regex Variable();

    private static JsonObject? Row(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : JsonNode.Parse(row.GetString(column))!.AsObject();

    private static async Task<Dictionary<string, Table>> TablesAsync(NpgsqlDataSource db, CancellationToken ct)
    {
        var columns = await db.ReadAsync(
            """
            select n.nspname || '.' || c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attidentity <> '' or a.atttypid = 'xid8'::regtype,
              coalesce(bool_or(a.attnum = any (i.indkey)), false), coalesce(bool_or(a.attnum = any (i.indkey)) filter (where i.indisprimary), false),
              a.attnotnull and a.atttypid = 'jsonb'::regtype
            from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid left join pg_index i on i.indrelid = c.oid
            where n.nspname = 'tickets' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped group by 1, 2, 3, 4, 7
            """,
            [], row => (Table: row.GetString(0), Column: new Column(row.GetString(1), row.GetString(2), row.GetBoolean(3), row.GetBoolean(4), row.GetBoolean(6)), Key: row.GetBoolean(5)), ct);
        return columns.GroupBy(c => c.Table).ToDictionary(t => t.Key, t => new Table(t.ToDictionary(c => c.Column.Name, c => c.Column), KeyOf([.. t.Where(c => c.Key).Select(c => c.Column)])));
    }

    private static IReadOnlyList<string> KeyOf(List<Column> primary) => primary.Exists(c => c.Generated) ? ["ticket_id"] : [.. primary.Select(c => c.Name)];
}
