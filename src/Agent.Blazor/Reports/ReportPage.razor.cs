using Hotline.Agent.Blazor.Design;
using Hotline.Agent.Blazor.Figures;
using Hotline.Tickets;
using Hotline.Tickets.Grids;
using Hotline.Tickets.Statistics;
using Microsoft.AspNetCore.Components;
using MapArea = Hotline.Agent.Blazor.Design.MapArea;

namespace Hotline.Agent.Blazor.Reports;

/// <summary>日报、周报、月报、专报 as a page.</summary>
public sealed partial class ReportPage : FigurePageBase
{
    private ReportPeriod? _period;
    private Report? _report;
    private string? _only;
    private IReadOnlyList<MapArea> _map = [];
    private IReadOnlyList<string> _labels = [];
    private IReadOnlyList<ChartSeries> _series = [];

    [Parameter] public string Kind { get; set; } = "";
    [Parameter] public string? Day { get; set; }
    [SupplyParameterFromQuery] public string? Category { get; set; }
    [SupplyParameterFromQuery] public string? District { get; set; }
    [SupplyParameterFromQuery] public string? Title { get; set; }

    private string Heading => _period?.Kind == ReportKind.Special && !string.IsNullOrWhiteSpace(Title) ? Title.Trim() : T["kind." + (_period?.Kind ?? ReportKind.Daily)].Value;

    internal static string Path(ReportPeriod period) => $"/reports/{period.Kind.ToString().ToLowerInvariant()}/{FigureWords.Day(period.From)}";

    /// <summary>Null for an address that names no report.</summary>
    internal static ReportPeriod? Read(string kind, string? day, DateOnly from, DateOnly to, string? category, string? district)
    {
        if (!Enum.TryParse<ReportKind>(kind, ignoreCase: true, out var known) || !Enum.IsDefined(known) || char.IsDigit(kind[0])) return null;
        if (known == ReportKind.Special)
            return new(known, from, to, !string.IsNullOrEmpty(category) ? (KpiDimension.Category, category) : !string.IsNullOrEmpty(district) ? (KpiDimension.District, district) : null);
        return DateSpan.Read(day) is { Year: >= 2000 and < 2200 } found ? ReportPeriod.Of(known, found) : null;
    }

    protected override async Task ReadAsync()
    {
        (_report, _period) = (null, Read(Kind, Day, Address.From, Address.To, Category, District));
        if (_period is not { } period || !RendererInfo.IsInteractive) return; // counted once, not for the picture before it too
        _only = period.Only switch
        {
            (KpiDimension.Category, var code) => Rules.Categories.GetValueOrDefault(code)?.Name ?? code,
            (_, var code) => Rules.Profile.Districts.FirstOrDefault(d => d.Code == code)?.Name ?? code,
            null => null,
        };
        var report = await Reader.ReadAsync(period, Leaving);
        _map = await MapAsync(report);
        _labels = [.. report.Trend.Select(p => FigureWords.Day(p.From)[5..])];
        _series = [new(T["accepted"], [.. report.Trend.Select(p => (double?)p.Figure.Value)])];
        _report = report;
    }

    private async Task<IReadOnlyList<MapArea>> MapAsync(Report report)
    {
        if (report.Splits.FirstOrDefault(s => s.By == KpiDimension.District) is not { } districts) return [];
        var many = districts.Rows.Where(r => r.Key is not null).ToDictionary(r => r.Key!, r => r.Now, StringComparer.Ordinal);
        var most = Math.Max(1, many.Values.DefaultIfEmpty().Max());
        return [.. (await Areas.ReadAsync(AreaKind.District, Leaving)).Select(a => new MapArea(
            a.Code, a.Name, FigureWords.Count(many.GetValueOrDefault(a.Code)), (int)(many.GetValueOrDefault(a.Code) * 4 / most), a.Shape))];
    }

    /// <param name="format">docx, or null for Excel.</param>
    private string Export(string? format) => "/exports" + new Uri(Navigation.GetUriWithQueryParameter("format", format)).PathAndQuery;

    private FigureAddress About => new(_period!.From, _period.To) { Only = _period.Only };

    private string Figure(ReportFigure figure) => About.Link("/figures/" + figure.Kpi.Code);

    private string Tickets(KpiDimension by, string? key) => (About with { By = by }).Link("/figures/accepted/tickets", ("part", KpiPart.Denominator.Code()), ("value", key ?? ""));
}
