namespace Hotline.Tickets;

/// <summary>Collects what is wrong with what was typed, by field name as it stands in JSON.</summary>
internal sealed class FieldErrors
{
    private readonly Dictionary<string, string[]> _errors = [];

    internal FieldErrors Required(string field, string? text, int most) =>
        Check(field, !string.IsNullOrWhiteSpace(text), "必填，请填写").Longest(field, text, most);

    internal FieldErrors Longest(string field, string? text, int most) =>
        Check(field, text is null || text.Length <= most, $"最多 {most} 字，现为 {text?.Length} 字，请精简");

    /// <summary>诉求要点: at most 20, none empty, each at most 200 characters.</summary>
    internal FieldErrors Points(string field, IReadOnlyList<string>? points) =>
        Check(field, points is null || (points.Count <= 20 && points.All(p => p is { Length: > 0 and <= 200 } && !string.IsNullOrWhiteSpace(p))), "最多 20 个要点，每个 1 到 200 字");

    /// <summary>引用的知识条目: at most 20.</summary>
    internal FieldErrors Citations(IReadOnlyList<Citation>? cited) =>
        Check("citations", cited is null || (cited.Count <= 20 && cited.All(c => c is { Version: > 0 })), "最多引用 20 个知识条目，版本号从 1 开始");

    internal FieldErrors Check(string field, bool holds, string otherwise)
    {
        if (!holds) _errors.TryAdd(field, [otherwise]);
        return this;
    }

    internal IReadOnlyDictionary<string, string[]> Found => _errors;

    /// <summary>Null when nothing is wrong.</summary>
    internal Decision? Decision => _errors.Count == 0 ? null : new Decision.Invalid(_errors);
}
