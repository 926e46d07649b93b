using System.Diagnostics;
using Npgsql;

namespace Hotline.Bench;

/// <summary>
/// A year of a city in the store: the lives that the host wrote, spread over the days until now, most of them ended, the younger ones
/// in every state; several units, districts and categories; and what else lists are made of (articles, published answers, calls, views).
/// </summary>
internal static class CityYear
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);
    private static readonly string?[] Units = [null, null, null, "water", "gas", "housing", "market", "transport", "laocheng", "binhai", "gaoxin", "zhonglou"]; // null: urban, which has a quarter
    private static readonly string[] Districts = ["laocheng", "binhai", "gaoxin"];
    private static readonly string[] Categories = ["0101", "0104", "0201", "0301", "0302", "0401", "0501", "0502", "0503", "0601", "0701", "0801", "0901", "1001", "1101"];
    private static readonly string[] Matters = ["路灯不亮", "自来水停水", "夜间施工噪声", "占道经营", "楼道堆放杂物", "电梯停运", "物业乱收费", "下水道堵塞", "油烟扰民", "违章搭建", "机动车乱停放"];
    private static readonly string[] Streets = ["金水路", "康宁路", "民生街", "平安路", "滨海大道", "渔港路", "学府路", "创新大道", "解放广场", "钟楼巷"];

    // most callers are answered at once or go the usual way
    private static readonly IReadOnlyList<IReadOnlyList<Deed>> Ended =
        [Ways.Usual, Ways.Answered, Ways.Usual, Ways.Answered, Ways.Usual, Ways.Answered, Ways.Detour, Ways.Usual, Ways.Returned, Ways.Extended, Ways.Suspended, Ways.Police, Ways.Supervised, Ways.ManyHands];

    // cut off in the middle: one in each state of the road
    private static readonly IReadOnlyList<IReadOnlyList<Deed>> Open =
    [
        First(Ways.Usual, 1), First(Ways.Usual, 2), First(Ways.Usual, 3), First(Ways.Usual, 4), First(Ways.Usual, 4), First(Ways.Usual, 4), First(Ways.Usual, 5), First(Ways.Usual, 6),
        First(Ways.Returned, 3), First(Ways.Disputed, 2), First(Ways.Extended, 5), First(Ways.Suspended, 5), First(Ways.Suspended, 6), First(Ways.ManyHands, 10), First(Ways.Supervised, 6),
    ];

    internal static async Task FillAsync(Ground ground, long tickets, CancellationToken ct)
    {
        if (await ThereAsync(ground.Database, ct) >= tickets) return;
        var since = Stopwatch.StartNew();
        var (ended, open) = await LivesAsync(ground, ct);
        await new Fill(ground.Database).ToAsync(tickets, i => Of(i, tickets, ended, open), ct);
        Console.WriteLine($"{tickets} tickets copied in {since.Elapsed.TotalSeconds:F0} s");
        foreach (var sql in Beside.All(tickets)) await RunAsync(ground.Database, sql, ct);
        Console.WriteLine($"all filled in {since.Elapsed.TotalSeconds:F0} s");
    }

    private static Copy Of(long i, long all, IReadOnlyList<Guid> ended, IReadOnlyList<Guid> open)
    {
        var ago = Year * ((double)(all - i) / all);
        var chance = (uint)i * 2654435761u; // the same for the same ticket, and no pattern in it
        var lives = chance % 1000 < OpenPerMille(ago.TotalDays) ? open : ended;
        return new(
            lives[(int)(chance / 1000 % lives.Count)], ago, $"{Streets[i % 10]}{Matters[i % 11]}", $"{Streets[i % 10]}{(i % 400) + 1}号", Districts[i % 7 % 3], Categories[chance / 7 % Categories.Length],
            Units[chance / 77 % Units.Length]);
    }

    /// <summary>How many of a thousand of that age have not ended.</summary>
    private static uint OpenPerMille(double days) => days switch { < 1 => 800, < 3 => 500, < 10 => 200, < 20 => 50, _ => 1 };

    private static async Task<(IReadOnlyList<Guid> Ended, IReadOnlyList<Guid> Open)> LivesAsync(Ground ground, CancellationToken ct)
    {
        await using var host = await ground.HostAsync(ct);
        using var line = new HttpLine(host.Port);
        Article(host.NewLife(line));
        var (ended, open) = (Ended.Select(way => Lived(way, host, line)).ToList(), Open.Select(way => Lived(way, host, line)).ToList());
        await host.QuietAsync(ct);
        var ids = (await ground.Database.ReadAsync("select number, id from tickets.ticket", [], row => (Number: row.GetString(0), Id: row.GetGuid(1)), ct)).ToDictionary(t => t.Number, t => t.Id, StringComparer.Ordinal);
        return ([.. ended.Select(n => ids[n])], [.. open.Select(n => ids[n])]);
    }

    private static string Lived(IReadOnlyList<Deed> way, BenchHost host, HttpLine line)
    {
        var life = host.NewLife(line);
        foreach (var deed in way) life.Do(deed);
        return life.Number;
    }

    private static void Article(Life life)
    {
        life.Do(new("urban", "/knowledge", """{"unit":"urban","category":"城市管理/噪声","title":"夜间施工许可","content":"夜间施工须经许可并公示。","kind":"guide","public":true,"validUntil":"2099-12-31"}""", ("article", "id.@")));
        life.Do(new("urban", "/knowledge/%article%/submit"));
        life.Do(new("urban-lead", "/knowledge/%article%/unit-approve"));
        life.Do(new("7001", "/knowledge/%article%/publish"));
    }

    private static IReadOnlyList<Deed> First(IReadOnlyList<Deed> way, int steps) => [.. way.Take(steps)];

    private static async Task<long> ThereAsync(NpgsqlDataSource db, CancellationToken ct) =>
        (await db.ReadAsync("select to_regclass('tickets.ticket') is not null", [], row => row.GetBoolean(0), ct))[0]
            ? (await db.ReadAsync("select count(*) from tickets.ticket", [], row => row.GetInt64(0), ct))[0] : 0;

    private static async Task RunAsync(NpgsqlDataSource db, string sql, CancellationToken ct)
    {
        await using var command = db.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(ct);
    }
}
