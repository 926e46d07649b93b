using Hotline.Tickets.City;
using Npgsql;

namespace Hotline.Tickets.Statistics;

/// <summary>Counts all indicators of a month in all variants and all dimensions.</summary>
internal sealed class MonthCount(NpgsqlDataSource db, KpiFacts facts, CityRules rules, TimeProvider clock, ICallMonth? calls)
{
    private const int Tries = 3;

    /// <summary>Why there are gaps, in the month itself: the calls where no telephony is connected, and each indicator without data.</summary>
    private readonly string[] _leftOut =
        [.. calls is null ? ["话务指标：未连接话务系统，不随工单月报冻结，请查 /api/v1/statistics/calls"] : Array.Empty<string>(), .. Kpis.All.Where(k => k.Unavailable is not null).Select(k => $"{k.Chinese}：{k.Unavailable}")];

    /// <param name="chosen">By the code of an indicator the variant that counted when the month was frozen; null for the city's present ones.</param>
    internal async Task<(MonthBody Body, Dictionary<(string Kpi, Guid Ticket, int No), string> Cases)> CountAsync(
        DateOnly month, IReadOnlyDictionary<string, string>? chosen, CancellationToken ct)
    {
        var rule = chosen is null ? rules.Handling.Kpi : new KpiRules { Variants = chosen };
        for (var i = 0; i < Tries; i++)
        {
            await facts.CatchUpAsync(ct);
            var scope = new KpiScope(rules.StartOf(month), rules.StartOf(month.AddMonths(1)), clock.Now());
            var figures = await FiguresAsync(scope, rule, ct);
            var cases = await CasesAsync(scope, rule, ct);
            if (figures.Where(f => f is { Chosen: true, By: null }).All(f => cases.Asked.GetValueOrDefault(f.Kpi) == f.Cases.Asked)) return (new(month, scope.Now, rules.Version, figures) { Calls = calls is null ? null : await calls.ReadAsync(scope.From, scope.To, ct), LeftOut = _leftOut }, cases.Said);
        }

        throw new InvalidOperationException("The month's tickets do not stand still long enough to be counted. Try again when less is going on.");
    }

    private async Task<List<MonthFigure>> FiguresAsync(KpiScope scope, KpiRules rule, CancellationToken ct)
    {
        var figures = new List<MonthFigure>();
        foreach (var kpi in Kpis.All.Where(k => k.Unavailable is null))
        {
            foreach (var variant in kpi.Variants)
            {
                var (sums, _) = await KpiQuery.SumsAsync(db, new(variant, scope, Enum.GetValues<KpiDimension>()), ct);
                figures.AddRange(sums.OrderBy(s => s.By).ThenBy(s => s.Key, StringComparer.Ordinal).Select(s =>
                    new MonthFigure(kpi.Code, variant.Code, rule.Of(kpi) == variant, s.By, s.Key, s.Cases, s.Score, s.StruckScore)));
            }
        }

        return figures;
    }

    private async Task<(Dictionary<(string Kpi, Guid Ticket, int No), string> Said, Dictionary<string, long> Asked)> CasesAsync(KpiScope scope, KpiRules rule, CancellationToken ct)
    {
        var said = new Dictionary<(string, Guid, int), string>();
        var asked = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var kpi in Kpis.All.Where(k => k.Unavailable is null))
        {
            var cases = await KpiQuery.AllAsync(db, rule.Of(kpi), scope, ct);
            asked.Add(kpi.Code, cases.Count);
            foreach (var c in cases) said.Add((kpi.Code, c.Ticket, c.No), MonthCases.Said(c));
        }

        return (said, asked);
    }
}
