using System.Security.Cryptography;
using System.Text;
using Hotline.Telephony.Rotas;
using Npgsql;

namespace Hotline.Telephony.Statistics;

/// <summary>Raw sums of one figure, before they are a <see cref="CallFigure"/>.</summary>
/// <param name="No">Place of the figure among those asked for.</param>
/// <param name="Split">all, line or agent.</param>
internal sealed record CallSums(int No, string Split, string? Key, long Asked, long Counted, long Excluded, long Pending, decimal Score)
{
    internal static CallSums Sum(IReadOnlyCollection<CallSums> all)
    {
        var first = all.First();
        return new(first.No, first.Split, first.Key, all.Sum(s => s.Asked), all.Sum(s => s.Counted), all.Sum(s => s.Excluded), all.Sum(s => s.Pending), all.Sum(s => s.Score));
    }
}

/// <summary>Days in a row that are kept.</summary>
internal sealed record KeptCalls(DateTimeOffset From, DateTimeOffset To, int Days)
{
    /// <summary>What of a period is left to count.</summary>
    internal IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Around(DateTimeOffset from, DateTimeOffset to) =>
        ((IEnumerable<(DateTimeOffset From, DateTimeOffset To)>)[(from, From), (To, to)]).Where(p => p.From < p.To);
}

/// <summary>
/// 话务日汇总: the sums of days that are over, written by <see cref="CallDayKeeper"/>. Whatever changes under a day takes it away in the same
/// transaction (migration 0016), so a figure is the same number whether its days are kept or not; lists of calls never come from here.
/// </summary>
internal sealed class CallDays(NpgsqlDataSource db)
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    /// <summary>The variant whose worst 24 hours are kept.</summary>
    internal static readonly CallKpiVariant Rolling = CallKpis.Find("connect")!.Variants[0];

    /// <summary>Every indicator that is kept, in all its variants.</summary>
    internal static readonly IReadOnlyList<(string Name, CallKpiVariant Variant)> Figures = [.. CallKpis.All.SelectMany(k => k.Variants.Select(v => (Name(k, v), v)))];

    /// <summary>Tells one way to count from another: what is kept by an older text is not found any more.</summary>
    internal static readonly string Formulas = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        CallStatistics.Counting([.. Figures.Select(f => (f.Variant, CallStatistics.Splits))]) + CallStatistics.Rolling(Rolling))))[..32];

    internal static string Name(CallKpi kpi, CallKpiVariant variant) => $"{kpi.Code}/{variant.Code}";

    internal static DateTimeOffset StartOf(DateOnly day) => CallHistory.Midnight(day, Zone);

    internal static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    /// <summary>The longest stretch of the period whose days are all kept; null where none is.</summary>
    internal async Task<KeptCalls?> FindAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        if (to - from < TimeSpan.FromDays(1)) return null;
        var kept = await db.ReadAsync(
            "select from_at, to_at from telephony.call_day where formulas = $1 and from_at >= $2 and to_at <= $3 order by from_at",
            [Formulas, from, to], row => (From: row.GetFieldValue<DateTimeOffset>(0), To: row.GetFieldValue<DateTimeOffset>(1)), ct);
        KeptCalls? longest = null, last = null;
        foreach (var day in kept)
        {
            last = last?.To == day.From ? new(last.From, day.To, last.Days + 1) : new(day.From, day.To, 1);
            if (last.Days > (longest?.Days ?? 0)) longest = last;
        }

        return longest;
    }

    /// <summary>Null where a day was taken away meanwhile.</summary>
    internal async Task<IReadOnlyList<CallSums>?> SumsAsync(KeptCalls kept, IReadOnlyList<(string Name, string? By)> asked, CancellationToken ct)
    {
        var rows = await db.ReadAsync(
            """
            with k as materialized (select from_at from telephony.call_day where formulas = $1 and from_at >= $2 and to_at <= $3)
            select -1, 'days', null, count(*), 0, 0, 0, 0 from k
            union all
            select a.no, s.split, s.key, sum(s.asked)::bigint, sum(s.counted)::bigint, sum(s.excluded)::bigint, sum(s.pending)::bigint, sum(s.score)
            from unnest($4::int[], $5::text[], $6::text[]) a(no, figure, split) cross join k join telephony.call_day_sum s on s.from_at = k.from_at and s.figure = a.figure and s.split in ('all', a.split) group by 1, 2, 3
            """,
            [Formulas, kept.From, kept.To, Enumerable.Range(0, asked.Count).ToArray(), asked.Select(a => a.Name).ToArray(), asked.Select(a => a.By ?? "all").ToArray()], CallStatistics.Sums, ct);
        return rows.Single(r => r.No < 0).Asked < kept.Days ? null : [.. rows.Where(r => r.No >= 0)];
    }

    /// <summary>The worst 24 hours that end on these days; null where a day was taken away meanwhile.</summary>
    internal async Task<RollingConnect?> RollingAsync(KeptCalls kept, CancellationToken ct)
    {
        var days = await db.ReadAsync(
            "select worst_ends_at, worst_answered, worst_asked, below from telephony.call_day where formulas = $1 and from_at >= $2 and to_at <= $3",
            [Formulas, kept.From, kept.To], row => row.IsDBNull(0) ? CallStatistics.NoCalls : CallStatistics.Worst(row.GetFieldValue<DateTimeOffset>(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)), ct);
        return days.Count < kept.Days ? null : CallStatistics.Worst(days);
    }
}
