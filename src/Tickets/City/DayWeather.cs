using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.City;

/// <summary>天气标签 of the city's days, such as 暴雨, 寒潮, 高温: written by people, read by the forecast of calls.</summary>
public sealed class DayWeather(NpgsqlDataSource db, TimeProvider clock)
{
    public const int MostTags = 5;
    public const int LongestTag = 10;

    /// <summary>To choose from: the warning signals (中国气象局《气象灾害预警信号发布与传播办法》) that move people to call.</summary>
    public static IReadOnlyList<string> Usual { get; } = ["暴雨", "暴雪", "大风", "寒潮", "高温", "沙尘", "雾霾", "台风", "冰雹", "道路结冰"];

    /// <param name="to">The last day, included.</param>
    public async Task<IReadOnlyDictionary<DateOnly, IReadOnlyList<string>>> ReadAsync(DateOnly from, DateOnly to, CancellationToken ct) => (await db.ReadAsync(
        "select day, tags from tickets.day_weather where day >= $1 and day <= $2", [from, to], row => (Day: row.GetFieldValue<DateOnly>(0), Tags: (IReadOnlyList<string>)row.GetFieldValue<string[]>(1)), ct))
        .ToDictionary(r => r.Day, r => r.Tags);

    /// <summary>All of them or none; a day without tags is as if nobody had written any.</summary>
    public async Task WriteAsync(IReadOnlyList<(DateOnly Day, IReadOnlyList<string> Tags)> days, Actor by, CancellationToken ct)
    {
        if (days.Count == 0) return;
        await using var batch = db.CreateBatch();
        foreach (var (day, tags) in days) batch.BatchCommands.Add(tags.Count == 0 ? Sql.Command("delete from tickets.day_weather where day = $1", day) : Sql.Command(
            """
            insert into tickets.day_weather (day, tags, changed_by, at) values ($1, $2, $3::text::jsonb, $4)
            on conflict (day) do update set tags = excluded.tags, changed_by = excluded.changed_by, at = excluded.at
            """,
            day, tags.ToArray(), EventJson.Write(by), clock.Now()));
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Tags between commas, semicolons or blanks; null where there are too many or one is too long.</summary>
    public static IReadOnlyList<string>? Read(string text)
    {
        var tags = text.Split([',', '，', '、', ';', '；', ' ', '\u3000'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).ToList();
        return tags.Count > MostTags || tags.Exists(t => t.Length > LongestTag) ? null : tags;
    }
}
