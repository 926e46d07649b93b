using Hotline.Agent.Blazor.Figures;
using Hotline.Agent.Blazor.Language;
using Hotline.Agent.Blazor.Reports;
using Hotline.Agent.Blazor.Sheets;
using Hotline.Tickets.City;
using Hotline.Tickets.Statistics;
using Microsoft.Extensions.Localization;

namespace Hotline.Agent.Blazor.Exports;

/// <summary>日报、周报、月报、专报 in Word: the sentences, figures, tables and charts of the page, in the reader's language.</summary>
internal sealed class ReportDocument(CityRules rules, IStringLocalizer<ReportText> words, IStringLocalizer<TermText> english)
{
    private const int Most = 10;
    private readonly TermWords _terms = new(english);

    /// <param name="title">Null for the name of its kind.</param>
    /// <param name="by">Who took it, or to whom it goes; stands in the footer with the moment.</param>
    internal DocxFile Write(Report report, string? title, string by)
    {
        var file = new DocxFile(HeadingOf(report.Period, title), words["footer", by, report.AsOf.Minute()], report.AsOf);
        file.Title($"{rules.Profile.Name} · {Days(report.Period)} · {words["as-of", report.AsOf.Minute()].Value}");
        file.Heading(words["summary"]);
        foreach (var said in report.Summary(words)) file.Paragraph(said);
        if (report.Kept is { } kept) file.Soft(words["kept", kept.MadeAt.Minute(), kept.Figures.City.Accepted, kept.Figures.Answered]);
        if (report.Period.Kind == ReportKind.Monthly) file.Soft(report.Frozen is { } frozen ? words["frozen", frozen.FrozenAt.Minute(), frozen.Hash[..16]] : words["not-frozen"]);
        Figures(file, report);
        if (report.Trend.Count > 1) file.Chart(new(words["trend"], [.. report.Trend.Select(p => FigureWords.Day(p.From)[5..])], words["accepted"], [.. report.Trend.Select(p => (double)(p.Figure.Value ?? 0))], Bars: false));
        foreach (var split in report.Splits) Split(file, split);
        Calls(file, report);
        Units(file, report);
        file.Soft(words["foot.paper"]);
        return file;
    }

    internal string HeadingOf(ReportPeriod period, string? title) => period.Kind == ReportKind.Special && !string.IsNullOrWhiteSpace(title) ? title.Trim() : words["kind." + period.Kind].Value;

    internal static string Days(ReportPeriod period) => period.From == period.To ? period.From.InFull() : $"{period.From.InFull()} – {period.To.InFull()}";

    private void Figures(DocxFile file, Report report)
    {
        file.Heading(words["figures"]);
        file.Table(
            [new(words["figure"], 4), new(words["now"], 2, Number: true), new(words["interval"], 3), new(words["base"], 3, Number: true), new(words["then"], 2, Number: true), new(words["change"], 2, Number: true)],
            report.Figures.Select(f => (string[])[f.Kpi.Name(), f.Kpi.Kind.Value(f.Now.Figure.Value), FigureWords.Interval(f.Now.Figure.Low, f.Now.Figure.High), f.Kpi.Kind.Base(f.Now.Figure), f.Kpi.Kind.Value(f.Before.Figure.Value), ReportWords.Change(f)]));
    }

    private void Split(DocxFile file, ReportSplit split)
    {
        var (heading, all) = (words["split", _terms.Of(split.By)].Value, split.Rows.Sum(r => r.Now));
        file.Heading(heading);
        if (split.Rows.Count == 0)
        {
            file.Paragraph(words["none"]);
            return;
        }

        var first = split.Rows.Take(Most).ToList();
        if (first.Count > 1) file.Chart(new(heading, [.. first.Select(r => split.NameOf(r, words, _terms))], words["accepted"], [.. first.Select(r => (double)r.Now)], Bars: true));
        file.Table(
            [new(_terms.Head(split.By), 5), new(words["now"], 2, Number: true), new(words["share"], 2, Number: true), new(words["then"], 2, Number: true), new(words["change"], 2, Number: true)],
            first.Select(r => (string[])[split.NameOf(r, words, _terms), FigureWords.Count(r.Now), all == 0 ? "—" : FigureWords.Percent((double)r.Now / all), FigureWords.Count(r.Before), ReportWords.Change(r.Now, r.Before)]));
        if (split.Rows.Count > Most) file.Soft(words["more", split.Rows.Count - Most]);
    }

    private void Calls(DocxFile file, Report report)
    {
        if (report.Calls.Count == 0) return;
        file.Heading(words["calls"]);
        file.Table(
            [new(words["figure"], 3), new(words["variant"], 5), new(words["now"], 2, Number: true), new(words["counted"], 2, Number: true), new(words["then"], 2, Number: true), new(words["change"], 2, Number: true)],
            report.Calls.Select(f => (string[])[f.Kpi.Name(), f.Variant.Name(), f.Kpi.Value(f.Now), FigureWords.Count(f.Now.Counted), f.Kpi.Value(f.Before), ReportWords.Change(f)]));
    }

    private void Units(DocxFile file, Report report)
    {
        if (report.Units is not { } units) return;
        file.Heading(words["units"]);
        file.Soft(words["units.how"]);
        file.Table(
            [new(words["unit"], 5), new(words["accepted"], 2, Number: true), new(words["open"], 2, Number: true), new(words["overdue"], 2, Number: true), new(words["completion"], 3, Number: true), new(words["on-time"], 3, Number: true), new(words["solved"], 3, Number: true), new(words["satisfied"], 3, Number: true)],
            units.Departments.Select(s => (string[])[s.Name, FigureWords.Count(s.Accepted), FigureWords.Count(s.Open), FigureWords.Count(s.Overdue), Share(s.Completion), Share(s.OnTime), Share(s.Solved), Share(s.Satisfied)]));
    }

    /// <summary>A rate is never told without its base.</summary>
    private static string Share(Rate rate) => rate.Value is { } value ? $"{FigureWords.Percent(value)} ({rate.Numerator}/{rate.Denominator})" : "—";
}
