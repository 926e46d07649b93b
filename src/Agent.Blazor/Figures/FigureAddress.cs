using System.Globalization;
using Hotline.Tickets;
using Hotline.Tickets.Statistics;
using Microsoft.AspNetCore.WebUtilities;

namespace Hotline.Agent.Blazor.Figures;

/// <summary>What a page of figures is asked, as it stands in its address: every number can be linked to, and sent to a colleague.</summary>
/// <param name="To">The last day, included.</param>
public sealed record FigureAddress(DateOnly From, DateOnly To, string? Variant = null, KpiDimension? By = null, bool Subtree = false, bool ByAcceptance = false)
{
    private const int LongestDays = 3660;

    /// <summary>Only one value of a dimension; an empty value is where none was filled in.</summary>
    public (KpiDimension By, string Value)? Only { get; init; }

    /// <summary>What is wrong or missing becomes the last thirty days, everything, undivided.</summary>
    internal static FigureAddress Read(Uri uri, DateOnly today)
    {
        var query = QueryHelpers.ParseQuery(uri.Query);
        string? Text(string name) => query.TryGetValue(name, out var found) ? found.ToString() : null;
        var (from, to) = (Day(Text("from")) ?? today.AddDays(-29), Day(Text("to")) ?? today);
        if (to < from || to.DayNumber - from.DayNumber > LongestDays) (from, to) = (today.AddDays(-29), today);
        return new(from, to, Text("variant"), Dimension(Text("by")), Text("subtree") == "true", Text("basis") == "accepted") { Only = Dimension(Text("only")) is { } only && Text("is") is { } value ? (only, value) : null };
    }

    internal KpiQuestion Question(Kpi kpi, IReadOnlyList<DepartmentId>? units) =>
        new(kpi, From, To, Variant is { } variant ? kpi.Variant(variant) : null, By, Subtree, ByAcceptance, units) { Only = Only };

    /// <summary>As many days right before.</summary>
    internal FigureAddress Before() => this with { From = From.AddDays(-(To.DayNumber - From.DayNumber + 1)), To = From.AddDays(-1) };

    /// <param name="more">Further names and values; null leaves one out.</param>
    internal string Link(string path, params (string Name, string? Value)[] more) => QueryHelpers.AddQueryString(path, ((string, string?)[])
    [
        ("from", FigureWords.Day(From)), ("to", FigureWords.Day(To)), ("variant", Variant), ("by", By?.Code()), ("subtree", Subtree ? "true" : null), ("basis", ByAcceptance ? "accepted" : null),
        ("only", Only?.By.Code()), ("is", Only?.Value), .. more,
    ] is var all ? all.Where(p => p.Item2 is not null).Select(p => KeyValuePair.Create(p.Item1, p.Item2)) : []);

    private static KpiDimension? Dimension(string? code) => code is not null && Terms.TryFromCode<KpiDimension>(code, out var by) ? by : null;

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and < 2200 ? day : null;
}
