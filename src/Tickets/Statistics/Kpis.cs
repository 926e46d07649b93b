namespace Hotline.Tickets.Statistics;

/// <summary>指标目录: every indicator of tickets, each with its formula and its variants.</summary>
public static class Kpis
{
    internal const string Domain = "本平台口径";

    /// <summary>In the order of a report.</summary>
    public static IReadOnlyList<Kpi> All { get; } = [.. IntakeKpis.All, .. DispatchKpis.All, .. HandlingKpis.All, .. CitizenKpis.All, .. SupervisionKpis.All, .. KnowledgeKpis.All, .. Missing()];

    private static readonly Dictionary<string, Kpi> ByCode = All.ToDictionary(k => k.Code);

    /// <summary>Null where there is none of that code.</summary>
    public static Kpi? Find(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>Named by regulations and cities, and without a number here: nothing is made up.</summary>
    private static IEnumerable<Kpi> Missing() =>
    [
        new("quality-errors", "工单差错率", "Quality error rate", KpiKind.Rate, "质检不合格工单 ÷ 抽检工单", Domain, "质检时间", []) { LessIsBetter = true, Unavailable = "质检按通话评分，见话务指标；尚未按工单汇总" },
    ];
}
