using System.Globalization;
using Hotline.Agent.Blazor.Figures;
using Hotline.Agent.Blazor.Language;
using Hotline.Tickets.Statistics;
using Microsoft.Extensions.Localization;

namespace Hotline.Agent.Blazor.Reports;

/// <summary>A report in sentences and comparisons; numbers only, no judgement.</summary>
internal static class ReportWords
{
    /// <summary>+12.5%, or a dash where there was nothing before.</summary>
    internal static string Change(long now, long before) => before == 0 ? "—" : ((double)(now - before) / before).ToString("+0.0%;-0.0%;0.0%", CultureInfo.InvariantCulture);

    /// <summary>Rates by points, the others by per cent.</summary>
    internal static string Change(ReportFigure figure) => (figure.Now.Figure.Value, figure.Before.Figure.Value) is not ({ } now, { } before) ? "—" : figure.Kpi.Kind switch
    {
        KpiKind.Rate => Points(now - before),
        _ => before == 0 ? "—" : ((now - before) / before).ToString("+0.0%;-0.0%;0.0%", CultureInfo.InvariantCulture),
    };

    internal static string Change(ReportCallFigure figure) => (figure.Now.Value, figure.Before.Value) is not ({ } now, { } before) ? "—"
        : figure.Kpi.Seconds ? (now - before).ToString("+0.0 s;-0.0 s;0.0 s", CultureInfo.InvariantCulture) : Points(now - before);

    /// <summary>Two or three sentences on top.</summary>
    internal static IEnumerable<string> Summary(this Report report, IStringLocalizer<ReportText> words)
    {
        var accepted = report.Accepted;
        yield return words["said.accepted", FigureWords.Count(accepted.Now.Cases.Counted), FigureWords.Count(accepted.Before.Cases.Counted), Change(accepted.Now.Cases.Counted, accepted.Before.Cases.Counted)];
        if (report.Splits.FirstOrDefault(s => s.By == KpiDimension.Category) is { Rows.Count: > 0 } categories && categories.Rows.Where(r => r.Key is not null).Take(3).ToList() is { Count: > 0 } first)
            yield return words["said.most", string.Join(words["said.and"], first.Select(r => $"{r.Name} {r.Now}"))];
        string[] rates = ["on-time", "solved", "satisfied-raters"];
        var said = report.Figures.Where(f => rates.Contains(f.Kpi.Code) && f.Now.Figure.Value is not null).Select(f => $"{f.Kpi.Name()} {f.Kpi.Kind.Value(f.Now.Figure.Value)} ({f.Kpi.Kind.Base(f.Now.Figure)})").ToList();
        if (said.Count > 0) yield return words["said.rates", string.Join(words["said.and"], said)];
        if (report.Units is { } units) yield return words["said.open", FigureWords.Count(units.City.Open), FigureWords.Count(units.City.Overdue)];
    }

    /// <summary>The field's own terms in the reader's language; names of the city as they are.</summary>
    internal static string NameOf(this ReportSplit split, ReportCount row, IStringLocalizer<ReportText> words, TermWords terms) => row.Key is null ? words["not-filled"] : terms.NameOf(split.By, row.Key, row.Name);

    private static string Points(decimal difference) => (difference * 100).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " pp";
}
