using System.Globalization;
using System.Resources;

namespace Hotline.Agent.Blazor.Administration.Imports;

/// <summary>What an imported row does to what is there.</summary>
public enum ImportState { Added, Changed, Same }

/// <summary>Reads a table that people edited: columns by their code or their heading in either language, in any order. Pure.</summary>
internal static class TableImport
{
    private const int Most = 5000;
    private static readonly ResourceManager Headings = new(typeof(AdminText));
    private static readonly CultureInfo[] Languages = [CultureInfo.GetCultureInfo("zh-CN"), CultureInfo.GetCultureInfo("en")];

    /// <param name="columns">The first is the key and must be there.</param>
    internal static (List<T> Items, List<RowProblem> Problems) Read<T>(
        string text, IReadOnlyList<string> columns, Func<CsvRow, T> read, Action<IReadOnlyList<(CsvRow Row, T Item)>>? check) => Read(CsvTable.Read(text), columns, read, check);

    internal static (List<T> Items, List<RowProblem> Problems) Read<T>(
        CsvTable table, IReadOnlyList<string> columns, Func<CsvRow, T> read, Action<IReadOnlyList<(CsvRow Row, T Item)>>? check)
    {
        var problems = new List<RowProblem>();
        var codes = table.Header.Select(h => columns.FirstOrDefault(c => IsHeading(c, h))).ToList();
        foreach (var (heading, _) in table.Header.Zip(codes).Where(p => p.Second is null && p.First.Length > 0)) problems.Add(new(1, "", "unknown-column", [heading]));
        if (!codes.Contains(columns[0])) problems.Add(new(1, columns[0], "no-key-column", [HeadingOf(columns[0])]));
        if (table.Rows.Count > Most) problems.Add(new(1, "", "too-many", [Most, table.Rows.Count]));
        if (problems.Count > 0) return ([], problems);

        var rows = table.Rows.Select(r => new CsvRow(r.Line, Cells(codes, r.Cells), problems)).Select(row => (Row: row, Item: read(row))).ToList();
        check?.Invoke(rows);
        return ([.. rows.Select(r => r.Item)], [.. problems.OrderBy(p => p.Row)]);
    }

    /// <summary>In the reader's language.</summary>
    internal static string HeadingOf(string code) => Headings.GetString("col." + code, CultureInfo.CurrentUICulture) ?? code;

    private static bool IsHeading(string code, string heading) =>
        string.Equals(code, heading, StringComparison.OrdinalIgnoreCase) || Languages.Any(l => string.Equals(Headings.GetString("col." + code, l), heading, StringComparison.OrdinalIgnoreCase));

    private static Dictionary<string, string> Cells(List<string?> codes, IReadOnlyList<string> cells)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(codes.Count, cells.Count); i++) if (codes[i] is { } code) found[code] = cells[i];
        return found;
    }
}
