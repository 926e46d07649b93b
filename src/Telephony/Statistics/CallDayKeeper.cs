using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hotline.Telephony.Statistics;

/// <summary>Keeps the sums of days that are over, the newest first: on one host at a time, and no more than half of the time.</summary>
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
        await using var turn = await db.OpenConnectionAsync(ct);
        if (!(await turn.ReadAsync("select pg_try_advisory_lock(hashtextextended('telephony.call-days', 0))", [], row => row.GetBoolean(0), ct))[0]) return 0;
        try
        {
            return await KeepAsync(least, ct);
        }
        finally
        {
            await turn.ReadAsync("select pg_advisory_unlock(hashtextextended('telephony.call-days', 0))", [], row => row.GetBoolean(0), CancellationToken.None);
        }
    }

    private async Task<int> KeepAsync(TimeSpan least, CancellationToken ct)
    {
        var kept = 0;
        foreach (var day in await MissingAsync(ct))
        {
            var began = clock.GetTimestamp();
            var (from, to) = (CallDays.StartOf(day), CallDays.StartOf(day.AddDays(1)));
            if (await BeginAsync(from, to, ct) is not { } mark) return kept; // calls are being written for longer than we may hold them up: with the next pass
            if (await CountAsync(mark, from, to, ct)) kept++;
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
    /// Marks a day before it is counted. The lock is for this moment alone: it waits for changes that have not committed, but not for long, and
    /// whoever changes a call of the day afterwards takes the mark away (migration 0016) while nobody waits for the counting.
    /// </summary>
    /// <returns>The mark; null where changes went on for too long.</returns>
    private async Task<string?> BeginAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var mark = $"counting {Guid.NewGuid():N}";
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(Sql.Command("set local lock_timeout = '200ms'"));
        batch.BatchCommands.Add(Sql.Command("lock table telephony.call_day in share row exclusive mode"));
        batch.BatchCommands.Add(Sql.Command("delete from telephony.call_day where from_at < $2 and to_at > $1", from, to));
        batch.BatchCommands.Add(Sql.Command("insert into telephony.call_day (from_at, to_at, formulas) values ($1, $2, $3)", from, to, mark));
        try
        {
            await batch.ExecuteNonQueryAsync(ct);
            await transaction.CommitAsync(ct);
            return mark;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return null;
        }
    }

    /// <returns>False where the mark is gone: the day changed meanwhile.</returns>
    private async Task<bool> CountAsync(string mark, DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var worst = (await db.ReadAsync(
            $"select w.at, w.answered, w.asked, coalesce(w.below, 0) from (values (1)) one left join ({CallStatistics.Rolling(CallDays.Rolling)}) w(at, answered, asked, below) on true", [from.AddHours(-24), to, from],
            row => (At: row.MaybeValue<DateTimeOffset>(0), Answered: row.MaybeValue<long>(1), Asked: row.MaybeValue<long>(2), Below: row.GetInt64(3)), ct))[0];
        var sums = await db.ReadAsync(CallStatistics.Counting([.. CallDays.Figures.Select(f => (f.Variant, CallStatistics.Splits))]), [from, to], CallStatistics.Sums, ct);
        return await db.ExecuteAsync(
            """
            with day as (
              update telephony.call_day set formulas = $3, worst_ends_at = $4::timestamptz, worst_answered = $5::bigint, worst_asked = $6::bigint, below = $7 where from_at = $1 and formulas = $2 returning from_at)
            insert into telephony.call_day_sum (from_at, figure, split, key, asked, counted, excluded, pending, score)
            select day.from_at, s.* from day cross join unnest($8::text[], $9::text[], $10::text[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::numeric[]) s
            """,
            [
                from, mark, CallDays.Formulas, worst.At, worst.Answered, worst.Asked, worst.Below, sums.Select(s => CallDays.Figures[s.No].Name).ToArray(), sums.Select(s => s.Split).ToArray(), sums.Select(s => s.Key).ToArray(),
                sums.Select(s => s.Asked).ToArray(), sums.Select(s => s.Counted).ToArray(), sums.Select(s => s.Excluded).ToArray(), sums.Select(s => s.Pending).ToArray(), sums.Select(s => s.Score).ToArray(),
            ], ct) > 0;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Keeping the sums of calls failed ({Error}); the next try is in a minute")]
    private static partial void PassFailed(ILogger log, string error);
}
