using System.Globalization;
using Npgsql;

namespace Hotline.Tickets.Jobs;

/// <summary>
/// 索引检查: every index of the database is valid and, where the extension amcheck can be had, its B-tree is in order; every
/// subscriber of the feed keeps up. A broken index gives wrong answers without a word, so this fails loudly.
/// </summary>
internal sealed class IndexCheck(NpgsqlDataSource db) : IRecurringJob
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(10);

    public async Task<string> RunAsync(CancellationToken ct)
    {
        var deep = await HasAmcheckAsync(ct);
        var indexes = await db.ReadAsync(
            """
            select i.indexrelid::int8, i.indexrelid::regclass::text, i.indisvalid and i.indisready, a.amname = 'btree'
            from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam join pg_namespace n on n.oid = c.relnamespace
            where n.nspname not in ('pg_catalog', 'pg_toast', 'information_schema') and c.relpersistence = 'p' and c.relkind = 'i' order by 2
            """,
            [], row => (Oid: row.GetInt64(0), Name: row.GetString(1), Valid: row.GetBoolean(2), Tree: row.GetBoolean(3)), ct);
        var broken = indexes.Where(i => !i.Valid).Select(i => $"{i.Name}：无效").ToList();
        foreach (var (oid, name, _, _) in indexes.Where(i => deep && i.Valid && i.Tree))
        {
            try { await db.ExecuteAsync("select bt_index_check($1::int8::oid)", [oid], ct); }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.IndexCorrupted or PostgresErrorCodes.DataCorrupted) { broken.Add($"{name}：{e.MessageText}"); }
        }

        broken.AddRange((await LagsAsync(ct)).Where(l => l.Lag > Late).Select(l => string.Create(CultureInfo.InvariantCulture, $"订阅 {l.Name} 落后 {l.Lag.TotalMinutes:F0} 分钟")));
        if (broken.Count > 0) throw new InvalidOperationException("索引或订阅异常：" + string.Join("；", broken));
        return string.Create(CultureInfo.InvariantCulture, $"{indexes.Count} 个索引有效{(deep ? "，B 树结构完好" : "（未安装 amcheck，未查结构）")}，全部订阅跟上");
    }

    /// <summary>How old the oldest event is that a subscriber has not taken yet.</summary>
    internal async Task<IReadOnlyList<(string Name, TimeSpan Lag)>> LagsAsync(CancellationToken ct) => await db.ReadAsync(
        """
        select c.subscriber, coalesce(clock_timestamp() - (select e.at from tickets.event e
          where (e.xid, e.seq) > (c.xid, c.seq) and e.xid < pg_snapshot_xmin(pg_current_snapshot()) order by e.xid, e.seq limit 1), interval '0')
        from tickets.checkpoint c
        """,
        [], row => (row.GetString(0), row.GetFieldValue<TimeSpan>(1)), ct);

    private async Task<bool> HasAmcheckAsync(CancellationToken ct)
    {
        var there = await db.ReadAsync("select exists (select 1 from pg_extension where extname = 'amcheck')", [], row => row.GetBoolean(0), ct);
        if (there[0]) return true;
        try
        {
            await db.ExecuteAsync("create extension amcheck", [], ct);
            return true;
        }
        catch (PostgresException) { return false; /* not installed on the server, or not ours to install */ }
    }
}
