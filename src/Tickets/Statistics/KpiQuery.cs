using System.Globalization;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Statistics;

/// <summary>What to count.</summary>
/// <param name="To">The first moment after the period.</param>
/// <param name="ByAcceptance">Cases of tickets accepted in the period, whatever their own moment is.</param>
/// <param name="Units">Only of these; null for all.</param>
/// <param name="Only">Only of this value of a dimension; null for all.</param>
internal sealed record KpiScope(
    DateTimeOffset From, DateTimeOffset To, DateTimeOffset Now, bool ByAcceptance = false, string[]? Units = null, (KpiDimension By, string Value)? Only = null)
{
    internal object?[] Values => [From, To, Now, Units, Only?.Value];
}

/// <summary>A figure to be counted.</summary>
/// <param name="By">What it is split by, beside the whole.</param>
internal sealed record KpiAsk(KpiVariant Variant, KpiScope Scope, IReadOnlyList<KpiDimension> By);

/// <param name="Sums">The whole, and every value of the dimensions asked for.</param>
/// <param name="Reasons">Why cases were left out, and how many for each reason.</param>
internal sealed record KpiCounted(IReadOnlyList<KpiSums> Sums, IReadOnlyDictionary<string, long> Reasons);

/// <param name="Score">What it adds to the numerator.</param>
/// <param name="Reason">Why it is excluded or struck.</param>
internal sealed record KpiCase(Guid Ticket, int No, string? Unit, KpiPart Part, decimal Score, string? Reason);

/// <summary>The SQL of a variant. Sums and lists stand on the same text, so a number and its list cannot differ.</summary>
internal static class KpiQuery
{
    /// <summary>Over a longer time most tickets are among the cases.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromDays(62);

    private const string Reason = "reason";

    private static readonly KpiDimension[] Dimensions = Enum.GetValues<KpiDimension>();

    /// <summary>One row per case: ticket_id, no, at, the dimensions, part, reason, score.</summary>
    /// <param name="inTime">The oldest first, so that whoever reads a page only need not read them all.</param>
    internal static string Cases(Cases cases, KpiScope scope, bool inTime = false)
    {
        var at = At(cases, scope);
        return
            $"""
            select ticket_id, no, at, unit, line, channel, district, town, type, category, urgency, score,
              {Parts}
            from (
              select t.ticket_id, {cases.No} as no, {at} as at, {cases.Unit} as unit, t.line, t.channel, t.district, t.town, t.type, t.category, t.urgency,
                {Judged(cases)}
              from {Source(cases, scope)} where {cases.Where} and {InPeriod(cases, scope)} {(inTime ? $"order by {at} " : "")}offset 0) f
            where {Chosen(scope)}
            """;
    }

    private const string Parts =
        """
        case when excluded is not null then 'excluded' when pending then 'pending' when struck is not null then 'struck' else 'denominator' end as part,
          coalesce(excluded, case when not pending then struck end) as reason
        """;

    private static string At(Cases cases, KpiScope scope) => scope.ByAcceptance ? "t.accepted_at" : cases.At;

    private static string Source(Cases cases, KpiScope scope) => cases.Source(IsFew(scope));

    /// <summary>Of so short a time that each case's ticket is looked up: then one plan serves all values, and planning, a fifth of such a statement's time, is saved.</summary>
    internal static bool IsFew(KpiScope scope) => !scope.ByAcceptance && scope.To - scope.From <= Short;

    private static string InPeriod(Cases cases, KpiScope scope) => $"{At(cases, scope)} >= $1 and {At(cases, scope)} < $2 and $3::timestamptz is not null";

    private static string Chosen(KpiScope scope) => $"($4::text[] is null or unit = any($4)) and ($5::text is null or coalesce({Column(scope.Only?.By ?? KpiDimension.Unit)}, '') = $5)";

    private static string Judged(Cases cases)
    {
        var excluded = cases.Excluded.Count == 0 ? "null::text" : $"case {string.Join(' ', cases.Excluded.Select(e => $"when {e.When} then '{e.Code}'"))} end";
        return $"{excluded} as excluded, coalesce({cases.Pending}, false) as pending, ({cases.Score})::numeric as score, {Struck(cases)} as struck";
    }

    /// <summary>剔除: the reason of a granted exclusion that keeps the case out of this figure of the unit.</summary>
    private static string Struck(Cases cases) => cases.Scope is null ? "null::text" :
        $"""
        (select min(x.code) from tickets.exclusion x where x.ticket_id = t.ticket_id and x.unit = {cases.Unit} and x.state = 'granted'
          and x.scope in ('all', '{cases.Scope}'){(cases.Closing is { } closing ? $" and x.round = {closing}" : "")})
        """;

    /// <summary>Asks with the same key are counted in one reading: of the same rows, by the same moment, period and split.</summary>
    internal static string Reading(KpiAsk ask) => string.Create(CultureInfo.InvariantCulture,
        $"{ask.Variant.Cases.From} {At(ask.Variant.Cases, ask.Scope)} {ask.Scope.From:O} {ask.Scope.To:O} {ask.Scope.Now:O} {Parted(ask)} {ask.Scope.Only}");

    /// <summary>Of which units, and what it is split by.</summary>
    internal static string Parted(KpiAsk ask) => $"{(ask.Scope.Units is { } units ? $"[{string.Join(' ', units)}]" : "")} {string.Join(' ', ask.By)}";

    /// <summary>Sums of the whole and of every value of the dimensions asked for, and why cases were left out.</summary>
    internal static async Task<KpiCounted> SumsAsync(NpgsqlDataSource db, KpiAsk ask, CancellationToken ct) =>
        Counted(await db.ReadAsync(Sums([ask]), ask.Scope.Values, row => Row(row, ask.By), ct), 1)[0];

    /// <summary>The same of several asks in one reading, for a batch; its rows are read by <see cref="NextAsync"/>.</summary>
    internal static NpgsqlBatchCommand Command(IReadOnlyList<KpiAsk> reading) => Sql.Command(Sums(reading), reading[0].Scope.Values);

    /// <returns>In the order of the asks.</returns>
    internal static async Task<KpiCounted[]> NextAsync(NpgsqlDataReader rows, IReadOnlyList<KpiAsk> reading, CancellationToken ct) => Counted(await rows.NextAsync(row => Row(row, reading[0].By), ct), reading.Count);

    private static string Sums(IReadOnlyList<KpiAsk> reading)
    {
        var (cases, scope) = (reading[0].Variant.Cases, reading[0].Scope);
        string[] columns = [.. reading[0].By.Select(d => d.Code()), Reason];
        return
            $"""
            select figure, case {string.Join(' ', columns.Select((c, i) => $"when grouping({c}) = 0 then {i + 1}"))} else 0 end, coalesce({string.Join(", ", columns)}),
              count(*), count(*) filter (where part = 'denominator'), count(*) filter (where part = 'excluded'),
              count(*) filter (where part = 'struck'), count(*) filter (where part = 'pending'),
              coalesce(sum(score) filter (where part = 'denominator'), 0), coalesce(sum(score) filter (where part = 'struck'), 0)
            from (
              select figure, unit, line, channel, district, town, type, category, urgency, score, {Parts}
              from (
                select f.*, t.line, t.channel, t.district, t.town, t.type, t.category, t.urgency
                from {Source(cases, scope)} cross join lateral ({string.Join(" union all ", reading.Select((r, i) => $"select {i} as figure, {r.Variant.Cases.Unit} as unit, {Judged(r.Variant.Cases)} where {r.Variant.Cases.Where}"))}) f
                where ({string.Join(" or ", reading.Select(r => r.Variant.Cases.Where).Distinct(StringComparer.Ordinal))}) and {InPeriod(cases, scope)} offset 0) f
              where {Chosen(scope)}) c
            group by grouping sets ((figure), {string.Join(", ", columns.Select(c => $"(figure, {c})"))}) order by 1, 2, 3
            """;
    }

    /// <summary>Set 0 is the whole, then come the dimensions, the reasons last.</summary>
    private static (int Figure, bool IsReason, KpiSums Sums) Row(NpgsqlDataReader row, IReadOnlyList<KpiDimension> by)
    {
        var set = row.GetInt32(1);
        return (row.GetInt32(0), set == by.Count + 1, new(
            set > 0 && set <= by.Count ? by[set - 1] : null, row.Maybe<string>(2),
            new(row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7)), row.GetDecimal(8), row.GetDecimal(9)));
    }

    /// <summary>A figure without a case has a whole too: of nothing.</summary>
    private static KpiCounted[] Counted(List<(int Figure, bool IsReason, KpiSums Sums)> rows, int figures)
    {
        var found = rows.ToLookup(r => r.Figure);
        return [.. Enumerable.Range(0, figures).Select(f => new KpiCounted(
            found.Contains(f) ? [.. found[f].Where(r => !r.IsReason).Select(r => r.Sums)] : [KpiSums.Sum(null, null, [])],
            found[f].Where(r => r.IsReason && r.Sums.Key is not null).ToDictionary(r => r.Sums.Key!, r => r.Sums.Cases.Asked, StringComparer.Ordinal)))];
    }

    /// <summary>Every case, in a fixed order.</summary>
    internal static Task<List<KpiCase>> AllAsync(NpgsqlDataSource db, KpiVariant variant, KpiScope scope, CancellationToken ct) => db.ReadAsync(
        $"select ticket_id, no, unit, part, score, reason from ({Cases(variant.Cases, scope)}) c order by ticket_id, no",
        scope.Values,
        row => new KpiCase(row.GetGuid(0), row.GetInt32(1), row.Maybe<string>(2), row.Code<KpiPart>(3), row.GetDecimal(4), row.Maybe<string>(5)), ct);

    /// <summary>The condition of a part over the rows of <see cref="Cases"/>.</summary>
    internal static string Where(KpiPart part) => part == KpiPart.Numerator ? "part = 'denominator' and score > 0" : $"part = '{part.Code()}'";

    internal static string Column(KpiDimension by) => Dimensions.Contains(by) ? by.Code() : throw new ArgumentOutOfRangeException(nameof(by));
}
