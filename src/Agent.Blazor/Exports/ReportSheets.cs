using Hotline.Agent.Blazor.Figures;
using Hotline.Agent.Blazor.Language;
using Hotline.Agent.Blazor.Reports;
using Hotline.Agent.Blazor.Sheets;
using Hotline.Tickets;
using Hotline.Tickets.Statistics;
using Microsoft.Extensions.Localization;

namespace Hotline.Agent.Blazor.Exports;

/// <summary>What stands in the columns and sheets: the same numbers as on the pages, as numbers.</summary>
internal static class ReportSheets
{
    /// <summary>A figure by one dimension, the total last.</summary>
    internal static Sheet<KpiRow> Rows(Kpi kpi, FigureAddress address, IStringLocalizer<FigureText> words, TermWords terms) => new($"{kpi.Name()} {FigureWords.Day(address.From)} {FigureWords.Day(address.To)}",
    [
        new(words["name"], r => r.Key is { } key ? terms.NameOf(address.By, key, r.Name) : FigureSentences.Said(r.Name), 28), new(words["value"], r => r.Figure.Value is { } value ? decimal.Round(value, 6) : null) { Percent = kpi.Kind == KpiKind.Rate }, new("95% –", r => r.Figure.Low) { Percent = true }, new("95% +", r => r.Figure.High) { Percent = true },
        new(words["numerator"], r => r.Figure.Numerator), new(words["asked"], r => r.Cases.Asked), new(words["counted"], r => r.Cases.Counted), new(words["excluded"], r => r.Cases.Excluded),
        new(words["struck"], r => r.Cases.Struck), new(words["pending"], r => r.Cases.Pending), new(words["rank"], r => r.Rank),
    ]);

    internal static async Task WriteAsync(XlsxFile book, Report report, Actor reader, IStringLocalizer<ReportText> words, TermWords terms, CancellationToken ct)
    {
        await book.AddAsync(new Sheet<(string Name, object? Value)>(words["about"], [new(words["about"], r => r.Name, 20), new(" ", r => r.Value, 60)]), About(report, reader, words).ToAsyncEnumerable(), ct);
        await book.AddAsync(Figures(words), report.Figures.ToAsyncEnumerable(), ct);
        foreach (var split in report.Splits) await book.AddAsync(Split(split, words, terms), split.Rows.ToAsyncEnumerable(), ct);
        await book.AddAsync(new Sheet<KpiPoint>(words["trend"], [new(words["day"], p => p.From), new(words["accepted"], p => p.Cases.Counted)]), report.Trend.ToAsyncEnumerable(), ct);
        if (report.Calls.Count > 0) await book.AddAsync(Calls(words), report.Calls.ToAsyncEnumerable(), ct);
        if (report.Units is { } units) await book.AddAsync(Units(words), units.Departments.Append(units.City).ToAsyncEnumerable(), ct);
    }

    private static IEnumerable<(string Name, object? Value)> About(Report report, Actor reader, IStringLocalizer<ReportText> words) =>
    [
        (words["kind"], words["kind." + report.Period.Kind].Value), (words["from"], report.Period.From), (words["to"], report.Period.To), (words["made"], report.AsOf), (words["by"], $"{reader.Name} {reader.Id}"),
        .. report.Summary(words).Select(s => (words["summary"].Value, (object?)s)),
    ];

    private static Sheet<ReportFigure> Figures(IStringLocalizer<ReportText> words) => new(words["figures"],
    [
        new(words["figure"], f => f.Kpi.Name(), 28), new(words["now"], f => f.Kpi.Kind == KpiKind.Rate ? null : f.Now.Figure.Value), new(words["now.rate"], f => f.Kpi.Kind == KpiKind.Rate ? f.Now.Figure.Value : null) { Percent = true },
        new("95% –", f => f.Now.Figure.Low) { Percent = true }, new("95% +", f => f.Now.Figure.High) { Percent = true }, new(words["numerator"], f => f.Now.Figure.Numerator), new(words["counted"], f => f.Now.Cases.Counted),
        new(words["then"], f => f.Kpi.Kind == KpiKind.Rate ? null : f.Before.Figure.Value), new(words["then.rate"], f => f.Kpi.Kind == KpiKind.Rate ? f.Before.Figure.Value : null) { Percent = true },
        new(words["change"], ReportWords.Change), new(words["formula"], f => FigureSentences.Said(f.Kpi.Formula), 60),
    ]);

    private static Sheet<ReportCount> Split(ReportSplit split, IStringLocalizer<ReportText> words, TermWords terms) => new(words["split", terms.Of(split.By)],
        [new(terms.Head(split.By), r => split.NameOf(r, words, terms), 28), new(words["now"], r => r.Now), new(words["then"], r => r.Before), new(words["change"], r => ReportWords.Change(r.Now, r.Before))]);

    private static Sheet<ReportCallFigure> Calls(IStringLocalizer<ReportText> words) => new(words["calls"],
    [
        new(words["figure"], f => f.Kpi.Name(), 20), new(words["variant"], f => f.Variant.Name(), 36), new(words["now"], f => f.Kpi.Seconds ? f.Now.Value : null), new(words["now.rate"], f => f.Kpi.Seconds ? null : f.Now.Value) { Percent = true },
        new(words["counted"], f => f.Now.Counted), new(words["then"], f => f.Kpi.Seconds ? f.Before.Value : null), new(words["then.rate"], f => f.Kpi.Seconds ? null : f.Before.Value) { Percent = true }, new(words["change"], ReportWords.Change),
    ]);

    private static Sheet<Score> Units(IStringLocalizer<ReportText> words) => new(words["units"],
    [
        new(words["unit"], s => s.Name, 28), new(words["accepted"], s => s.Accepted), new(words["open"], s => s.Open), new(words["overdue"], s => s.Overdue), new(words["completion"], s => s.Completion.Value) { Percent = true },
        new(words["on-time"], s => s.OnTime.Value) { Percent = true }, new(words["solved"], s => s.Solved.Value) { Percent = true }, new(words["satisfied"], s => s.Satisfied.Value) { Percent = true },
    ]);
}
