using System.Security.Cryptography;
using System.Text;
using Hotline.Tickets.City;

namespace Hotline.Tickets.Knowledge;

/// <summary>What an article must be like (domain: Xinyang's import form) and when it expires. Pure.</summary>
internal static class ArticleRules
{
    /// <summary>How long before its last day a version counts as expiring.</summary>
    internal static readonly TimeSpan Notice = TimeSpan.FromDays(30);

    internal static IReadOnlyDictionary<string, string[]> Wrong(ArticleText text, Actor by, CityRules rules, DateTimeOffset now)
    {
        var keywords = text.Keywords ?? [];
        return new FieldErrors()
            .Check("unit", text.Unit is { } unit && rules.Knows(unit), "必填，请从目录中选择承办单位代码，如 water")
            .Check("unit", !IsOfUnit(by) || text.Unit == by.Department, "承办单位只能维护本单位的知识条目，请填写本单位代码")
            .Check("category", IsPath(text.Category), "必填，写到末级分类，用“/”分隔，如 社会保障/养老/资格认证，最多 5 级，每级最多 30 字")
            .Required("title", text.Title, 128)
            .Required("content", text.Content, 20_000)
            .Check("kind", text.Kind is not null, "必选，请选择材料种类，如 guide")
            .Check("keywords", keywords.Count <= 20, "最多 20 个关键词")
            .Check("keywords", keywords.All(k => k?.Trim() is { Length: > 0 and <= 20 }), "每个关键词为 1 到 20 字")
            .Check("keywords", keywords.All(k => !string.Equals(k?.Trim(), text.Title?.Trim(), StringComparison.OrdinalIgnoreCase)), "关键词不能与标题相同")
            .Longest("basis", text.Basis, 500)
            .Check("region", text.Region is null || rules.KnowsDistrict(text.Region), "区划代码不存在，请从目录中选择；全市适用请留空")
            .Check("validUntil", text.ValidUntil is not null, "必填，请填写有效期截止日，如 2027-12-31")
            .Check("validUntil", text.ValidUntil is null || text.ValidUntil >= rules.DayOf(now), "有效期截止日不能早于今天")
            .Check("content", !Texts(text).Any(t => t.Contains('\0', StringComparison.Ordinal)), "文字中含有无法保存的空字符，请删除后重试")
            .Found;
    }

    /// <summary>The same text without the blanks around it.</summary>
    internal static ArticleText Tidy(ArticleText text) => text with
    {
        Category = string.Join('/', Parts(text.Category)), Title = text.Title!.Trim(), Content = text.Content!.Trim(),
        Basis = string.IsNullOrWhiteSpace(text.Basis) ? null : text.Basis.Trim(), Keywords = [.. (text.Keywords ?? []).Select(k => k.Trim()).Distinct()],
    };

    internal static byte[] Hash(ArticleText text) => SHA256.HashData(Encoding.UTF8.GetBytes($"{text.Title}\u001f{text.Content}\u001f{text.Basis}"));

    /// <summary>The first moment at which it holds no more.</summary>
    internal static DateTimeOffset ExpiresAt(ArticleText text, CityRules rules) => rules.StartOf(text.ValidUntil!.Value.AddDays(1));

    internal static ArticleState StateAt(ArticleState stored, DateTimeOffset expiresAt, DateTimeOffset now) => stored switch
    {
        ArticleState.Published when now >= expiresAt => ArticleState.Expired,
        ArticleState.Published when now >= expiresAt - Notice => ArticleState.Expiring,
        _ => stored,
    };

    internal static bool IsOfUnit(Actor by) => by.Role is Role.Department or Role.DepartmentLead;

    private static IEnumerable<string> Texts(ArticleText text) =>
        new[] { text.Category, text.Title, text.Content, text.Basis }.Concat(text.Keywords ?? []).Where(t => t is not null).Select(t => t!);

    private static bool IsPath(string? path) => Parts(path) is { Length: >= 1 and <= 5 } parts && parts.All(p => p.Length is > 0 and <= 30);

    private static string[] Parts(string? path) => (path ?? "").Split('/', StringSplitOptions.TrimEntries);
}
