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
public enum ConfidentialFollowUp
{
    [Description("必访")] Always,
    [Description("抽样")] ByChance,
    [Description("仅网上")] WebOnly,
}

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

    /// <summary>What is wrong with them in a city profile.</summary>
    internal IEnumerable<string> Problems()
    {
        if (Percent is < 0 or > 100) yield return $"handling.followUp.percent: {Percent} must lie between 0 and 100.";
        if (Parts.Count == 0) yield return "handling.followUp.parts: needs at least one part of the day. Example: \"09:00-12:00\".";
        foreach (var (part, i) in Parts.Select((p, i) => (p, i)).Where(p => !IsPart(p.p)))
            yield return $"handling.followUp.parts[{i}]: \"{part}\" is no part of a day. Example: \"14:30-17:30\".";
    }

    private static bool IsPart(string text) =>
        text.Split('-') is [var from, var to] && TimeOnly.TryParseExact(from, "HH:mm", out var begin) && TimeOnly.TryParseExact(to, "HH:mm", out var end) && begin < end;
}
