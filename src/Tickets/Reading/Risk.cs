using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Hotline.Tickets.Reading;

/// <summary>风险原因</summary>
[JsonConverter(typeof(KebabJson<RiskKind>))]
public enum RiskKind
{
    [Description("危险词")] Danger,
    [Description("特急")] Critical,
    [Description("紧急")] Urgent,
    [Description("已提级")] Raised,
    [Description("市民不满意重办")] Redone,
    [Description("退单")] Returned,
    [Description("督办未答复")] Ordered,
    [Description("催办")] Urged,
}

/// <summary>Why a ticket comes earlier on a list.</summary>
/// <param name="Hours">By how much.</param>
/// <param name="Times">How often, where that counts.</param>
public sealed record RiskGround(RiskKind Kind, int Hours, int Times = 1);

/// <summary>What the rule looks at. No clock: time runs for all alike.</summary>
/// <param name="Orders">督办单 that wait for an answer.</param>
internal sealed record RiskFacts(Urgency Urgency, int Level, string Title, string Text, int Urges, int Returns, int Redos, int Orders);

/// <summary>
/// 风险: how pressing a ticket is. Every ground counts as hours by which the ticket is due earlier than its clock says; what is due
/// first by that stands on top. The same rule stands in SQL, so that an index keeps the order (migrations 0015 and 0015b). Pure.
/// </summary>
public sealed record Risk(IReadOnlyList<RiskGround> Grounds)
{
    /// <summary>危险词: where one stands in the title or the text, somebody may come to harm.</summary>
    internal static IReadOnlyList<string> DangerWords { get; } =
        ["燃气泄漏", "煤气泄漏", "漏气", "爆炸", "起火", "着火", "坍塌", "塌陷", "触电", "漏电", "中毒", "溺水", "被困", "轻生", "自杀", "跳楼", "持刀"];

    /// <summary>Hours of all grounds.</summary>
    public int Weight => Grounds.Sum(g => g.Hours);

    /// <summary>100 for what is due this hour by its clock and its grounds, one more for each hour past that, one less for each before; never below 0.</summary>
    /// <param name="due">Of the clock that is due first; null where none runs.</param>
    /// <returns>Null where no clock runs.</returns>
    public int? Score(DateTimeOffset? due, DateTimeOffset now) =>
        due is { } end ? (int)Math.Clamp(100 + Math.Floor((now - end).TotalHours) + Weight, 0, int.MaxValue) : null;

    internal static Risk Of(RiskFacts facts) => new([.. Found(facts).Where(g => g.Hours > 0).OrderByDescending(g => g.Hours)]);

    private static IEnumerable<RiskGround> Found(RiskFacts f) =>
    [
        new(RiskKind.Danger, IsDangerous($"{f.Title}\n{f.Text}".Replace("不着火", "", StringComparison.Ordinal)) ? 48 : 0), // 打不着火: a stove that will not light
        f.Urgency == Urgency.Critical ? new(RiskKind.Critical, 72) : new(RiskKind.Urgent, f.Urgency == Urgency.Urgent ? 24 : 0),
        new(RiskKind.Raised, 48 * f.Level, f.Level),
        new(RiskKind.Redone, 24 * f.Redos, f.Redos),
        new(RiskKind.Returned, 12 * f.Returns, f.Returns),
        new(RiskKind.Ordered, 16 * Math.Min(3, f.Orders), f.Orders),
        new(RiskKind.Urged, 8 * Math.Min(5, f.Urges), f.Urges),
    ];

    private static bool IsDangerous(string said) => DangerWords.Any(w => said.Contains(w, StringComparison.Ordinal));
}
