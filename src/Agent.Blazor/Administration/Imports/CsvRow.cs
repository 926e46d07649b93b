using System.Globalization;
using System.Text.RegularExpressions;
using Hotline.Tickets;

namespace Hotline.Agent.Blazor.Administration.Imports;

/// <summary>What is wrong in one cell; the words are keys of AdminText: import.WHAT and import.WHAT.fix.</summary>
/// <param name="Row">Line of the file, from 1.</param>
/// <param name="Column">Code of the column.</param>
public sealed record RowProblem(int Row, string Column, string What, IReadOnlyList<object> Values);

/// <summary>One row of an import, read cell by cell; what is wrong is collected and told all at once.</summary>
/// <param name="cells">By code of the column.</param>
public sealed class CsvRow
{
    private readonly IReadOnlyDictionary<string, string> _cells;
    private readonly List<RowProblem> _problems;

    internal CsvRow(int line, IReadOnlyDictionary<string, string> cells, List<RowProblem> problems) => (Line, _cells, _problems) = (line, cells, problems);

    internal int Line { get; }

    internal void Wrong(string column, string what, params IReadOnlyList<object> values) => _problems.Add(new(Line, column, what, values));

    internal string? Text(string column, int most = 200)
    {
        if (!_cells.TryGetValue(column, out var text) || text.Length == 0) return null;
        if (text.Length > most) Wrong(column, "too-long", most, text.Length);
        return text;
    }

    internal string Required(string column, int most = 200)
    {
        if (Text(column, most) is { } text) return text;
        Wrong(column, "missing");
        return "";
    }

    /// <summary>A code: small letters, digits and hyphens, at most 60.</summary>
    internal string Code(string column)
    {
        var code = Required(column, 60);
        if (code.Length > 0 && !Regex.IsMatch(code, "^[a-z0-9][a-z0-9-]*$", RegexOptions.None, TimeSpan.FromSeconds(1))) Wrong(column, "no-code", code);
        return code;
    }

    internal DateOnly? Day(string column)
    {
        if (Text(column) is not { } text) return null;
        if (DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyy/M/d", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        Wrong(column, "no-day", text);
        return null;
    }

    internal DateTime? Moment(string column)
    {
        if (Required(column) is not { Length: > 0 } text) return null;
        if (DateTime.TryParseExact(text, ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy/M/d H:mm", "yyyy/M/d H:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)) return at;
        Wrong(column, "no-moment", text);
        return null;
    }

    /// <summary>A term by its code or its Chinese word.</summary>
    internal T Term<T>(string column, T otherwise) where T : struct, Enum
    {
        if (Text(column) is not { } text) return otherwise;
        if (Terms.TryFromCode<T>(text, out var value)) return value;
        foreach (var term in Enum.GetValues<T>().Where(t => t.Chinese() == text)) return term;
        Wrong(column, "no-term", text, string.Join(", ", Enum.GetValues<T>().Select(t => t.Code())));
        return otherwise;
    }

    internal bool Yes(string column) => Text(column) is { } text && text.ToUpperInvariant() is "1" or "是" or "YES" or "TRUE" or "Y";

    /// <summary>是 or 否, and nothing else.</summary>
    internal bool YesOrNo(string column)
    {
        if (Required(column) is not { Length: > 0 } text || Yes(column)) return Yes(column);
        if (text.ToUpperInvariant() is not ("0" or "否" or "NO" or "FALSE" or "N")) Wrong(column, "no-yes", text);
        return false;
    }

    /// <summary>Parts between semicolons.</summary>
    internal IReadOnlyList<string>? Parts(string column) =>
        Text(column, 2000)?.Split([';', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } parts ? parts : null;
}
