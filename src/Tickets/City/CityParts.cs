using System.ComponentModel;
using System.Text.Json.Serialization;
using Hotline.Tickets.FollowingUp;

namespace Hotline.Tickets.City;

/// <summary>Steps that this city does not leave to a role, such as urging to agents.</summary>
public sealed record WithheldSteps(Role Role, IReadOnlyList<Step> Steps);

/// <summary>市民可见状态</summary>
/// <param name="English">For pages in English.</param>
public sealed record CitizenLabel(StateName State, string Label, string? English = null);

/// <summary>两线联动边界 (国办发〔2022〕12号): matters each line hands to the other.</summary>
/// <param name="ToPolice">警情: 12345 hands them to 110.</param>
/// <param name="FromPolice">非警务诉求: 110 hands them to 12345.</param>
public sealed record PoliceBorder(IReadOnlyList<BorderMatter> ToPolice, IReadOnlyList<BorderMatter> FromPolice);

/// <param name="Words">Words of a text that speak for it.</param>
/// <param name="Category">Where a matter that comes from 110 is filed.</param>
public sealed record BorderMatter(string Code, string Name, IReadOnlyList<string>? Words = null, string? Category = null);

/// <summary>考核: what counts how much, and what is left out. The formula of each indicator is chosen in <see cref="HandlingRules.Kpi"/>.</summary>
/// <param name="Weights">By code of the indicator, percent of the total; together 100.</param>
/// <param name="Exclusions">剔除目录</param>
public sealed record ScoringRules(IReadOnlyDictionary<string, int>? Weights = null, IReadOnlyList<ExclusionCode>? Exclusions = null);

/// <summary>剔除情形</summary>
/// <param name="EvidenceNeeded">佐证 has to be given with the application.</param>
public sealed record ExclusionCode(string Code, string Name, string? Basis = null, bool EvidenceNeeded = true);

/// <param name="Points">分值, 0 to 100.</param>
public sealed record RatingGrade(Satisfaction Grade, int Points);

/// <summary>保密与脱敏</summary>
/// <param name="ConfidentialTypes">Request types that are confidential from the start, such as 举报.</param>
/// <param name="PhoneHead">Digits of a phone number that stay readable at its beginning, and at its end.</param>
/// <param name="UnmaskMinutes">How long an opening of personal data lasts.</param>
public sealed record SecrecyRules(
    IReadOnlyList<RequestType>? ConfidentialTypes = null, int PhoneHead = 3, int PhoneTail = 4, bool SurnameOnly = true, bool HideHome = true, int UnmaskMinutes = 15);

/// <param name="Days">Natural days after which it is deleted; null for never.</param>
/// <param name="Basis">Whose decision or which norm.</param>
public sealed record RetentionRule(RetentionKind Kind, int? Days = null, string? Basis = null);

/// <summary>保存对象</summary>
[JsonConverter(typeof(KebabJson<RetentionKind>))]
public enum RetentionKind
{
    [Description("录音")] Recordings,
    [Description("重要录音")] ProtectedRecordings,
    [Description("转写文本")] Transcripts,
    [Description("工单")] Tickets,
    [Description("诉求人信息")] PersonalData,
    [Description("质检记录")] Quality,
    [Description("菜单日志")] MenuLogs,
    [Description("审计日志")] AuditLogs,
    [Description("知识")] Knowledge,
    [Description("通话明细")] CallDetails,
    [Description("座席状态记录")] SeatHistory,
}

/// <summary>语音导航菜单</summary>
/// <param name="Code">The first menu is the one a call begins with.</param>
/// <param name="Text">What is said; a recording of the same code may take its place.</param>
public sealed record VoiceMenu(string Code, string Text, IReadOnlyList<MenuKey>? Keys = null);

/// <summary>按键: leads to another menu, to a queue or to a phone number, one of the three.</summary>
/// <param name="Key">0 to 9, * or #.</param>
public sealed record MenuKey(string Key, string Name, string? Menu = null, string? Queue = null, string? Number = null);

/// <summary>质检评分表</summary>
/// <param name="Items">Their points sum to 100.</param>
/// <param name="Fatal">一票否决: any of them makes the score 0.</param>
/// <param name="SamplePercent">Share drawn by chance.</param>
public sealed record QualitySheet(IReadOnlyList<QualityItem> Items, IReadOnlyList<string>? Fatal = null, int SamplePercent = 2, int AppealDays = 2);

public sealed record QualityItem(string Code, string Name, int Points);

/// <summary>报表模板</summary>
/// <param name="Sections">Codes of its tables, in order.</param>
public sealed record ReportTemplate(string Code, string Name, ReportEvery Every, IReadOnlyList<string> Sections, IReadOnlyList<Role>? To = null);

/// <summary>报表周期</summary>
[JsonConverter(typeof(KebabJson<ReportEvery>))]
public enum ReportEvery
{
    [Description("日报")] Day,
    [Description("周报")] Week,
    [Description("月报")] Month,
    [Description("季报")] Quarter,
    [Description("年报")] Year,
}

/// <summary>预警词</summary>
/// <param name="Tag">预警标签, such as 紧急件.</param>
/// <param name="Urgency">At least so urgent, as a proposal.</param>
public sealed record AlertWords(string Tag, IReadOnlyList<string> Words, Urgency? Urgency = null)
{
    /// <summary>Said on a call, they put the danger card (危险提示) before the agent, who is to call this line: 110, 119 or 120.</summary>
    public string? Line { get; init; }
}

/// <summary>表单要素: a field asked for in these types and categories.</summary>
/// <param name="Types">Null for every type.</param>
public sealed record FormRule(FormField Field, bool Required, IReadOnlyList<RequestType>? Types = null)
{
    /// <summary>Codes of either level; a main category stands for its own ones. Null for every category and for none.</summary>
    public IReadOnlyList<string>? Categories { get; init; }
}

/// <summary>登记字段 beyond title and text, which are always required.</summary>
[JsonConverter(typeof(KebabJson<FormField>))]
public enum FormField
{
    [Description("姓名")] RequesterName,
    [Description("联系电话")] Phone,
    [Description("地点")] Place,
    [Description("区划")] District,
    [Description("分类")] Category,
    [Description("诉求要点")] Demands,
    [Description("被反映对象")] Subject,
    [Description("发生时间")] HappenedAt,
    [Description("企业信息")] Company,
    [Description("附件")] Attachments,
}
