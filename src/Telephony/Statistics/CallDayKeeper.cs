using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hotline.Telephony.Statistics;

/// <summary>Keeps the sums of days that are over, the newest first; no more than half of the time.</summary>
internal sealed partial class CallDayKeeper(NpgsqlDataSource db, TimeProvider clock, ILogger<CallDayKeeper> log) : BackgroundService
{
    /// <summary>A year, the year before it, and a month.</summary>
    private const int DaysBack = 762;

    private static readonly TimeSpan Often = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var often = new PeriodicTimer(Often, clock);
        do
        {
            try { await PassAsync(TimeSpan.FromMilliseconds(1), stoppingToken); }
            catch (Exception e) when (e is NpgsqlException or TimeoutException) { PassFailed(log, e.GetType().Name); }
            catch (OperationCanceledException) { return; }
        }
        while (await often.WaitForNextTickAsync(stoppingToken));
    }

    /// <param name="least">How long it rests at least after each day; otherwise as long as that took.</param>
    /// <returns>How many days are kept that were not before.</returns>
    internal async Task<int> PassAsync(TimeSpan least, CancellationToken ct)
    {
        var kept = 0;
        foreach (var day in await MissingAsync(ct))
        {
            var began = clock.GetTimestamp();
            if (await KeepAsync(CallDays.StartOf(day), CallDays.StartOf(day.AddDays(1)), ct)) kept++;
            await Task.Delay(clock.GetElapsedTime(began) is var took && took > least ? took : least, clock, ct);
        }

        return kept;
    }

    private async Task<IReadOnlyList<DateOnly>> MissingAsync(CancellationToken ct)
    {
        if ((await db.ReadAsync("select min(arrived_at) from telephony.call", [], row => row.MaybeValue<DateTimeOffset>(0), ct))[0] is not { } first) return [];
        var today = CallDays.DayOf(clock.GetUtcNow());
        var since = CallDays.DayOf(first) is var oldest && oldest > today.AddDays(-DaysBack) ? oldest : today.AddDays(-DaysBack);
        var kept = (await db.ReadAsync("select from_at from telephony.call_day where formulas = $1", [CallDays.Formulas], row => row.GetFieldValue<DateTimeOffset>(0), ct)).ToHashSet();
        return [.. Enumerable.Range(1, Math.Max(0, today.DayNumber - since.DayNumber)).Select(i => today.AddDays(-i)).Where(d => !kept.Contains(CallDays.StartOf(d)))];
    }

    /// <summary>
    /// Nobody changes a call while its day is counted: their triggers wait for the lock, and this waits for those that have not committed, but
    /// not for long; then the day comes with the next pass.
    /// </summary>
    private async Task<bool> KeepAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        try
        {
            await RunAsync(connection, "set local lock_timeout = '200ms'", [], ct);
            await RunAsync(connection, "lock table telephony.call_day in share row exclusive mode", [], ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }

        await RunAsync(connection, "delete from telephony.call_day where from_at < $2 and to_at > $1", [from, to], ct);
        await RunAsync(
            connection,
            $"""
            insert into telephony.call_day (from_at, to_at, formulas, worst_ends_at, worst_answered, worst_asked, below)
            select $3, $2, $4, w.at, w.answered, w.asked, coalesce(w.below, 0) from (values (1)) one left join ({CallStatistics.Rolling(CallDays.Rolling)}) w(at, answered, asked, below) on true
            """,
            [from.AddHours(-24), to, from, CallDays.Formulas], ct);
        await RunAsync(
            connection,
            $"""
            insert into telephony.call_day_sum (from_at, figure, split, key, asked, counted, excluded, pending, score)
            select $1, ($3::text[])[no + 1], split, key, asked, counted, excluded, pending, score from ({CallStatistics.Counting([.. CallDays.Figures.Select(f => (f.Variant, CallStatistics.Splits))])}) f
            """,
            [from, to, CallDays.Figures.Select(f => f.Name).ToArray()], ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, object[] values, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Keeping the sums of calls failed ({Error}); the next try is in a minute")]
    private static partial void PassFailed(ILogger log, string error);
}
