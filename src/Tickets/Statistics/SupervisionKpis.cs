using Hotline.Tickets.Supervising;

namespace Hotline.Tickets.Statistics;

/// <summary>督办、催办、提级、延期、挂起: counts of what happened.</summary>
internal static class SupervisionKpis
{
    internal static IReadOnlyList<Kpi> All { get; } =
    [
        Of("supervisions", "督办数", "Supervision orders", "督办单", "supervised") with { Variants = [.. Levels()] },
        Of("urges", "催办数", "Urges", "催办", "urged"),
        Of("raises", "提级数", "Raises", "提级", "raised"),
        Of("extensions", "延期数", "Extensions granted", "获准延期", "extension-granted"),
        Of("suspensions", "挂起数", "Suspensions granted", "获准挂起", "suspension-granted"),
    ];

    private static Kpi Of(string code, string chinese, string english, string what, string mark) =>
        new(code, chinese, english, KpiKind.Count, what + "次数", "巴彦淖尔督办通报", "发生时间", [Whole(what, mark)]) { LessIsBetter = null };

    private static KpiVariant Whole(string what, string mark) => new("all", "全部", "All", what, "—") { Cases = Cases.Marks.Only($"t.kind = 'request' and c.kind = '{mark}'") };

    private static IEnumerable<KpiVariant> Levels() =>
    [
        Whole("督办单", "supervised"),
        .. Enum.GetValues<SupervisionLevel>().Select(l => new KpiVariant(l.Code(), l.Chinese(), English(l), $"{l.Chinese()}单", "—")
        {
            Cases = Cases.Marks.Only($"t.kind = 'request' and c.kind = 'supervised' and c.level = '{l.Code()}'"),
        }),
    ];

    /// <summary>special-supervision is Special supervision.</summary>
    private static string English(SupervisionLevel level) => $"{char.ToUpperInvariant(level.Code()[0])}{level.Code()[1..].Replace('-', ' ')}";
}
