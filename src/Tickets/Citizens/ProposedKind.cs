namespace Hotline.Tickets.Citizens;

/// <summary>建议类型: which kind of request a text reads like. Advice: the citizen sees it and may choose another.</summary>
public static class ProposedKind
{
    private static readonly (RequestType Type, string[] Words)[] Signs =
    [
        (RequestType.Report, ["举报", "违法", "贿赂", "偷税", "非法", "无证经营", "造假"]),
        (RequestType.Praise, ["感谢", "表扬", "点赞", "锦旗"]),
        (RequestType.Suggestion, ["建议", "希望增设", "希望能增", "能否增设"]),
        (RequestType.Complaint, ["投诉", "扰民", "乱收费", "态度恶劣", "推诿", "不作为", "噪声", "噪音", "拒绝退"]),
        (RequestType.Consultation, ["咨询", "请问", "怎么办理", "如何办理", "如何申请", "怎么申请", "需要什么材料", "什么条件", "什么时候能"]),
    ];

    /// <summary>Help 求助 where nothing speaks for another kind.</summary>
    public static RequestType Of(string text) =>
        Signs.Select(s => (s.Type, Count: s.Words.Count(w => text.Contains(w, StringComparison.Ordinal)))).Where(s => s.Count > 0)
            .OrderByDescending(s => s.Count).Select(s => (RequestType?)s.Type).FirstOrDefault() ?? RequestType.Help;
}
