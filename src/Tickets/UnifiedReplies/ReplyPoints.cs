using System.Globalization;
using System.Text;

namespace Hotline.Tickets.UnifiedReplies;

/// <summary>逐点答复: every numbered demand is answered, or grounded why not, and the letter shows the pairs. Pure.</summary>
internal static class ReplyPoints
{
    internal const string NoteQuoted = "答复口径中含有内部说明的原文，内部说明不得外发，请改写";

    internal static FieldErrors Wrong(FieldErrors errors, IReadOnlyList<string> demands, IReadOnlyList<PointAnswer> points, IReadOnlyList<Citation> citations, string? note)
    {
        errors.Check("points", points.All(p => p is not null && p.Point >= 1 && p.Point <= demands.Count), $"要点序号应为 1 到 {demands.Count}")
            .Check("points", points.Where(p => p is not null).Select(p => p.Point).Distinct().Count() == points.Count, "每个要点只能答复一次")
            .Citations(citations);
        foreach (var (p, i) in points.Select((p, i) => (p, i)).Where(p => p.p is not null))
        {
            errors.Longest($"points[{i}].answer", p.Answer, 2000).Longest($"points[{i}].ground", p.Ground, 500)
                .Check($"points[{i}].answer", !Quotes(p.Answer, note) && !Quotes(p.Ground, note), NoteQuoted);
        }

        return errors;
    }

    /// <summary>Numbers of the demands nobody has answered or grounded; a ticket of one demand is answered by its text.</summary>
    internal static IReadOnlyList<int> Unanswered(IReadOnlyList<string> demands, IReadOnlyList<PointAnswer> points) =>
        demands.Count == 1 ? [] : [.. Enumerable.Range(1, demands.Count).Where(n => !points.Any(p => p.Point == n && (!string.IsNullOrWhiteSpace(p.Answer) || !string.IsNullOrWhiteSpace(p.Ground))))];

    internal static Decision.Refused Refused(IReadOnlyList<int> missing, IReadOnlyList<string> demands) => new(
        "point-unanswered", $"尚未答复：{string.Join("；", missing.Select(n => $"第{n}点“{demands[n - 1]}”"))}。请逐点答复，或写明不能办理的依据",
        $"Not answered yet: {string.Join(", ", missing.Select(n => $"point {n}"))}. Answer each point or give the ground why it cannot be done.");

    /// <summary>The one letter: what the citizen asked and what is answered, in pairs.</summary>
    internal static string Compose(IReadOnlyList<string> demands, string? opening, IReadOnlyList<PointAnswer> points)
    {
        if (points.Count == 0) return opening ?? "";
        var letter = new StringBuilder(opening?.Trim());
        foreach (var p in points.OrderBy(p => p.Point))
        {
            if (letter.Length > 0) letter.Append("\n\n");
            letter.Append(CultureInfo.InvariantCulture, $"{p.Point}. {demands[p.Point - 1]}");
            if (!string.IsNullOrWhiteSpace(p.Answer)) letter.Append("\n答复：").Append(p.Answer.Trim());
            if (!string.IsNullOrWhiteSpace(p.Ground)) letter.Append(string.IsNullOrWhiteSpace(p.Answer) ? "\n不能办理的依据：" : "\n依据：").Append(p.Ground.Trim());
        }

        return letter.ToString();
    }

    /// <summary>Whether a text that leaves the house holds what must stay in it.</summary>
    internal static bool Quotes(string? text, string? note) => note?.Trim() is { Length: >= 6 } secret && text?.Contains(secret, StringComparison.Ordinal) == true;
}

/// <summary>A command whose words reach the citizen, each under the field it came in (答复口径).</summary>
internal interface ITellsCitizen
{
    IEnumerable<(string Field, string? Text)> Told { get; }
}

/// <summary>A command that cites articles of the knowledge base.</summary>
internal interface ICitesArticles
{
    IReadOnlyList<Citation>? Citations { get; }
}
