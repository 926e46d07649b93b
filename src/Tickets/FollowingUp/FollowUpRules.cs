using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hotline.Tickets.FollowingUp;

/// <summary>抽样理由: why a closing is asked about by phone.</summary>
[JsonConverter(typeof(KebabJson<SampleGround>))]
public enum SampleGround
{
    [Description("投诉举报")] ComplaintOrReport,
    [Description("紧急件")] Urgent,
    [Description("重办件")] Redo,
    [Description("督办件")] Supervised,
    [Description("保密件")] Confidential,
    [Description("随机抽样")] Chance,
}

/// <summary>保密件的回访: always by phone, by chance like others, or on the web only.</summary>
[JsonConverter(typeof(KebabJson<ConfidentialFollowUp>))]
public enum ConfidentialFollowUp { Always, ByChance, WebOnly }

/// <summary>回访规则</summary>
public sealed record FollowUpRules
{
    /// <summary>Who is always called.</summary>
    public IReadOnlyList<SampleGround> Always { get; init; } = [SampleGround.ComplaintOrReport, SampleGround.Urgent, SampleGround.Redo, SampleGround.Supervised];

    public ConfidentialFollowUp Confidential { get; init; } = ConfidentialFollowUp.Always;

    /// <summary>Of all others, how many in a hundred are called; the rest are asked on the web.</summary>
    public int Percent { get; init; } = 30;

    /// <summary>时段: tries fall into different parts of a working day, never outside them.</summary>
    public IReadOnlyList<string> Parts { get; init; } = ["09:00-12:00", "14:30-17:30", "17:30-20:00"];

    /// <summary>On how many days at least the tries lie.</summary>
    public int Days { get; init; } = 2;
}
