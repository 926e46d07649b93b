using System.Security.Cryptography;
using System.Text;
using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Statistics;

/// <summary>How a period is counted: some of its days from their kept sums, the rest from the cases.</summary>
/// <param name="Days">Beginnings of the days that are kept.</param>
internal sealed record KeptPeriod(string Formula, string Touched, DateTimeOffset[] Days, IReadOnlyList<KpiScope> Rest);

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
    internal async Task<(IReadOnlyList<KpiSums> Sums, IReadOnlyDictionary<string, long> Reasons)> SumsAsync(KpiVariant variant, KpiScope scope, IReadOnlyList<KpiDimension> by, CancellationToken ct)
    {
        if (!Serves(variant, scope, by) || await PeriodAsync(variant, scope, ct) is not { Days.Length: > 0 } period || await KeptAsync(period, scope, by, ct) is not (var sums, var reasons)) return await KpiQuery.SumsAsync(db, variant, scope, by, ct);
        foreach (var rest in period.Rest)
        {
            var (more, why) = await KpiQuery.SumsAsync(db, variant, rest, by, ct);
            sums.AddRange(more);
            foreach (var (reason, many) in why) reasons[reason] = reasons.GetValueOrDefault(reason) + many;
        }

        var all = sums.Append(KpiSums.Sum(null, null, [])).GroupBy(s => (s.By, s.Key)).Select(g => KpiSums.Sum(g.Key.By, g.Key.Key, [.. g]));
        return ([.. all.OrderBy(s => s.By).ThenBy(s => s.Key is null).ThenBy(s => s.Key, StringComparer.Ordinal)], reasons);
    }

    /// <summary>The sums of each kept day of the period, and the scopes that are left to count; everything is left where nothing is kept.</summary>
    internal async Task<(IReadOnlyList<KeptSums> Days, IReadOnlyList<KpiScope> Left)> EachAsync(KpiVariant variant, KpiScope scope, CancellationToken ct)
    {
        if (!Serves(variant, scope, []) || await PeriodAsync(variant, scope, ct) is not { Days.Length: > 0 } period) return ([], [scope]);
        var rows = await RowsAsync(period, scope, [], "s.from_at", ct);
        return rows is null ? ([], [scope]) : ([.. rows.Where(r => r.Split != "reason").Select(r => new KeptSums(r.Day, r.Sums with { By = null, Key = null }))], period.Rest);
    }

    private static bool Serves(KpiVariant variant, KpiScope scope, IReadOnlyList<KpiDimension> by) =>
        MayKeep(variant.Cases) && scope.Only is null && (scope.Units is null || by.All(b => b == KpiDimension.Unit));

    private async Task<KeptPeriod?> PeriodAsync(KpiVariant variant, KpiScope scope, CancellationToken ct)
    {
        var (formula, touched) = (Formula(variant.Cases, scope.ByAcceptance), Touched(AsksForCallers(variant.Cases)));
        var kept = (await db.ReadAsync(
            $"select from_at, to_at from tickets.kpi_kept where formula = $1 and from_at >= $2 and to_at <= $3 and touched = {touched}",
            [formula, scope.From, scope.To], row => (row.Time(0), row.Time(1)), ct)).ToHashSet();
        if (kept.Count == 0) return null;
        var days = Days(scope.From, scope.To).ToList();
        var stretches = Stretches([.. days.Select(d => kept.Contains(d))]);
        return new(
            formula, touched, [.. days.Where((_, i) => !stretches.Exists(s => i >= s.First && i <= s.Last)).Select(d => d.From)],
            [.. stretches.Select(s => scope with { From = days[s.First].From, To = days[s.Last].To })]);
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

    /// <summary>Null where something was touched meanwhile.</summary>
    private async Task<(List<KpiSums> Sums, Dictionary<string, long> Reasons)?> KeptAsync(KeptPeriod period, KpiScope scope, IReadOnlyList<KpiDimension> by, CancellationToken ct)
    {
        if (await RowsAsync(period, scope, by, "null::timestamptz", ct) is not { } rows) return null;
        var reasons = rows.Where(r => r.Split == "reason").GroupBy(r => r.Sums.Key!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(r => r.Sums.Cases.Asked), StringComparer.Ordinal);
        var sums = rows.Where(r => r.Split != "reason").ToList();
        return ([.. sums.Where(r => r.Split == "all" || by.Contains(r.Sums.By!.Value)).Select(r => r.Sums), .. scope.Units is null ? [] : sums.Select(r => r.Sums with { By = null, Key = null })], reasons);
    }

    /// <summary>Of some units the whole is not kept: it is the sum of theirs.</summary>
    private async Task<List<(string Split, DateTimeOffset Day, KpiSums Sums)>?> RowsAsync(KeptPeriod period, KpiScope scope, IReadOnlyList<KpiDimension> by, string each, CancellationToken ct)
    {
        var rows = await db.ReadAsync(
            $"""
            with k as materialized (select from_at from tickets.kpi_kept where formula = $1 and from_at = any ($2) and touched = {period.Touched})
            select 'found', null, null, count(*), 0, 0, 0, 0, 0, 0 from k
            union all
            select s.split, {each}, s.key, sum(s.asked)::bigint, sum(s.counted)::bigint, sum(s.excluded)::bigint, sum(s.struck)::bigint, sum(s.pending)::bigint, sum(s.score), sum(s.struck_score)
            from k join tickets.kpi_kept_sum s on s.formula = $1 and s.from_at = k.from_at where s.split = any ($3) and ($4::text[] is null or s.unit = any ($4)) group by 1, 2, 3
            """,
            [period.Formula, period.Days, Splits(scope, by), scope.Units],
            row => (Split: row.GetString(0), Day: row.MaybeTime(1) ?? default, Sums: Read(row)), ct);
        return rows.Single(r => r.Split == "found").Sums.Cases.Asked < period.Days.Length ? null : [.. rows.Where(r => r.Split != "found")];
    }

    private static string[] Splits(KpiScope scope, IReadOnlyList<KpiDimension> by) => ["reason", .. scope.Units is null ? ["all", .. by.Select(b => b.Code())] : new[] { KpiDimension.Unit.Code() }];

    private static KpiSums Read(NpgsqlDataReader row) => new(
        Terms.TryFromCode<KpiDimension>(row.GetString(0), out var by) ? by : null, row.Maybe<string>(2),
        new(row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7)), row.GetDecimal(8), row.GetDecimal(9));
}
