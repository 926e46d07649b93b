using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Hotline.Tickets.Statistics;

/// <summary>
/// Keeps the sums of days that are over, the newest first: every indicator in the city's variant. A day of which a case will be judged
/// otherwise later, because its limit still runs, is kept for as long as none is. On one host at a time, and no more than half of the time.
/// </summary>
internal sealed partial class KpiDayKeeper(NpgsqlDataSource db, KpiFacts facts, CityRules rules, TimeProvider clock, ILogger<KpiDayKeeper> log) : BackgroundService
{
    /// <summary>A year, the year before it, and a month.</summary>
    private const int DaysBack = 762;

    private static readonly TimeSpan Often = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Unsettled = TimeSpan.FromMinutes(10);

    /// <summary>For how long a day may be kept on which limits still run; the longest that holds.</summary>
    private static readonly TimeSpan[] Whiles = [TimeSpan.FromDays(1), TimeSpan.FromHours(4), TimeSpan.FromHours(1), TimeSpan.FromMinutes(20)];
    private static readonly KpiDimension[] All = Enum.GetValues<KpiDimension>();
    private readonly KpiDays _days = new(db, rules);
    private readonly Dictionary<(string Formula, DateTimeOffset Day), DateTimeOffset> _notBefore = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var often = new PeriodicTimer(Often, clock);
        do
        {
            try { await PassAsync(TimeSpan.FromMilliseconds(1), stoppingToken); }
            catch (Exception e) when (e is not OperationCanceledException) { PassFailed(log, e); }
        }
        while (await often.WaitForNextTickAsync(stoppingToken));
    }

    /// <param name="least">How long it rests at least after each day; otherwise as long as that took.</param>
    /// <returns>How many days of indicators are kept that were not before.</returns>
    internal async Task<int> PassAsync(TimeSpan least, CancellationToken ct)
    {
        await using var turn = await db.OpenConnectionAsync(ct);
        if (!(await turn.ReadAsync("select pg_try_advisory_lock(hashtextextended('tickets.kpi-days', 0))", [], row => row.GetBoolean(0), ct))[0]) return 0;
        try
        {
            await facts.CatchUpAsync(ct);
            return await KeepAsync(Formulas(), least, ct);
        }
        finally
        {
            await turn.ReadAsync("select pg_advisory_unlock(hashtextextended('tickets.kpi-days', 0))", [], row => row.GetBoolean(0), CancellationToken.None);
        }
    }

    private async Task<int> KeepAsync(Dictionary<string, (Cases Cases, bool ByAcceptance)> formulas, TimeSpan least, CancellationToken ct)
    {
        await db.ExecuteAsync("with old as (delete from tickets.kpi_kept where formula <> all ($1) returning formula) delete from tickets.kpi_kept_sum where formula in (select formula from old)", [formulas.Keys.ToArray()], ct);
        var kept = 0;
        foreach (var (formula, from, to) in await MissingAsync(formulas, ct))
        {
            var now = clock.Now();
            if (_notBefore.TryGetValue((formula, from), out var until) && now < until) continue;
            var began = clock.GetTimestamp();
            if (await KeepAsync(formula, formulas[formula].Cases, new(from, to, now, formulas[formula].ByAcceptance), ct)) kept++;
            else _notBefore[(formula, from)] = now + Unsettled;
            await Task.Delay(clock.GetElapsedTime(began) is var took && took > least ? took : least, clock, ct);
        }

        return kept;
    }

    /// <summary>By their fingerprints: what pages and reports ask for.</summary>
    private Dictionary<string, (Cases Cases, bool ByAcceptance)> Formulas()
    {
        var asked = Kpis.All.Where(k => k.Unavailable is null).Select(k => (rules.Handling.Kpi.Of(k).Cases, false)).Concat(Scoreboard.Counted.Select(c => (Kpis.Find(c.Kpi)!.Variant(c.Variant)!.Cases, true)));
        return asked.Where(a => KpiDays.MayKeep(a.Cases)).DistinctBy(a => KpiDays.Formula(a.Cases, a.Item2)).ToDictionary(a => KpiDays.Formula(a.Cases, a.Item2), StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<(string Formula, DateTimeOffset From, DateTimeOffset To)>> MissingAsync(Dictionary<string, (Cases Cases, bool ByAcceptance)> formulas, CancellationToken ct)
    {
        var today = rules.DayOf(clock.GetUtcNow());
        var first = (await db.ReadAsync("select min(accepted_at) from tickets.kpi_ticket", [], row => row.MaybeTime(0), ct))[0];
        if (first is not { } began) return [];
        var days = _days.Days(rules.StartOf(today.AddDays(-DaysBack)) is var back && back > began ? back : began, rules.StartOf(today)).ToArray();
        return await db.ReadAsync(
            $"""
            with day as materialized (select from_at, to_at, {KpiDays.Touched(false)} as touched, {KpiDays.Touched(true)} as touched_too from unnest($3::timestamptz[], $4::timestamptz[]) d(from_at, to_at))
            select f.formula, d.from_at, d.to_at from unnest($1::text[], $2::boolean[]) f(formula, callers) cross join day d
            left join tickets.kpi_kept k on k.formula = f.formula and k.from_at = d.from_at and k.to_at = d.to_at and k.touched = case when f.callers then d.touched_too else d.touched end and (k.until is null or k.until > $5)
            where k.formula is null order by d.from_at desc, f.formula
            """,
            [formulas.Keys.ToArray(), formulas.Values.Select(f => KpiDays.AsksForCallers(f.Cases)).ToArray(), days.Select(d => d.From).ToArray(), days.Select(d => d.To).ToArray(), clock.Now()], row => (row.GetString(0), row.Time(1), row.Time(2)), ct);
    }

    /// <summary>False where a case of the day will be judged otherwise within minutes.</summary>
    private async Task<bool> KeepAsync(string formula, Cases cases, KpiScope day, CancellationToken ct)
    {
        var (touched, sums) = await CountAsync(cases, day, ct);
        var (holds, until) = cases.LooksAtTime ? await UntilAsync(cases, day, touched, sums, ct) : (true, null);
        if (!holds) return false;
        await db.ExecuteAsync(
            """
            with gone as (delete from tickets.kpi_kept_sum where formula = $1 and from_at = $2),
            kept as (
              insert into tickets.kpi_kept (formula, from_at, to_at, touched, until) values ($1, $2, $3, $4, $15::timestamptz)
              on conflict (formula, from_at) do update set to_at = excluded.to_at, touched = excluded.touched, until = excluded.until)
            insert into tickets.kpi_kept_sum (formula, from_at, split, unit, key, asked, counted, excluded, struck, pending, score, struck_score)
            select $1, $2, * from unnest($5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::numeric[], $14::numeric[])
            """,
            [
                formula, day.From, day.To, touched, .. Texts(sums.Select(s => s.Split), sums.Select(s => s.Unit), sums.Select(s => s.Key)),
                Longs(c => c.Asked), Longs(c => c.Counted), Longs(c => c.Excluded), Longs(c => c.Struck), Longs(c => c.Pending), sums.Select(s => s.Score).ToArray(), sums.Select(s => s.StruckScore).ToArray(), until,
            ], ct);
        return true;

        long[] Longs(Func<KpiCases, long> of) => [.. sums.Select(s => of(s.Cases))];
        static object?[] Texts(params IEnumerable<string?>[] columns) => [.. columns.Select(c => (object?)c.ToArray())];
    }

    /// <summary>
    /// Until when the sums hold; null for ever. A case is judged otherwise once, when its limit runs out, and never back: where the sums are
    /// the same at a later moment, they are in between.
    /// </summary>
    private async Task<(bool Holds, DateTimeOffset? Until)> UntilAsync(Cases cases, KpiScope day, long touched, IReadOnlyList<Sum> sums, CancellationToken ct)
    {
        foreach (var until in Whiles.Select(w => (DateTimeOffset?)(day.Now + w)).Prepend(null))
        {
            var (then, later) = await CountAsync(cases, day with { Now = until ?? DateTimeOffset.MaxValue }, ct);
            if (then != touched) return (false, null);
            if (sums.SequenceEqual(later)) return (true, until);
        }

        return (false, null);
    }

    private sealed record Sum(string Split, string? Unit, string? Key, KpiCases Cases, decimal Score, decimal StruckScore);

    /// <summary>One statement, so that the sums and how often the day was touched are of the same moment.</summary>
    private async Task<(long Touched, IReadOnlyList<Sum> Sums)> CountAsync(Cases cases, KpiScope day, CancellationToken ct)
    {
        var touched = 0L;
        var columns = All.Select(d => d.Code()).ToList();
        var sums = await db.ReadAsync(
            $"""
            select case {string.Join(' ', columns.Select(c => $"when grouping({c}) = 0 and grouping(reason) = 1 then '{c}'"))} when grouping(reason) = 0 then 'reason' else 'all' end as split,
              case when grouping(unit) = 0 then unit end, case when grouping(reason) = 0 then reason else coalesce({string.Join(", ", columns)}) end as key,
              count(*), count(*) filter (where part = 'denominator'), count(*) filter (where part = 'excluded'), count(*) filter (where part = 'struck'), count(*) filter (where part = 'pending'),
              coalesce(sum(score) filter (where part = 'denominator'), 0), coalesce(sum(score) filter (where part = 'struck'), 0), (select {KpiDays.Touched(KpiDays.AsksForCallers(cases))} from (values ($1, $2)) d(from_at, to_at))
            from ({KpiQuery.Cases(cases, day)}) c group by grouping sets ((), {string.Join(", ", columns.Select(c => $"({c})"))}, (unit, reason)) order by 1, 2, 3
            """,
            day.Values,
            row =>
            {
                touched = row.GetInt64(10);
                return new Sum(
                    row.GetString(0), row.Maybe<string>(1), row.Maybe<string>(2), new(row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7)), row.GetDecimal(8), row.GetDecimal(9));
            },
            ct);
        return (touched, [.. sums.Where(s => s.Split != "reason" || s.Key is not null)]);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Keeping the sums of days failed; the next try is in a minute")]
    private static partial void PassFailed(ILogger log, Exception e);
}
