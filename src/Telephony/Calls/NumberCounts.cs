using Npgsql;

namespace Hotline.Telephony.Calls;

/// <summary>Calls to one number (分号码话务量).</summary>
/// <param name="Talked">Those that an agent answered.</param>
public sealed record NumberCount(string Called, long Calls, long Talked);

/// <summary>Counts the calls we received by the number that was called.</summary>
public static class NumberCounts
{
    /// <param name="to">Excluded.</param>
    public static async Task<IReadOnlyList<NumberCount>> ReadAsync(NpgsqlDataSource db, DateTimeOffset from, DateTimeOffset to, CancellationToken ct) => await db.ReadAsync(
        "select called, count(*), count(talking_since) from telephony.call where arrived_at >= $1 and arrived_at < $2 and direction = 'Inbound' and handed_from is null group by called order by called",
        [from.ToUniversalTime(), to.ToUniversalTime()], row => new NumberCount(row.GetString(0), row.GetInt64(1), row.GetInt64(2)), ct);
}
