using System.Text.RegularExpressions;
using Hotline.Tickets.Grids;

namespace Hotline.Agent.Blazor.Phrases;

/// <summary>话术种类</summary>
public enum PhraseKind
{
    /// <summary>口播: read to the citizen.</summary>
    Say,
    /// <summary>书面: put into a field.</summary>
    Write,
    /// <summary>宏: chooses type and category and drafts a text. It never sends.</summary>
    Macro,
}

/// <summary>One version of a phrase or macro (话术、宏).</summary>
/// <param name="Code">What the agent types to find it.</param>
/// <param name="Body">With variables such as {place}.</param>
/// <param name="Field">text or answer: where it is written.</param>
/// <param name="Type">Of a macro: code of the request type.</param>
/// <param name="Category">Of a macro: code of the category.</param>
public sealed partial record Phrase(
    Guid Id, int Version, string Code, PhraseKind Kind, string Title, string Body, string Field, string? Type, string? Category, bool Retired, string ChangedBy, DateTimeOffset ChangedAt)
{
    /// <summary>变量: each with what stands for it while it is unknown.</summary>
    internal static readonly IReadOnlyDictionary<string, string> Variables = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["agent"] = "工号", ["name"] = "姓名", ["place"] = "地点", ["title"] = "事项", ["text"] = "诉求内容", ["phone"] = "联系电话", ["category"] = "分类", ["unit"] = "承办单位",
        ["path"] = "合法途径", ["number"] = "单号",
    };

    /// <summary>What is not known yet stays visible: 〔地点〕.</summary>
    internal string Fill(IReadOnlyDictionary<string, string> values) => Variable().Replace(
        Body, m => values.GetValueOrDefault(m.Groups[1].Value) is { Length: > 0 } known ? known : $"〔{Variables.GetValueOrDefault(m.Groups[1].Value, m.Groups[1].Value)}〕");

    /// <summary>Variables that no page fills in.</summary>
    internal static IReadOnlyList<string> Unknown(string body) => [.. Variable().Matches(body).Select(m => m.Groups[1].Value).Where(v => !Variables.ContainsKey(v)).Distinct(StringComparer.Ordinal)];

    /// <summary>By code, by words of the title, or by the title's pinyin initials.</summary>
    internal bool Fits(string asked) => asked.Length == 0 || Code.StartsWith(asked, StringComparison.OrdinalIgnoreCase) || Title.Contains(asked, StringComparison.OrdinalIgnoreCase)
        || PinyinInitials.Of(Title).StartsWith(asked.ToLowerInvariant(), StringComparison.Ordinal);

    [GeneratedRegex(@"\{([a-z-]{1,20})\}")]
    private static partial Regex Variable();
}
