namespace Hotline.Agent.Blazor.Figures;

/// <summary>Formulas, moments and reasons of the catalogue of figures in English; regulations and cities that ask for a figure keep their names.</summary>
internal static class FigureSentences
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["受理的诉求件数（不含吹哨）"] = "Requests accepted, without whistles",
        ["直接答复办结 ÷ 有效诉求"] = "closed by an answer at once ÷ valid requests",
        ["办结后 N 日内同一号码未就同一分类再次来访 ÷ 办结"] = "closed, and the same number did not come again about the same category within N days ÷ closed",
        ["此前 N 日内同一号码、同一分类已有诉求的工单 ÷ 有号码和分类的工单"] = "tickets whose number had a request of the same category in the N days before ÷ tickets with number and category",
        ["渠道为 110 推送的工单"] = "Tickets that came from 110",
        ["不予受理或退回 110 ÷ 110 推送"] = "not accepted or sent back to 110 ÷ received from 110",
        ["转 110 的工单"] = "Tickets passed to 110",
        ["已反馈结果 ÷ 转 110"] = "result told ÷ passed to 110",
        ["从未退单成功且未改派的工单 ÷ 派出工单"] = "tickets never returned with success nor moved ÷ tickets dispatched",
        ["时限内签收 ÷ 应签收"] = "signed for in the limit ÷ to be signed for",
        ["时限内联系上 ÷（联系上 + 未联系上）"] = "reached in the limit ÷ (reached + not reached)",
        ["按时签收并按时联系 ÷ 派到单位"] = "signed for and contacted in the limits ÷ dispatched to units",
        ["退单 ÷ 派到单位"] = "returned ÷ dispatched to units",
        ["时限内答复 ÷ 期内到期；超期未办结的留在分母，获准延期改变到期时间"] = "replied in the limit ÷ due in the period; what is overdue and open stays in the base, an extension moves the due time",
        ["办结 ÷ 到期（不是÷受理）；未到期另列"] = "closed ÷ due (not ÷ accepted); what is not due yet stands apart",
        ["超期 ÷ 期内到期"] = "overdue ÷ due in the period",
        ["实际解决 ÷（实际解决 + 解释说明）"] = "actually solved ÷ (actually solved + explained)",
        ["答复后发回重办 ÷ 答复"] = "sent back after a reply ÷ replies",
        ["Σ 受理到办结的小时 ÷ 办结件；分子以秒计"] = "Σ hours from acceptance to closing ÷ closed; counted in seconds",
        ["市民答已解决 ÷ 答了是否解决"] = "the citizen says solved ÷ answered whether it is solved",
        ["Σ 等级权重 ÷ 评价"] = "Σ weights of the grades ÷ ratings",
        ["非常满意、满意、基本满意 ÷ 评价"] = "very, quite or mostly satisfied ÷ ratings",
        ["回访成功 ÷ 应回访"] = "followed up ÷ to be followed up",
        ["评价 ÷ 邀请"] = "ratings ÷ invitations",
        ["督办单次数"] = "Number of supervision orders",
        ["催办次数"] = "Number of urges",
        ["提级次数"] = "Number of raises",
        ["获准延期次数"] = "Number of extensions granted",
        ["获准挂起次数"] = "Number of suspensions granted",
        ["限期内复核更新的条目 ÷ 到期应复核条目"] = "articles reviewed in their time ÷ articles due for review",
        ["质检不合格工单 ÷ 抽检工单"] = "tickets that failed the check ÷ tickets checked",
        ["110 退回 ÷ 随工单转 110"] = "sent back by 110 ÷ passed to 110 with a ticket",

        ["受理时间"] = "When it was accepted",
        ["办结时间"] = "When it was closed",
        ["转110时间"] = "When it was passed to 110",
        ["首次派单时间"] = "When it was first dispatched",
        ["签收到期时间"] = "When it was due to be signed for",
        ["联系到期时间"] = "When the first contact was due",
        ["派单时间"] = "When it was dispatched",
        ["办理到期时间"] = "When handling was due",
        ["审核通过时间"] = "When the reply was approved",
        ["答复时间"] = "When it was replied to",
        ["答复审核通过时间"] = "When the reply was approved",
        ["发生时间"] = "When it happened",
        ["复核到期时间"] = "When the review was due",
        ["质检时间"] = "When it was checked",

        ["本平台口径"] = "this platform's own way",
        ["质检按通话评分，见话务指标；尚未按工单汇总"] = "Quality is scored by call, see the figures of calls; it is not summed by ticket yet",
        ["尚未列入本表，见“排班与预测”"] = "Not in this table yet: see the rota and forecast",
        ["尚未列入本表，各座席的工时见接口 /api/v1/seats/times"] = "Not in this table yet: hours of each seat come by the API, /api/v1/seats/times",
    };

    /// <summary>In the reader's language; what has no English stays.</summary>
    internal static string Said(string chinese) => FigureWords.English ? Known.GetValueOrDefault(chinese, chinese) : chinese;
}
