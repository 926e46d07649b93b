using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Statistics;

/// <summary>What the night's job kept of a day (日报留存).</summary>
public sealed record KeptDay(DateOnly Day, DateTimeOffset MadeAt, Scores Figures);

/// <summary>日报 as they stood in their nights; what became known later is not in them.</summary>
public sealed class KeptDays(NpgsqlDataSource db)
{
    /// <summary>Null where the job did not run for that day.</summary>
    public async Task<KeptDay?> FindAsync(DateOnly day, CancellationToken ct) => (await db.ReadAsync(
        "select day, made_at, figures::text from tickets.daily_report where day = $1", [day],
        row => new KeptDay(row.GetFieldValue<DateOnly>(0), row.Time(1), EventJson.Read<Scores>(row.GetString(2))), ct)).SingleOrDefault();
}
