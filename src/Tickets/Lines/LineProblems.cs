using Hotline.Tickets.Deadlines;

namespace Hotline.Tickets.Lines;

/// <summary>What does not hang together in a list of lines.</summary>
internal static class LineProblems
{
    internal static IEnumerable<string> Of(IReadOnlyList<HotLine> lines, Func<DepartmentId, bool> knows)
    {
        if (lines.Count == 0) return ["$: at least one line is wanted."];
        return lines.SelectMany((l, i) => Of(l, lines, knows, $"[{i}]")).Concat(Twice(lines));
    }

    private static IEnumerable<string> Of(HotLine line, IReadOnlyList<HotLine> lines, Func<DepartmentId, bool> knows, string path)
    {
        if (string.IsNullOrWhiteSpace(line.Code) || line.Code.Length > 20) yield return $"{path}.code: 1 to 20 characters. Example: \"enterprise\".";
        if (line.Number.Length is < 3 or > 20 || !line.Number.All(char.IsAsciiDigit)) yield return $"{path}.number: 3 to 20 digits. Example: \"12345\".";
        if (string.IsNullOrWhiteSpace(line.Name)) yield return $"{path}.name: a name is wanted. Example: \"优化营商环境专线\".";
        if (!knows(line.Department)) yield return $"{path}.department: \"{line.Department}\" is no department of the city profile.";
        if (line.To is { } to && to <= line.From) yield return $"{path}.to: {to:yyyy-MM-dd} must come after from, {line.From:yyyy-MM-dd}.";
        if (line.Knowledge is { } category && string.IsNullOrWhiteSpace(category)) yield return $"{path}.knowledge: a category of the knowledge base, or nothing. Example: \"惠企政策\".";
        if (string.IsNullOrWhiteSpace(line.Greeting)) yield return $"{path}.greeting: the id of a prompt is wanted. Example: \"greeting\".";
        foreach (var number in new[] { line.SwitchOff?.ForwardTo, line.AfterHoursTo }.OfType<string>().Where(n => n == line.Number || lines.All(l => l.Number != n)))
            yield return $"{path}: calls cannot be passed to \"{number}\": it must be the number of another line in this list.";
        if (Hours(line) is { } why) yield return $"{path}.hours: {why}";
    }

    private static IEnumerable<string> Twice(IReadOnlyList<HotLine> lines)
    {
        foreach (var twice in lines.GroupBy(l => l.Code).Where(g => g.Count() > 1)) yield return $"code: \"{twice.Key}\" must be given once.";
        foreach (var number in lines.GroupBy(l => l.Number))
        {
            var rows = number.OrderBy(l => l.From).ToList();
            if (rows.Zip(rows.Skip(1)).Any(p => p.First.To is not { } to || to > p.Second.From))
                yield return $"number: \"{number.Key}\" has two meanings at once; let the first end (\"to\") no later than the second begins (\"from\").";
        }
    }

    private static string? Hours(HotLine line)
    {
        try
        {
            WorkHours.Parse(line.Hours);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }
}
