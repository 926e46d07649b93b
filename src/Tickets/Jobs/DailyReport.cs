using System.Globalization;
using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Statistics;
using Npgsql;

namespace Hotline.Tickets.Jobs;

/// <summary>日报: keeps the figures of yesterday as they stood this night. Run again, it replaces them.</summary>
internal sealed class DailyReport(NpgsqlDataSource db, Scoreboard board, CityRules rules, TimeProvider clock) : IRecurringJob
{
    public async Task<string> RunAsync(CancellationToken ct)
    {
        var day = rules.DayOf(clock.GetUtcNow()).AddDays(-1);
        var scores = await board.ReadAsync(day, day, ct);
        await db.ExecuteAsync(
            "insert into tickets.daily_report (day, figures, made_at) values ($1, $2::text::jsonb, $3) on conflict (day) do update set figures = excluded.figures, made_at = excluded.made_at",
            [day, EventJson.Write(scores), clock.Now()], ct);
        return string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}：受理 {scores.City.Accepted} 件，直接答复 {scores.Answered} 件，转110 {scores.TransferredToPolice} 件");
    }
}
