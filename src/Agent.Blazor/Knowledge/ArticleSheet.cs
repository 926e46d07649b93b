using System.Globalization;
using Hotline.Tickets;
using Hotline.Tickets.Knowledge;

namespace Hotline.Agent.Blazor.Knowledge;

/// <summary>导入文件: a CSV (RFC 4180, UTF-8) of drafts, its columns named in Chinese or in English, in any order. Pure.</summary>
internal static class ArticleSheet
{
    /// <summary>Column names, the Chinese first: title, content, category, kind, keywords, basis, region, valid until, public, unit.</summary>
    internal static readonly string[][] Columns =
    [
        ["标题", "title"], ["内容", "content"], ["分类", "category"], ["材料种类", "kind"], ["关键词", "keywords"], ["依据", "basis"], ["区划", "region"], ["有效期至", "validUntil"], ["公开", "public"], ["承办单位", "unit"],
    ];

    /// <summary>The drafts, one for each line below the heading; what is wrong in one stands for the import to find.</summary>
    /// <param name="own">The unit of whoever imports, where the file names none.</param>
    /// <exception cref="InvalidDataException">There is no heading with a column for the title, or a quotation mark is not closed.</exception>
    internal static IReadOnlyList<ArticleText> Read(string csv, DepartmentId? own)
    {
        var rows = CsvRows.Of(csv);
        if (rows.Count == 0) throw new InvalidDataException("empty");
        var at = Columns.Select(names => rows[0].ToList().FindIndex(h => names.Contains(h.Trim(), StringComparer.OrdinalIgnoreCase))).ToArray();
        if (at[0] < 0) throw new InvalidDataException("no title column");
        return [.. rows.Skip(1).Where(r => r.Any(f => !string.IsNullOrWhiteSpace(f))).Select(r => Text(column => at[column] >= 0 && at[column] < r.Count && r[at[column]].Trim() is { Length: > 0 } text ? text : null, own))];
    }

    private static ArticleText Text(Func<int, string?> field, DepartmentId? own) => new(
        field(9) is { } unit ? new DepartmentId(unit) : own, field(2), field(0), field(1), Kind(field(3)),
        [.. (field(4) ?? "").Split(['、', ';', '；', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        field(5), field(6), DateOnly.TryParseExact(field(7), ["yyyy-MM-dd", "yyyy/M/d", "yyyy.M.d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var until) ? until : null,
        field(8) is not ("否" or "0" or "no" or "false"));

    private static MaterialKind? Kind(string? text) =>
        Terms.TryFromCode<MaterialKind>(text, out var kind) ? kind : Enum.GetValues<MaterialKind>().Cast<MaterialKind?>().FirstOrDefault(k => k!.Value.Chinese() == text);
}
