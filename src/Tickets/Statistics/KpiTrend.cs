using System.ComponentModel;
using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Reading;

namespace Hotline.Tickets.Statistics;

/// <summary>How long the pieces of a comparison over time are.</summary>
[JsonConverter(typeof(KebabJson<KpiStep>))]
public enum KpiStep
{
    [Description("按日")] Day,
    [Description("按周")] Week,
    [Description("按月")] Month,
}

/// <summary>A figure of one day, week (from Monday) or month.</summary>
public sealed record KpiPoint(DateOnly From, KpiCases Cases, KpiFigure Figure);

/// <summary>走势: an indicator over time. Its pieces are counted by the same statement as the whole, so they add up to it.</summary>
public sealed class KpiTrend(ListDatabase lists, KpiBoard board, KpiFacts facts, CityRules rules)
{
    /// <returns>Every piece that touches the period, also one without a case.</returns>
    public async Task<IReadOnlyList<KpiPoint>> ReadAsync(KpiQuestion question, KpiStep step, CancellationToken ct)
    {
        await facts.CatchUpAsync(ct);
        var (kpi, variant, scope) = (question.Kpi, board.VariantOf(question), board.Scope(question));
        var (kept, rest) = await board.Days.EachAsync(variant, scope, ct);
        var found = kept.Select(d => (Piece: PieceOf(rules.DayOf(d.Day), step), d.Sums)).ToList();
        foreach (var stretch in rest) found.AddRange(await CountAsync(variant, stretch, step, ct));
        var sums = found.ToLookup(f => f.Piece, f => f.Sums);
        return [.. Pieces(question.From, question.To, step).Select(d => Point(d, KpiSums.Sum(null, null, [.. sums[d]])))];

        KpiPoint Point(DateOnly from, KpiSums all) => new(from, all.Cases, KpiFigure.Of(kpi.Kind, variant.Cases.Doubled, all.Score, all.Cases.Counted));
    }

    private Task<List<(DateOnly Piece, KpiSums Sums)>> CountAsync(KpiVariant variant, KpiScope scope, KpiStep step, CancellationToken ct) => lists.Source.ReadAsync(
        $"""
        select date_trunc('{step.Code()}', at at time zone $6)::date, count(*), count(*) filter (where part = 'denominator'), count(*) filter (where part = 'excluded'),
          count(*) filter (where part = 'struck'), count(*) filter (where part = 'pending'), coalesce(sum(score) filter (where part = 'denominator'), 0)
        from ({KpiQuery.Cases(variant.Cases, scope)}) c group by 1
        """,
        [.. scope.Values, rules.Zone.Id],
        row => (row.GetFieldValue<DateOnly>(0), new KpiSums(null, null, new(row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5)), row.GetDecimal(6), 0)), ct);

    /// <summary>The day a piece begins with.</summary>
    private static DateOnly PieceOf(DateOnly day, KpiStep step) => step switch
    {
        KpiStep.Month => new DateOnly(day.Year, day.Month, 1),
        KpiStep.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        _ => day,
    };

    internal static IEnumerable<DateOnly> Pieces(DateOnly from, DateOnly to, KpiStep step)
    {
        for (var day = PieceOf(from, step); day <= to; day = step switch { KpiStep.Month => day.AddMonths(1), KpiStep.Week => day.AddDays(7), _ => day.AddDays(1) }) yield return day;
    }
}
