using Hotline.Telephony.Statistics;
using Hotline.Tickets.City;
using Hotline.Tickets.Statistics;

namespace Hotline.Agent.Blazor.Reports;

/// <summary>Puts a report together; nothing is counted here.</summary>
internal sealed class ReportReader(
    KpiBoard board, KpiTrend trend, Scoreboard scores, CallStatistics calls, KeptDays kept, MonthBook months, CityRules rules, TimeProvider clock)
{
    private static readonly string[] Shown = ["accepted", "direct-answer", "dispatch-accuracy", "sign-in", "first-contact", "on-time", "completion", "redo", "solved", "satisfied-raters", "follow-up", "handling-time"];
    private static readonly (string Kpi, string Variant)[] ShownCalls = [("connect", "short-5"), ("service-level", "c-15"), ("abandon", "short-5"), ("wait", "queue"), ("talk", "agent")];
    private static readonly KpiDimension[] Dimensions = [KpiDimension.Category, KpiDimension.District, KpiDimension.Type, KpiDimension.Channel];

    internal async Task<Report> ReadAsync(ReportPeriod period, CancellationToken ct)
    {
        var kpis = Shown.Select(c => Kpis.Find(c)!).ToList();
        var dimensions = Dimensions.Where(d => d != period.Only?.By).ToList();
        var (tables, points) = (TablesAsync(kpis, dimensions, period, ct), trend.ReadAsync(Question("accepted", period), period.To.DayNumber - period.From.DayNumber > 62 ? KpiStep.Month : KpiStep.Day, ct));
        var (scored, called) = (period.Only is null ? scores.ReadAsync(period.From, period.To, ct) : null, period.Only is null ? CallsAsync(period, ct) : null);
        await Task.WhenAll([tables, points, scored ?? Task.CompletedTask, called ?? Task.CompletedTask]);
        var (now, before) = await tables;
        var figures = kpis.Select((kpi, i) => new ReportFigure(kpi, now[i].Total, before[i].Total)).ToList();
        var splits = dimensions.Select((by, i) => Split(by, now[kpis.Count + i], before[kpis.Count + i])).ToList();
        return new(
            period, clock.GetUtcNow(), figures, await points, splits, scored is null ? null : await scored, called is null ? [] : await called,
            period.Kind == ReportKind.Daily ? await kept.FindAsync(period.From, ct) : null, period.Kind == ReportKind.Monthly ? await months.FindAsync(period.From, ct) : null);
    }

    /// <summary>Each figure in the whole, then the requests by each dimension: of the period, and of the one before it.</summary>
    private async Task<(IReadOnlyList<KpiTable> Now, IReadOnlyList<KpiTable> Before)> TablesAsync(List<Kpi> kpis, List<KpiDimension> dimensions, ReportPeriod period, CancellationToken ct)
    {
        IEnumerable<KpiQuestion> Of(ReportPeriod of) => [.. kpis.Select(k => Question(k.Code, of)), .. dimensions.Select(by => Question("accepted", of) with { By = by })];
        var both = await board.ReadAllAsync([.. Of(period), .. Of(period.Before)], ct);
        return ([.. both.Take(both.Count / 2)], [.. both.Skip(both.Count / 2)]);
    }

    private static ReportSplit Split(KpiDimension by, KpiTable now, KpiTable then)
    {
        var before = then.Rows.ToDictionary(r => r.Key ?? "", r => r.Cases.Counted, StringComparer.Ordinal);
        return new(by, [.. now.Rows.Select(r => new ReportCount(r.Key, r.Name, r.Cases.Counted, before.GetValueOrDefault(r.Key ?? "")))]);
    }

    private async Task<IReadOnlyList<ReportCallFigure>> CallsAsync(ReportPeriod period, CancellationToken ct)
    {
        var asked = ShownCalls.Select(s => (Kpi: CallKpis.Find(s.Kpi)!, s.Variant)).Select(s => (s.Kpi, Variant: s.Kpi.Variants.First(v => v.Code == s.Variant), By: (string?)null)).ToList();
        var (now, before) = (await FiguresAsync(period), await FiguresAsync(period.Before));
        return [.. asked.Select((a, i) => new ReportCallFigure(a.Kpi, a.Variant, now[i][0], before[i][0]))];

        Task<IReadOnlyList<IReadOnlyList<CallFigure>>> FiguresAsync(ReportPeriod of) => calls.ReadAsync(asked, rules.StartOf(of.From), rules.StartOf(of.To.AddDays(1)), ct);
    }

    private static KpiQuestion Question(string kpi, ReportPeriod period) => new(Kpis.Find(kpi)!, period.From, period.To) { Only = period.Only };
}
