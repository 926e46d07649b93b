using Hotline.Agent.Blazor.Administration.Imports;
using Hotline.Tickets;
using Hotline.Tickets.Lines;

namespace Hotline.Agent.Blazor.Administration.Operations;

/// <summary>The line book as rows of a table. A file is the whole book.</summary>
internal static class LineRows
{
    internal static IReadOnlyList<string> Columns { get; } =
        ["number", "code", "name", "department", "mode", "from", "to", "greeting", "skillGroup", "hours", "afterHoursTo", "switchOffOn", "forwardTo", "neverPublic", "knowledge"];

    internal static HotLine Read(CsvRow row)
    {
        var line = new HotLine(row.Required("code", 20), row.Required("number", 20), row.Required("name", 60), new(row.Code("department")), row.Term("mode", LineMode.Merged), row.Day("from") ?? DateOnly.MinValue, row.Day("to"));
        if (line.From == DateOnly.MinValue && row.Text("from") is null) row.Wrong("from", "missing");
        if (line.Number.Any(c => !char.IsAsciiDigit(c))) row.Wrong("number", "no-number", line.Number);
        return line with
        {
            Greeting = row.Text("greeting") ?? line.Greeting, SkillGroup = row.Text("skillGroup") ?? line.SkillGroup, Hours = row.Text("hours") ?? line.Hours, AfterHoursTo = row.Text("afterHoursTo"),
            SwitchOff = row.Day("switchOffOn") is { } on ? new SwitchOff(on, row.Text("forwardTo")) : null, NeverPublic = row.Yes("neverPublic"), Knowledge = row.Text("knowledge"),
        };
    }

    /// <summary>What the book itself says of the whole list, at the row it speaks of.</summary>
    internal static void Check(IReadOnlyList<(CsvRow Row, HotLine Item)> rows, LineBooks books)
    {
        foreach (var problem in books.ProblemsOf([.. rows.Select(r => r.Item)]))
        {
            var at = problem.StartsWith('[') && int.TryParse(problem[1..problem.IndexOf(']', StringComparison.Ordinal)], out var index) ? index : 0;
            var column = problem.IndexOf("].", StringComparison.Ordinal) is > 0 and var dot ? problem[(dot + 2)..problem.IndexOf(':', StringComparison.Ordinal)] : "";
            rows[at].Row.Wrong(Columns.Contains(column) ? column : "number", "line", Rules.ProblemWords.Of(problem[(problem.IndexOf(": ", StringComparison.Ordinal) + 2)..]));
        }
    }

    internal static IReadOnlyList<object?> Cells(HotLine l) =>
    [
        l.Number, l.Code, l.Name, l.Department.Code, l.Mode.Code(), Day(l.From), Day(l.To), l.Greeting, l.SkillGroup, l.Hours, l.AfterHoursTo, Day(l.SwitchOff?.On), l.SwitchOff?.ForwardTo, l.NeverPublic, l.Knowledge,
    ];

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
