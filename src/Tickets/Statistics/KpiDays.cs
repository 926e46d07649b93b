using System.Data;
using System.Security.Cryptography;
using System.Text;
using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Statistics;

/// <summary>How a period is counted: some of its days from their kept sums, the rest from the cases.</summary>
/// <param name="Days">Beginnings of the days that are kept.</param>
internal sealed record KeptPeriod(string Formula, DateTimeOffset[] Days, IReadOnlyList<KpiScope> Rest);

/// <summary>The kept sums of one day; split and key as <see cref="KpiSums"/> has them.</summary>
internal sealed record KeptSums(DateTimeOffset Day, KpiSums Sums);

/// <summary>
/// 日汇总: the sums of whole days, written by <see cref="KpiDayKeeper"/> and looked at only while nothing under them has changed since. Whatever
/// is not kept is counted from the cases by the same text, so a figure is the same number either way; lists of cases never come from here.
/// </summary>
internal sealed class KpiDays(NpgsqlDataSource db, CityRules rules)
{
    /// <summary>Each stretch that is not kept is a statement of its own.</summary>
    private const int MostStretches = 3;

    private const string ItsDays = "between (from_at at time zone 'Asia/Shanghai')::date and ((to_at - interval '1 microsecond') at time zone 'Asia/Shanghai')::date";

    /// <summary>How often the day from from_at to to_at has been touched so far (migration 0023).</summary>
    private const string TouchedByTickets =
        $"""
        coalesce((select sum(w.times) from tickets.kpi_touch w where w.day {ItsDays}), 0) + coalesce((select w.times from tickets.kpi_touch w where w.day = '-infinity'), 0)
        """;

    /// <summary>The same where other tickets of the caller matter too (migration 0026).</summary>
    private const string TouchedByCallers = $"{TouchedByTickets} + coalesce((select sum(w.times) from tickets.kpi_caller_touch w where w.day {ItsDays}), 0)";

    internal static string Touched(bool callers) => $"({(callers ? TouchedByCallers : TouchedByTickets)})::bigint";

    /// <summary>The caller's number decides, or what else came from it.</summary>
    internal static bool AsksForCallers(Cases cases) => KpiQuery.Cases(cases, new(default, default, default)).Contains("tickets.requester", StringComparison.Ordinal);

    /// <summary>Tells one way to count from another: what is kept by an older text is not found any more.</summary>
    internal static string Formula(Cases cases, bool byAcceptance) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(KpiQuery.Cases(cases, new(default, default, default, byAcceptance)))))[..32];

    /// <summary>Days whose sums can be kept: those of tickets. Reviews of articles are few.</summary>
    internal static bool MayKeep(Cases cases) => cases.From.StartsWith("tickets.kpi_", StringComparison.Ordinal);

    /// <summary>As <see cref="KpiQuery.SumsAsync"/>, reading as few cases as it can.</summary>
    internal async Task<KpiCounted> SumsAsync(KpiVariant variant, KpiScope scope, IReadOnlyList<KpiDimension> by, CancellationToken ct) => (await SumsAsync([new(variant, scope, by)], ct))[0];

    /// <summary>
    /// A few round trips, however many figures are asked for; one connection counts them one after another. What is kept and what is counted
    /// beside it are of the same moment.
    /// </summary>
    internal async Task<IReadOnlyList<KpiCounted>> SumsAsync(IReadOnlyList<KpiAsk> asks, CancellationToken ct)
    {
        if (asks.Count == 0) return [];
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var periods = await PeriodsAsync(connection, asks, ct);
        if (asks.Zip(periods).SelectMany(a => Left(a.First, a.Second)).All(KpiQuery.IsFew)) await connection.ReadAsync("select set_config('plan_cache_mode', 'force_generic_plan', true)", [], _ => 0, ct);
        var counted = await CountAsync(connection, asks, periods, ct);
        await moment.CommitAsync(ct);
        return counted;
    }

    /// <summary>The sums of each kept day of the period, and the scopes that are left to count; everything is left where nothing is kept.</summary>
    internal async Task<(IReadOnlyList<KeptSums> Days, IReadOnlyList<KpiScope> Left)> EachAsync(KpiVariant variant, KpiScope scope, CancellationToken ct)
    {
        var ask = new KpiAsk(variant, scope, []);
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        if ((await PeriodsAsync(connection, [ask], ct))[0] is not { } period) return ([], [scope]);
        var rows = await connection.ReadAsync(KeptSql("s.from_at"), KeptValues(ask, [(0, period)]), Row, ct);
        await moment.CommitAsync(ct);
        return ([.. rows.Where(r => r.Split != "reason").Select(r => new KeptSums(r.Day, r.Sums with { By = null, Key = null }))], period.Rest);
    }

    private static bool Serves(KpiAsk ask) => MayKeep(ask.Variant.Cases) && ask.Scope.Only is null && (ask.Scope.Units is null || ask.By.All(b => b == KpiDimension.Unit));

    /// <summary>Null for each that must be counted from the cases alone.</summary>
    private async Task<KeptPeriod?[]> PeriodsAsync(NpgsqlConnection connection, IReadOnlyList<KpiAsk> asks, CancellationToken ct)
    {
        var served = asks.Select((Ask, No) => (Ask, No, Formula: Serves(Ask) ? Formula(Ask.Variant.Cases, Ask.Scope.ByAcceptance) : "", Callers: Serves(Ask) && AsksForCallers(Ask.Variant.Cases))).ToList();
        var looked = served.Where(s => s.Formula.Length > 0).ToList();
        if (looked.Count == 0) return new KeptPeriod?[asks.Count];
        var days = looked.Select(s => (s.Ask.Scope.From, s.Ask.Scope.To)).Distinct().SelectMany(s => Days(s.From, s.To)).Distinct().ToList();
        var kept = (await connection.ReadAsync(
            $"""
            with day as materialized (select from_at, to_at, {Touched(false)} as touched, {Touched(true)} as touched_too from unnest($6::timestamptz[], $7::timestamptz[]) d(from_at, to_at))
            select f.no, k.from_at from unnest($1::int[], $2::text[], $3::boolean[], $4::timestamptz[], $5::timestamptz[]) f(no, formula, callers, from_at, to_at)
            join tickets.kpi_kept k on k.formula = f.formula and k.from_at >= f.from_at and k.to_at <= f.to_at
            join day d on d.from_at = k.from_at and d.to_at = k.to_at
            where k.touched = case when f.callers then d.touched_too else d.touched end and (k.until is null or k.until > $8)
            """,
            [
                looked.Select(s => s.No).ToArray(), looked.Select(s => s.Formula).ToArray(), looked.Select(s => s.Callers).ToArray(), looked.Select(s => s.Ask.Scope.From).ToArray(), looked.Select(s => s.Ask.Scope.To).ToArray(),
                days.Select(d => d.From).ToArray(), days.Select(d => d.To).ToArray(), looked.Max(s => s.Ask.Scope.Now),
            ], row => (No: row.GetInt32(0), Day: row.Time(1)), ct)).ToLookup(k => k.No, k => k.Day);
        return [.. served.Select(s => Period(s.Ask.Scope, s.Formula, [.. kept[s.No]]))];
    }

    private KeptPeriod? Period(KpiScope scope, string formula, HashSet<DateTimeOffset> kept)
    {
        if (kept.Count == 0) return null;
        var days = Days(scope.From, scope.To).ToList();
        var stretches = Stretches([.. days.Select(d => kept.Contains(d.From))]);
        DateTimeOffset[] whole = [.. days.Where((_, i) => !stretches.Exists(s => i >= s.First && i <= s.Last)).Select(d => d.From)];
        return whole.Length == 0 ? null : new(formula, whole, [.. stretches.Select(s => scope with { From = days[s.First].From, To = days[s.Last].To })]);
    }

    private static async Task<KpiCounted[]> CountAsync(NpgsqlConnection connection, IReadOnlyList<KpiAsk> asks, KeptPeriod?[] periods, CancellationToken ct)
    {
        var kept = Enumerable.Range(0, asks.Count).Where(i => periods[i] is not null).GroupBy(i => KpiQuery.Parted(asks[i]), StringComparer.Ordinal).Select(g => g.ToArray()).ToList();
        var readings = asks.SelectMany((ask, i) => Left(ask, periods[i]).Select(left => (Figure: i, Ask: ask with { Scope = left }))).GroupBy(l => KpiQuery.Reading(l.Ask), StringComparer.Ordinal).Select(g => g.ToArray()).ToList();
        await using var batch = new NpgsqlBatch(connection);
        foreach (var some in kept) batch.BatchCommands.Add(Sql.Command(KeptSql("null::timestamptz"), KeptValues(asks[some[0]], [.. some.Select(i => (i, periods[i]!))])));
        foreach (var reading in readings) batch.BatchCommands.Add(KpiQuery.Command([.. reading.Select(r => r.Ask)]));

        batch.Timeout *= batch.BatchCommands.Count; // each has its own
        await using var rows = await batch.ExecuteReaderAsync(ct);
        var parts = asks.Select(_ => new List<KpiCounted>()).ToArray();
        foreach (var some in kept)
        {
            var found = (await rows.NextAsync(Row, ct)).ToLookup(r => r.No);
            foreach (var i in some) parts[i].Add(Kept([.. found[i]], asks[i]));
        }

        foreach (var reading in readings)
        {
            foreach (var (figure, counted) in reading.Select(r => r.Figure).Zip(await KpiQuery.NextAsync(rows, [.. reading.Select(r => r.Ask)], ct))) parts[figure].Add(counted);
        }

        return [.. parts.Select((p, i) => periods[i] is null ? p[0] : Together(p))];
    }

    private static IReadOnlyList<KpiScope> Left(KpiAsk ask, KeptPeriod? period) => period?.Rest ?? [ask.Scope];

    private static KpiCounted Together(IReadOnlyList<KpiCounted> parts)
    {
        var sums = parts.SelectMany(p => p.Sums).Append(KpiSums.Sum(null, null, [])).GroupBy(s => (s.By, s.Key)).Select(g => KpiSums.Sum(g.Key.By, g.Key.Key, [.. g]));
        var reasons = parts.SelectMany(p => p.Reasons).GroupBy(r => r.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(r => r.Value), StringComparer.Ordinal);
        return new([.. sums.OrderBy(s => s.By).ThenBy(s => s.Key is null).ThenBy(s => s.Key, StringComparer.Ordinal)], reasons);
    }

    /// <summary>Of some units the whole is not kept: it is the sum of theirs.</summary>
    private static KpiCounted Kept(IReadOnlyList<KeptRow> rows, KpiAsk ask)
    {
        var reasons = rows.Where(r => r.Split == "reason").GroupBy(r => r.Sums.Key!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(r => r.Sums.Cases.Asked), StringComparer.Ordinal);
        var sums = rows.Where(r => r.Split != "reason").ToList();
        return new([.. sums.Where(r => r.Split == "all" || ask.By.Contains(r.Sums.By!.Value)).Select(r => r.Sums), .. ask.Scope.Units is null ? [] : sums.Select(r => r.Sums with { By = null, Key = null })], reasons);
    }

    /// <summary>The days of the city from one midnight to another.</summary>
    internal IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Days(DateTimeOffset from, DateTimeOffset to)
    {
        for (var day = rules.DayOf(from); rules.StartOf(day) < to; day = day.AddDays(1)) yield return (rules.StartOf(day), rules.StartOf(day.AddDays(1)));
    }

    /// <summary>What is not kept in a row; where there are too many, the nearest become one with what lies between them.</summary>
    internal static List<(int First, int Last)> Stretches(IReadOnlyList<bool> kept)
    {
        var found = new List<(int First, int Last)>();
        for (var i = 0; i < kept.Count; i++)
        {
            if (kept[i]) continue;
            if (found.Count > 0 && found[^1].Last == i - 1) found[^1] = (found[^1].First, i);
            else found.Add((i, i));
        }

        while (found.Count > MostStretches)
        {
            var near = Enumerable.Range(1, found.Count - 1).MinBy(i => found[i].First - found[i - 1].Last);
            found[near - 1] = (found[near - 1].First, found[near].Last);
            found.RemoveAt(near);
        }

        return found;
    }

    /// <param name="No">Of the ask.</param>
    private sealed record KeptRow(int No, string Split, DateTimeOffset Day, KpiSums Sums);

    /// <summary>The days were looked at in the same transaction: they hold. Each is looked up by itself: a join would read the whole table for a few of its days.</summary>
    private static string KeptSql(string each) =>
        $"""
        select f.no, s.split, {each}, s.key, sum(s.asked)::bigint, sum(s.counted)::bigint, sum(s.excluded)::bigint, sum(s.struck)::bigint, sum(s.pending)::bigint, sum(s.score), sum(s.struck_score)
        from unnest($1::int[], $2::text[], $3::timestamptz[]) f(no, formula, day)
        cross join lateral (select * from tickets.kpi_kept_sum k where k.formula = f.formula and k.from_at = f.day and k.split = any ($4) and ($5::text[] is null or k.unit = any ($5)) offset 0) s
        group by 1, 2, 3, 4
        """;

    /// <param name="like">For its units and its split.</param>
    private static object?[] KeptValues(KpiAsk like, IReadOnlyList<(int No, KeptPeriod Period)> periods)
    {
        var days = periods.SelectMany(p => p.Period.Days, (p, day) => (p.No, p.Period.Formula, Day: day)).ToList();
        return [days.Select(d => d.No).ToArray(), days.Select(d => d.Formula).ToArray(), days.Select(d => d.Day).ToArray(), Splits(like.Scope, like.By), like.Scope.Units];
    }

    private static KeptRow Row(NpgsqlDataReader row) => new(row.GetInt32(0), row.GetString(1), row.MaybeTime(2) ?? default, Read(row));

    private static string[] Splits(KpiScope scope, IReadOnlyList<KpiDimension> by) => ["reason", .. scope.Units is null ? ["all", .. by.Select(b => b.Code())] : new[] { KpiDimension.Unit.Code() }];

    private static KpiSums Read(NpgsqlDataReader row) => new(
        Terms.TryFromCode<KpiDimension>(row.GetString(1), out var by) ? by : null, row.Maybe<string>(3),
        new(row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8)), row.GetDecimal(9), row.GetDecimal(10));
}
