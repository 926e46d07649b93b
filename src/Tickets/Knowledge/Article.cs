using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace Hotline.Tickets.Knowledge;

/// <summary>材料种类, those of the Xinyang import form.</summary>
[JsonConverter(typeof(KebabJson<MaterialKind>))]
public enum MaterialKind
{
    [Description("办事指南")] Guide,
    [Description("法律法规")] Law,
    [Description("热点问答")] HotQuestion,
    [Description("日常咨询")] DailyQuestion,
    [Description("通知公告")] Notice,
    [Description("业务指引")] BusinessGuidance,
    [Description("审批")] Approval,
    [Description("答复口径")] StandardWording,
}

/// <summary>知识状态. Expiring and expired are read off the calendar, never stored: a version leaves the search at that very moment.</summary>
[JsonConverter(typeof(KebabJson<ArticleState>))]
public enum ArticleState
{
    [Description("草稿")] Draft,
    [Description("单位审核")] UnitReview,
    [Description("热线审核")] HotlineReview,
    [Description("已发布")] Published,
    [Description("临近到期")] Expiring,
    [Description("已到期")] Expired,
    [Description("已被替代")] Replaced,
    [Description("已下架")] Withdrawn,
}

/// <summary>One version of one article, written as the article's id @ version (知识条目版本); what a reply cites.</summary>
[JsonConverter(typeof(TextJson<ArticleVersionId>)), StructLayout(LayoutKind.Auto)]
public readonly record struct ArticleVersionId(Guid Article, int Version) : IParsable<ArticleVersionId>
{
    public static ArticleVersionId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("知识条目版本应写作 条目号@版本号");

    public static bool TryParse(string? s, IFormatProvider? provider, out ArticleVersionId result)
    {
        result = default;
        if (s?.Split('@') is not [var article, var version]) return false;
        if (!Guid.TryParse(article, out var a) || !int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var v)) return false;
        result = new(a, v);
        return v > 0;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Article}@{Version}");
}

/// <summary>What a unit writes (知识条目). Every field may be missing: <see cref="ArticleRules"/> says which are needed.</summary>
/// <param name="Unit">The unit that supplies it and keeps it up (谁提供、谁维护).</param>
/// <param name="Category">Path to a leaf, such as 社会保障/养老/资格认证.</param>
/// <param name="Keywords">Each at most 20 characters and none equal to the title.</param>
/// <param name="Basis">法律政策依据, such as 《物业管理条例》第三十五条.</param>
/// <param name="Region">Code of a district; null for the whole city.</param>
/// <param name="ValidUntil">The last day it holds, in the city's calendar.</param>
/// <param name="Public">Citizens may find it.</param>
public sealed record ArticleText(
    DepartmentId? Unit, string? Category, string? Title, string? Content, MaterialKind? Kind, IReadOnlyList<string>? Keywords = null,
    string? Basis = null, string? Region = null, DateOnly? ValidUntil = null, bool Public = true);

/// <summary>One version with its whole history; neither its text nor its hash ever changes.</summary>
/// <param name="Hash">SHA-256 over title, content and basis, hexadecimal: equal where the wording is.</param>
/// <param name="EndedAt">When it was replaced or withdrawn.</param>
/// <param name="Opened">How often staff have opened it.</param>
public sealed record ArticleVersion(
    ArticleVersionId Id, ArticleState State, ArticleText Text, string Hash, Actor Author, DateTimeOffset WrittenAt,
    Actor? UnitApprover, DateTimeOffset? UnitApprovedAt, Actor? Approver, DateTimeOffset? PublishedAt, DateTimeOffset ExpiresAt,
    DateTimeOffset? EndedAt, string? EndReason, long Opened);
