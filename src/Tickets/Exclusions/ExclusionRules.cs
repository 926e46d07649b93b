using Hotline.Tickets.City;

namespace Hotline.Tickets.Exclusions;

/// <summary>剔除目录: the reasons a city takes, its own or the usual ones.</summary>
public static class ExclusionCatalogue
{
    private static readonly ExclusionCode[] Usual =
    [
        new("beyond-duty", "超出行政职责范围"), new("unlawful", "诉求违反法律法规或公序良俗"), new("ended-procedure", "信访、诉讼、仲裁等程序已终结"),
        new("refused-contact", "两日内三次联系，拒绝沟通或空号"), new("withdrawn", "诉求人撤回", EvidenceNeeded: false), new("malicious", "查实为恶意"),
        new("force-majeure", "第三方原因或不可抗力"), new("statutory-period", "须等待法定期限"), new("duplicate", "重复件已并单", EvidenceNeeded: false),
        new("outside-area", "不属于本市"), new("emergency", "已转紧急热线", EvidenceNeeded: false),
    ];

    public static IReadOnlyList<ExclusionCode> Of(CityRules rules) => rules.Profile.Scoring?.Exclusions is { Count: > 0 } own ? own : Usual;

    /// <summary>The code itself where the city has dropped it.</summary>
    public static string NameOf(CityRules rules, string code) => Of(rules).FirstOrDefault(c => c.Code == code)?.Name ?? code;
}

/// <summary>剔除的期限, in working days: to apply after the rating, to examine after the application, to appeal after the refusal.</summary>
public sealed record ExclusionRules(int ApplyDays = 2, int ExamineDays = 3, int AppealDays = 2);
