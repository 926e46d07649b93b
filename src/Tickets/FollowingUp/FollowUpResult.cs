using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hotline.Tickets.FollowingUp;

/// <summary>回访结果</summary>
[JsonConverter(typeof(KebabJson<FollowUpResult>))]
public enum FollowUpResult
{
    [Description("成功")] Reached,
    [Description("无人接听")] NoAnswer,
    [Description("拒访")] Refused,
    [Description("空号或错号")] InvalidNumber,
    [Description("诉求人不便")] Inconvenient,
    [Description("已由他级回访")] FollowedUpElsewhere,
    [Description("未抽中，网上未评价")] NotAsked,
}

/// <summary>不满意原因</summary>
[JsonConverter(typeof(KebabJson<DissatisfactionReason>))]
public enum DissatisfactionReason
{
    [Description("未联系")] NotContacted,
    [Description("未解决")] NotSolved,
    [Description("超时")] Late,
    [Description("态度")] Attitude,
    [Description("结果")] Result,
    [Description("答复不清")] UnclearReply,
    [Description("其他")] Other,
}

/// <summary>A call that reached nobody, or not at a good time.</summary>
/// <param name="CallBack">When the citizen asked to be called.</param>
public sealed record FollowUpTry(DateTimeOffset At, FollowUpResult Result, DateTimeOffset? CallBack = null);

/// <summary>回访记录: solved is asked before satisfied; the talk itself is rated apart from the matter (一次一评、一事一评).</summary>
public sealed record FollowUpAnswer(bool Reached, bool? Solved, Satisfaction Satisfaction, string? Comment)
{
    /// <summary>Null in records from before there were codes.</summary>
    public FollowUpResult? Result { get; init; }

    /// <summary>话务服务评价</summary>
    public Satisfaction? Service { get; init; }

    public DissatisfactionReason? Reason { get; init; }

    public DateTimeOffset? CallBack { get; init; }

    public DateTimeOffset? At { get; init; }
}
