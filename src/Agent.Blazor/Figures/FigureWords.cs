using System.Globalization;
using Hotline.Agent.Blazor.Language;
using Hotline.Telephony.Statistics;
using Hotline.Tickets;
using Hotline.Tickets.Statistics;

namespace Hotline.Agent.Blazor.Figures;

/// <summary>How figures are written: the same on every page and in every report.</summary>
internal static class FigureWords
{
    internal static bool English => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    internal static string Name(this Kpi kpi) => English ? kpi.English : kpi.Chinese;

    internal static string Name(this KpiVariant variant) => English ? variant.English : variant.Chinese;

    /// <summary>A value of a dimension: the field's own terms in the reader's language, names of the city as they are.</summary>
    internal static string NameOf(this TermWords terms, KpiDimension? by, string key, string name) => by switch
    {
        KpiDimension.Type when Terms.TryFromCode<RequestType>(key, out var type) => terms.Of(type),
        KpiDimension.Channel when Terms.TryFromCode<Channel>(key, out var channel) => terms.Of(channel),
        KpiDimension.Urgency when Terms.TryFromCode<Urgency>(key, out var urgency) => terms.Of(urgency),
        _ => name,
    };

    internal static string Name(this CallKpi kpi) => English ? kpi.English : kpi.Chinese;

    internal static string Name(this CallKpiVariant variant) => English ? variant.English : variant.Chinese;

    /// <summary>97.5%, 26.3 h, 1,204; a dash where nothing is counted, which is not zero.</summary>
    internal static string Value(this KpiKind kind, decimal? value) => value is not { } number ? "—" : kind switch
    {
        KpiKind.Rate => Percent((double)number),
        KpiKind.Hours => string.Create(CultureInfo.CurrentCulture, $"{number:N1} h"),
        _ => number.ToString("N0", CultureInfo.CurrentCulture),
    };

    /// <summary>82.1%–97.9%; empty where a figure has none.</summary>
    internal static string Interval(double? low, double? high) => low is { } from && high is { } to ? $"{Percent(from)}–{Percent(to)}" : "";

    /// <summary>3/4, or nothing for a plain count.</summary>
    internal static string Base(this KpiKind kind, KpiFigure figure) => kind == KpiKind.Count || figure.Denominator == 0 ? "" : kind == KpiKind.Hours
        ? Count(figure.Denominator) : string.Create(CultureInfo.CurrentCulture, $"{figure.Numerator:#,0.#}/{figure.Denominator:N0}");

    internal static string Value(this CallKpi kpi, CallFigure figure) => figure.Value is not { } value ? "—" : kpi.Seconds ? string.Create(CultureInfo.CurrentCulture, $"{value:N1} s") : Percent((double)value);

    internal static string Count(long many) => many.ToString("N0", CultureInfo.CurrentCulture);

    internal static string Percent(double share) => share.ToString("P1", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal);

    internal static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
