using Hotline.Agent.Blazor.Administration.Imports;
using Hotline.Tickets;
using Hotline.Tickets.City;

namespace Hotline.Agent.Blazor.Administration.Rules;

/// <summary>The dispatch catalogue as rows of a table. A file is the whole catalogue: rows have no code by which they could be found again.</summary>
internal static class CatalogueRows
{
    internal static IReadOnlyList<string> Columns { get; } = ["category", "department", "coHandlers", "districts", "types", "urgency", "words", "hours", "basis", "from", "to"];

    internal static DispatchRow Read(CsvRow row) => new(row.Required("category", 20), new(row.Code("department")), row.Parts("districts"))
    {
        CoHandlers = row.Parts("coHandlers")?.Select(c => new DepartmentId(c)).ToList(),
        Types = row.Parts("types")?.Select(t => TypeOf(row, t)).ToList(),
        Urgency = row.Text("urgency") is null ? null : row.Term("urgency", default(Urgency)),
        Words = row.Parts("words"), Hours = row.Text("hours"), Basis = row.Text("basis", 500), From = row.Day("from"), To = row.Day("to"),
    };

    internal static void Check(IReadOnlyList<(CsvRow Row, DispatchRow Item)> rows, CityProfile profile)
    {
        var categories = profile.Categories.SelectMany(c => (IEnumerable<Category>)[c, .. c.Children ?? []]).Select(c => c.Code).ToHashSet(StringComparer.Ordinal);
        var units = profile.Departments.Select(d => d.Code).ToHashSet();
        foreach (var (row, rule) in rows)
        {
            if (rule.Category.Length > 0 && !categories.Contains(rule.Category)) row.Wrong("category", "no-category", rule.Category);
            if (rule.Department.Code.Length > 0 && !units.Contains(rule.Department)) row.Wrong("department", "no-unit", rule.Department.Code);
            foreach (var other in (rule.CoHandlers ?? []).Where(c => !units.Contains(c))) row.Wrong("coHandlers", "no-unit", other.Code);
            foreach (var district in (rule.Districts ?? []).Where(d => profile.Districts.All(x => x.Code != d))) row.Wrong("districts", "no-district", district);
        }

        foreach (var conflict in CatalogueConflicts.Find([.. rows.Select(r => r.Item)]).Take(50)) rows[conflict.Second].Row.Wrong("department", "contradicts", rows[conflict.First].Row.Line);
    }

    internal static ImportState State(DispatchRow row, CityProfile profile) => profile.DispatchCatalogue.Any(r => Text(r) == Text(row)) ? ImportState.Same : ImportState.Added;

    /// <summary>The cells of a row, in the order of the columns.</summary>
    internal static IReadOnlyList<string?> Cells(DispatchRow r) =>
    [
        r.Category, r.Department.Code, Joined(r.CoHandlers?.Select(c => c.Code)), Joined(r.Districts), Joined(r.Types?.Select(t => t.Code())), r.Urgency?.Code(), Joined(r.Words), r.Hours, r.Basis,
        r.From?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), r.To?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
    ];

    private static string Text(DispatchRow row) => string.Join('\u001f', Cells(row));

    private static string? Joined(IEnumerable<string>? parts) => parts is null ? null : string.Join(';', parts);

    private static RequestType TypeOf(CsvRow row, string text)
    {
        if (Terms.TryFromCode<RequestType>(text, out var type)) return type;
        foreach (var term in Enum.GetValues<RequestType>().Where(t => t.Chinese() == text)) return term;
        row.Wrong("types", "no-term", text, string.Join(", ", Enum.GetValues<RequestType>().Select(t => t.Code())));
        return default;
    }
}
