using System.Globalization;
using System.Text.Json.Serialization;

namespace Hotline.Telephony.Statistics;

/// <summary>A named indicator of calls (话务指标): who reads it can recompute it.</summary>
/// <param name="Seconds">An average of seconds; otherwise a rate from 0 to 1.</param>
/// <param name="Variants">口径; the first is the usual one.</param>
public sealed record CallKpi(string Code, string Chinese, string English, bool Seconds, string Formula, string Source, IReadOnlyList<CallKpiVariant> Variants)
{
    /// <summary>Why there is no number; null where there is one.</summary>
    public string? Unavailable { get; init; }
}

/// <param name="Excludes">不计入 by the formula: code and meaning.</param>
public sealed record CallKpiVariant(string Code, string Chinese, string English, IReadOnlyDictionary<string, string> Excludes)
{
    /// <summary>SQL over "f": a call that asked for an agent (queued_at, wait, talk, menu in seconds).</summary>
    [JsonIgnore]
    internal string Excluded { get; init; } = "null::text";

    [JsonIgnore]
    internal string Score { get; init; } = "1";

    /// <summary>Only calls that were answered.</summary>
    [JsonIgnore]
    internal bool Answered { get; init; }
}

/// <summary>话务指标目录</summary>
public static class CallKpis
{
    private const string Lost = "when f.talking_since is null and f.end_reason in ('host restarted', 'host stopped', 'internal error') then 'system'";

    public static IReadOnlyList<CallKpi> All { get; } =
    [
        new("connect", "接通率", "Connect rate", false, "人工接听 ÷ 请求人工的来电", "GB/T 33358：任意连续 24 小时 ≥ 95 %", [Connect(5), Connect(0), Connect(10)]),
        new("service-level", "时限接听率", "Service level", false, "Y 秒内接听 ÷ 分母；四种口径见变体", "GB/T 33358（15 秒）；51callcenter 四口径", [.. Levels()]),
        new("wait", "平均等待", "Average wait", true, "Σ 等待秒数 ÷ 接听", "12328（含 IVR）",
            [Answered("queue", "排队等待", "In the queue", "f.wait"), Answered("with-menu", "含语音播报", "With the announcement", "f.wait + f.menu")]),
        new("abandon", "放弃率", "Abandon rate", false, "排队中挂机 ÷ 请求人工的来电", "本平台口径", [Abandon(0), Abandon(5)]),
        new("talk", "平均通话时长", "Average talk time", true, "Σ 话务员通话秒数 ÷ 接听", "常州公开数据 150 秒", [Answered("agent", "话务员在线", "While an agent is on the line", "f.talk")]),
        new("handling", "平均处理时长", "Average handling time", true, "（通话 + 保持 + 话后整理）÷ 接听", "本平台口径", []) { Unavailable = "尚未列入本表，见“排班与预测”" },
        new("utilisation", "工时利用率", "Utilisation", false, "（通话 + 保持 + 整理）÷（签入 − 小休）", "本平台口径", []) { Unavailable = "尚未列入本表，各座席的工时见接口 /api/v1/seats/times" },
    ];

    public static CallKpi? Find(string code) => All.FirstOrDefault(k => k.Code == code);

    private static CallKpiVariant Connect(int seconds) => Short(seconds) with { Score = "case when f.talking_since is not null then 1 else 0 end" };

    private static CallKpiVariant Abandon(int seconds) => Short(seconds) with { Score = "case when f.talking_since is null then 1 else 0 end" };

    private static CallKpiVariant Short(int seconds) => new(
        Text($"short-{seconds}"), seconds == 0 ? "含全部放弃" : $"{seconds} 秒内放弃不计", seconds == 0 ? "All abandoned calls" : $"Without those abandoned within {seconds} s",
        new Dictionary<string, string>(StringComparer.Ordinal) { ["system"] = "系统中断", ["short-abandon"] = $"{seconds} 秒内放弃" })
    {
        Excluded = Text($"case {Lost} when f.talking_since is null and f.wait < {seconds} then 'short-abandon' end"),
    };

    private static IEnumerable<CallKpiVariant> Levels()
    {
        foreach (var y in new[] { 15, 20 })
        {
            yield return Level("a", y, "（接听≤Y＋放弃≤Y）÷（接听＋放弃）", "(answered ≤ Y + abandoned ≤ Y) ÷ (answered + abandoned)", "f.wait <= {0}", "false");
            yield return Level("b", y, "接听≤Y ÷ 接听", "answered ≤ Y ÷ answered", "f.wait <= {0}", "f.talking_since is null");
            yield return Level("c", y, "接听≤Y ÷（接听＋放弃）", "answered ≤ Y ÷ (answered + abandoned)", "f.talking_since is not null and f.wait <= {0}", "false");
            yield return Level("d", y, "接听≤Y ÷（接听＋Y 后放弃）", "answered ≤ Y ÷ (answered + abandoned after Y)", "f.talking_since is not null and f.wait <= {0}", "f.talking_since is null and f.wait <= {0}");
        }
    }

    private static CallKpiVariant Level(string letter, int seconds, string chinese, string english, string holds, string leaves)
    {
        var y = seconds.ToString(CultureInfo.InvariantCulture);
        return new($"{letter}-{y}", chinese.Replace("Y", $"{y} 秒", StringComparison.Ordinal), english.Replace("Y", $"{y} s", StringComparison.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal) { ["system"] = "系统中断", ["abandoned"] = "放弃" })
        {
            Excluded = $"case {Lost} when {leaves.Replace("{0}", y, StringComparison.Ordinal)} then 'abandoned' end",
            Score = $"case when {holds.Replace("{0}", y, StringComparison.Ordinal)} then 1 else 0 end",
        };
    }

    private static CallKpiVariant Answered(string code, string chinese, string english, string seconds) =>
        new(code, chinese, english, new Dictionary<string, string>(StringComparer.Ordinal)) { Score = seconds, Answered = true };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
