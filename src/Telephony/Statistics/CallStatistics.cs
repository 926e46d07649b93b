using System.Globalization;
using Npgsql;

namespace Hotline.Telephony.Statistics;

/// <param name="Key">A line's number or an agent; null in the whole, or where nobody answered.</param>
/// <param name="Asked">Calls that asked for an agent.</param>
/// <param name="Value">A rate from 0 to 1 or seconds; null where nothing is counted.</param>
/// <param name="Low">95 % Wilson interval of a rate.</param>
public sealed record CallFigure(string? Key, long Asked, long Counted, long Excluded, long Pending, decimal Numerator, decimal? Value, double? Low, double? High);

/// <summary>A call behind a figure. No caller's number.</summary>
/// <param name="Part">denominator, excluded or pending.</param>
public sealed record CallCase(Guid Id, DateTimeOffset ArrivedAt, string Line, string? Agent, string Part, string? Reason, decimal Score);

/// <summary>The worst 24 hours in a row that end in the period.</summary>
/// <param name="Below">Calls at whose moment the rate of the 24 hours before stood below 95 %.</param>
public sealed record RollingConnect(DateTimeOffset? WorstEndsAt, long Answered, long Asked, double? Rate, long Below);

/// <summary>Counts calls from the call records (话务统计). A call counts where it arrived.</summary>
public sealed class CallStatistics(NpgsqlDataSource db)
{
    internal static readonly string[] Splits = ["line", "agent"];
    private static readonly string[] NoSplit = [];
    private readonly CallDays _days = new(db);

    /// <summary>Calls that asked for an agent: they were queued. What ended in the announcement asked for nobody.</summary>
    private const string Calls =
        """
        select c.id, c.called as line, c.agent, c.arrived_at, c.talking_since, c.ended_at, c.end_reason, e.queued_at,
          extract(epoch from coalesce(c.talking_since, c.ended_at) - e.queued_at) as wait, extract(epoch from e.queued_at - c.answered_at) as menu,
          extract(epoch from case when e.left_at >= e.joined_at then e.left_at else c.ended_at end - c.talking_since) as talk
        from telephony.call c cross join lateral (
          select min(at) filter (where kind = 'queued') as queued_at, max(at) filter (where kind = 'agent-answered') as joined_at, max(at) filter (where kind = 'agent-left') as left_at
          from telephony.call_event where call_id = c.id and kind in ('queued', 'agent-answered', 'agent-left')) e
        where c.arrived_at >= $1 and c.arrived_at < $2 and e.queued_at is not null
        """;

    /// <param name="by">"line", "agent" or null.</param>
    /// <returns>The whole first.</returns>
    public async Task<IReadOnlyList<CallFigure>> ReadAsync(CallKpi kpi, CallKpiVariant variant, DateTimeOffset from, DateTimeOffset to, string? by, CancellationToken ct) =>
        (await ReadAsync([(kpi, variant, by)], from, to, ct))[0];

    /// <summary>Several figures of one period, as asked for: days that are kept are added up, the other calls are read once for all of them.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<CallFigure>>> ReadAsync(IReadOnlyList<(CallKpi Kpi, CallKpiVariant Variant, string? By)> asked, DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        if (asked.Count == 0) return [];
        if (asked.FirstOrDefault(a => a.By is not (null or "line" or "agent")).By is { } wrong) throw new ArgumentOutOfRangeException(nameof(asked), wrong, "line or agent");
        var days = await _days.FindAsync(from, to, ct);
        var kept = days is null ? null : await _days.SumsAsync(days, [.. asked.Select(a => (CallDays.Name(a.Kpi, a.Variant), a.By))], ct);
        var rows = kept?.ToList() ?? [];
        foreach (var (first, end) in Left(kept is null ? null : days, from, to))
            rows.AddRange(await db.ReadAsync(Counting([.. asked.Select(a => (a.Variant, a.By is null ? NoSplit : [a.By]))]), [first, end], Sums, ct));
        var sums = rows.GroupBy(r => (r.No, r.Split, r.Key)).Select(g => CallSums.Sum([.. g])).ToLookup(s => s.No);
        return [.. asked.Select((a, no) => (IReadOnlyList<CallFigure>)[.. sums[no].OrderBy(s => s.Split != "all").ThenBy(s => s.Key is null).ThenBy(s => s.Key, StringComparer.Ordinal).Select(s => Figure(a.Kpi, s))])];
    }

    private static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Left(KeptCalls? kept, DateTimeOffset from, DateTimeOffset to) => kept?.Around(from, to) ?? [(from, to)];

    /// <summary>The SQL of several figures of the calls from $1 to $2; its rows are read by <see cref="Sums(NpgsqlDataReader)"/>.</summary>
    internal static string Counting(IReadOnlyList<(CallKpiVariant Variant, string[] Splits)> figures) =>
        $"with calls as materialized ({Calls}) {string.Join(" union all ", figures.Select((f, no) => Sums(no, f.Variant, f.Splits)))}";

    private static string Sums(int no, CallKpiVariant variant, string[] splits)
    {
        var (split, key) = splits.Length == 0 ? ("'all'", "null::text")
            : ($"case {string.Join(' ', splits.Select(s => $"when grouping({s}) = 0 then '{s}'"))} else 'all' end", $"case {string.Join(' ', splits.Select(s => $"when grouping({s}) = 0 then {s}"))} end");
        return
            $"""
            select {no.ToString(CultureInfo.InvariantCulture)} as no, {split} as split, {key} as key, count(*) as asked, count(*) filter (where part = 'denominator') as counted,
              count(*) filter (where part = 'excluded') as excluded, count(*) filter (where part = 'pending') as pending, coalesce(sum(score) filter (where part = 'denominator'), 0) as score
            from ({Cases(variant, "calls")}) c group by grouping sets (()
            """ + string.Concat(splits.Select(s => $", ({s})")) + ")";
    }

    internal static CallSums Sums(NpgsqlDataReader row) => new(
        row.GetInt32(0), row.GetString(1), row.Maybe<string>(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetDecimal(7));

    /// <summary>The calls behind a figure, the oldest first.</summary>
    public async Task<IReadOnlyList<CallCase>> CasesAsync(CallKpiVariant variant, DateTimeOffset from, DateTimeOffset to, string? part, int limit, int offset, CancellationToken ct) => await db.ReadAsync(
        $"""
        select id, arrived_at, line, agent, part, reason, score from ({Cases(variant)}) c
        where $3::text is null or part = $3 or ($3 = 'numerator' and part = 'denominator' and score > 0) order by arrived_at, id limit $4 offset $5
        """,
        [from, to, part, limit, offset],
        row => new CallCase(row.GetGuid(0), row.GetFieldValue<DateTimeOffset>(1), row.GetString(2), row.Maybe<string>(3), row.GetString(4), row.Maybe<string>(5), row.GetDecimal(6)), ct);

    /// <summary>GB/T 33358: the connect rate of any 24 hours in a row, looked at whenever a call arrives.</summary>
    public async Task<RollingConnect> RollingAsync(CallKpiVariant variant, DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var days = variant == CallDays.Rolling ? await _days.FindAsync(from, to, ct) : null;
        var kept = days is null ? null : await _days.RollingAsync(days, ct);
        List<RollingConnect> found = [kept ?? NoCalls];
        foreach (var (first, end) in Left(kept is null ? null : days, from, to))
            found.AddRange(await db.ReadAsync(Rolling(variant), [first.AddHours(-24), end, first], row => Worst(row.GetFieldValue<DateTimeOffset>(0), (long)row.GetDecimal(1), row.GetInt64(2), row.GetInt64(3)), ct));
        return Worst(found);
    }

    internal static readonly RollingConnect NoCalls = new(null, 0, 0, null, 0);

    internal static RollingConnect Worst(DateTimeOffset endsAt, long answered, long asked, long below) => new(endsAt, answered, asked, (double)((decimal)answered / asked), below);

    /// <summary>The worst of several stretches of time, and how many stood below in all.</summary>
    internal static RollingConnect Worst(IReadOnlyList<RollingConnect> all) => all.Where(r => r.Asked > 0).OrderBy(r => (decimal)r.Answered / r.Asked).ThenBy(r => r.WorstEndsAt).FirstOrDefault(NoCalls) with { Below = all.Sum(r => r.Below) };

    /// <summary>The worst 24 hours that end between $3 and $2; $1 is a day before $3.</summary>
    internal static string Rolling(CallKpiVariant variant) =>
        $"""
        with w as (
          select arrived_at, count(*) over day as asked, sum(score) over day as answered from ({Cases(variant)}) c where part = 'denominator'
          window day as (order by arrived_at range between interval '24 hours' preceding and current row))
        select arrived_at, answered, asked, count(*) filter (where answered < 0.95 * asked) over () from w where arrived_at >= $3 order by answered / asked, arrived_at limit 1
        """;

    private static string Cases(CallKpiVariant v, string from = $"({Calls})") =>
        $"""
        select f.id, f.arrived_at, f.line, f.agent, {v.Excluded} as reason, coalesce({v.Score}, 0)::numeric as score,
          case when ({v.Excluded}) is not null then 'excluded' when f.ended_at is null{(v.Answered ? "" : " and f.talking_since is null")} then 'pending' else 'denominator' end as part
        from {from} f{(v.Answered ? " where f.talking_since is not null" : "")}
        """;

    private static CallFigure Figure(CallKpi kpi, CallSums s)
    {
        decimal? value = s.Counted == 0 ? null : s.Score / s.Counted;
        (double Low, double High)? interval = kpi.Seconds || s.Counted == 0 ? null : Wilson.Interval((double)s.Score, s.Counted);
        return new(s.Key, s.Asked, s.Counted, s.Excluded, s.Pending, s.Score, value, interval?.Low, interval?.High);
    }
}
