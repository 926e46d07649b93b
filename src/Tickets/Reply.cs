using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hotline.Tickets;

/// <summary>事实认定</summary>
[JsonConverter(typeof(KebabJson<Finding>))]
public enum Finding
{
    [Description("属实")] True,
    [Description("部分属实")] PartlyTrue,
    [Description("不属实")] Untrue,
    [Description("无法查实")] Unverifiable,
}

/// <summary>办理结果</summary>
[JsonConverter(typeof(KebabJson<HandlingResult>))]
public enum HandlingResult
{
    [Description("实际解决")] Solved,
    [Description("部分解决")] PartlySolved,
    [Description("解释说明")] Explained,
    [Description("列入计划")] Planned,
    [Description("未解决")] Unsolved,
    [Description("承诺办理")] Promised,
    [Description("客观无法办理")] Impossible,
    [Description("不属本单位职责")] NotOurDuty,
    [Description("诉求人撤回")] CitizenWithdrew,
    [Description("终止办理")] Terminated,
}

/// <summary>A department's answer (承办单位答复).</summary>
/// <param name="PublicText">答复口径: what the citizen will read once the reviewer approves.</param>
/// <param name="InternalNote">内部说明: never leaves the house.</param>
public sealed record Reply(Finding Finding, HandlingResult Result, string PublicText, string? InternalNote)
{
    /// <summary>What stands before the points, where there are several.</summary>
    public string? Opening { get; init; }

    /// <summary>逐点答复, one for each numbered demand.</summary>
    public IReadOnlyList<PointAnswer> Points { get; init; } = [];

    /// <summary>引用的知识条目, by version.</summary>
    public IReadOnlyList<Citation> Citations { get; init; } = [];

    /// <summary>承诺日期, of a promise.</summary>
    public DateOnly? PromisedFor { get; init; }

    /// <summary>依据: the law, or whose matter it is, where the matter is not or cannot be done.</summary>
    public string? Ground { get; init; }

    /// <summary>The account that wrote it; it may not approve it.</summary>
    public string? WrittenBy { get; init; }
}

/// <summary>The answer to one numbered demand: done or answered, or why not.</summary>
/// <param name="Point">From 1.</param>
/// <param name="Ground">不能办理的依据, where it is not answered.</param>
public sealed record PointAnswer(int Point, string? Answer, string? Ground = null);

/// <summary>A version of a knowledge article.</summary>
public sealed record Citation(Guid Article, int Version);

/// <summary>满意度, five grades and none: no input is never counted as satisfied.</summary>
[JsonConverter(typeof(KebabJson<Satisfaction>))]
public enum Satisfaction
{
    [Description("未评价")] NotRated,
    [Description("非常满意")] VerySatisfied,
    [Description("满意")] Satisfied,
    [Description("基本满意")] BasicallySatisfied,
    [Description("不满意")] Dissatisfied,
    [Description("非常不满意")] VeryDissatisfied,
}
