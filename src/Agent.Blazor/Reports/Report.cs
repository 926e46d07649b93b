using Hotline.Telephony.Statistics;
using Hotline.Tickets.Statistics;

namespace Hotline.Agent.Blazor.Reports;

/// <summary>日报、周报、月报、专报</summary>
public enum ReportKind { Daily, Weekly, Monthly, Special }

/// <summary>What a report is about.</summary>
/// <param name="To">The last day, included.</param>
/// <param name="Only">专报: only one value of a dimension, such as one category; null for everything.</param>
public sealed record ReportPeriod(ReportKind Kind, DateOnly From, DateOnly To, (KpiDimension By, string Value)? Only = null)
{
    /// <summary>The period that a day lies in; a week begins on Monday.</summary>
    internal static ReportPeriod Of(ReportKind kind, DateOnly day) => kind switch
    {
        ReportKind.Weekly when day.AddDays(-(((int)day.DayOfWeek + 6) % 7)) is var monday => new(kind, monday, monday.AddDays(6)),
        ReportKind.Monthly when new DateOnly(day.Year, day.Month, 1) is var first => new(kind, first, first.AddMonths(1).AddDays(-1)),
        _ => new(kind, day, day),
    };

    /// <summary>环比: the day, week or month before; of a special report as many days before.</summary>
    internal ReportPeriod Before => Kind switch
    {
        ReportKind.Special => this with { From = From.AddDays(-(To.DayNumber - From.DayNumber + 1)), To = From.AddDays(-1) },
        _ => Of(Kind, From.AddDays(-1)),
    };

    /// <summary>The next one; null for a special report.</summary>
    internal ReportPeriod? After => Kind == ReportKind.Special ? null : Of(Kind, To.AddDays(1));
}

/// <summary>One figure now and in the period before.</summary>
public sealed record ReportFigure(Kpi Kpi, KpiRow Now, KpiRow Before);

/// <summary>One figure of calls now and before.</summary>
public sealed record ReportCallFigure(CallKpi Kpi, CallKpiVariant Variant, CallFigure Now, CallFigure Before);

/// <summary>How many requests of each value of a dimension, the most first.</summary>
public sealed record ReportSplit(KpiDimension By, IReadOnlyList<ReportCount> Rows);

/// <param name="Key">Null where nothing was filled in.</param>
public sealed record ReportCount(string? Key, string Name, long Now, long Before);

/// <summary>A report, counted by the same services as every page of figures.</summary>
/// <param name="Trend">Requests accepted, by day or month.</param>
/// <param name="Units">Null in a special report of one matter.</param>
/// <param name="Kept">日报: what the night's job kept of that day; null where it did not run.</param>
/// <param name="Frozen">月报: the frozen month; null where it is not frozen.</param>
public sealed record Report(
    ReportPeriod Period, DateTimeOffset AsOf, IReadOnlyList<ReportFigure> Figures, IReadOnlyList<KpiPoint> Trend, IReadOnlyList<ReportSplit> Splits, Scores? Units, IReadOnlyList<ReportCallFigure> Calls,
    KeptDay? Kept, FrozenMonth? Frozen)
{
    internal ReportFigure Accepted => Figures[0];
}
