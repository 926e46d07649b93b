using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Departments;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.FollowingUp;

namespace Hotline.Tickets.Reading;

/// <summary>What happened, in the words a page shows (办理过程).</summary>
internal static class Timeline
{
    internal static TimelineLine Line(RecordedEvent recorded, CityRules rules)
    {
        var (title, detail) = Words(recorded.Event, rules, new UnitNames(rules, recorded.At));
        return new(recorded.Version, recorded.At, recorded.Event.Kind(), title, detail, recorded.By.Name, recorded.By.Role, recorded.RulesVersion) { Event = recorded.Event };
    }

    private static (string Title, string? Detail) Words(TicketEvent happened, CityRules rules, UnitNames units) => happened switch
    {
        TicketEvent.Accepted e => ("受理", $"{e.Facts.Channel.Chinese()}{e.Facts.Type.Chinese()}"),
        TicketEvent.AnsweredOnTheSpot e => ("直接答复办结", e.Answer),
        TicketEvent.Dispatched e => ("派单", $"{(e.Before is { } from ? $"{units.NameOf(from)} → " : "")}{units.NameOf(e.To)}{With(e.Reason)}"),
        TicketEvent.SignedFor e => ("签收", units.NameOf(e.By)),
        TicketEvent.Contacted { Contact: { Reached: true } c } => ("先行联系", $"已联系 {c.Person}：{c.Content}"),
        TicketEvent.Contacted { Contact: var c } => ("先行联系", $"未联系上：{c.WhyNot?.Chinese()}{With(c.Content)}"),
        TicketEvent.Messaged e => ("转接短信", $"{units.NameOf(e.By)}：{e.Text}"),
        TicketEvent.NotAccepted e => ("不予受理", $"{e.Ground}：{e.Path}{With(e.Explanation)}{(e.Insists ? "，诉求人坚持" : "")}"),
        TicketEvent.ConfirmedNotAccepted e => ("确认不予受理", e.Note),
        TicketEvent.AcceptedAfterAll e => ("改为受理", e.Reason),
        TicketEvent.Corrected e => ("更正", $"{Changes(e.Before, e.After, rules)}{With(e.Reason)}"),
        TicketEvent.InformationRequested e => ("要求补充", e.Question),
        TicketEvent.InformationSupplied e => ("补充信息", e.Text),
        TicketEvent.ReturnRequested { Request: var r } => ("退单申请", $"{r.Code.Chinese()}：{r.Reason}{(r.Suggested is { } to ? $"，建议 {units.NameOf(to)}" : "")}{With(r.Evidence)}"),
        TicketEvent.ReturnAccepted e => ("同意退单", e.Silent ? "逾期未审核，默认同意" : e.Reason),
        TicketEvent.ReturnRefused e => ("驳回退单", e.Reason),
        TicketEvent.Disputed { Statement: var s } => ("提交争议", Said(s, units)),
        TicketEvent.Stated { Statement: var s } => ("陈述意见", Said(s, units)),
        TicketEvent.Adjudicated e => ("争议裁定", $"{units.NameOf(e.To)}：{e.Reason}，依据 {e.Basis}{(e.Precedent is null ? "" : $"，先例 {e.Precedent}")}"),
        TicketEvent.ExtensionRequested { Request: var r } => ("申请延期", $"{r.More}，{r.Code.Chinese()}：{r.Reason}"),
        TicketEvent.ExtensionGranted e => ("准予延期", e.Last ? $"办理时限 {At(e.DueBefore)} → {At(e.Due)}" : "待上一级审批"),
        TicketEvent.ExtensionRefused e => ("不准延期", e.Reason),
        TicketEvent.SuspensionRequested { Request: var r } => ("申请挂起", $"{r.For}，{r.Reason}{With(r.Evidence)}"),
        TicketEvent.SuspensionGranted e => ("同意挂起", $"至 {At(e.Until)}"),
        TicketEvent.SuspensionRefused e => ("不同意挂起", e.Reason),
        TicketEvent.Resumed e => ("恢复办理", e.Reason),
        TicketEvent.ProgressReported e => ("阶段反馈", $"{e.Text}{(e.Next is { } day ? $"，下次反馈 {day:yyyy年M月d日}" : "")}"),
        TicketEvent.TasksAssigned e => (e.Tasks[0].Kind.Chinese(), string.Join("；", e.Tasks.Select(t => $"{t.No} {units.NameOf(t.Unit)}：{t.Question}"))),
        TicketEvent.Conferred e => ("会商", $"{string.Join("、", e.Participants)}：{e.Decision}"),
        TicketEvent.TaskAnswered e => ("协办答复", $"{e.Task} {units.NameOf(e.By)}：{e.Answer}"),
        TicketEvent.TaskWaived e => ("免除协办", $"{e.Task}：{e.Reason}"),
        TicketEvent.CheckedIn e => ("到场签到", $"{e.Task} {units.NameOf(e.By)}"),
        TicketEvent.ResponseRated e => ("评价响应", $"{e.Task}：{e.Grade} 分{With(e.Comment)}"),
        TicketEvent.CallRated e => ("评价吹哨", $"{e.Task}：{e.Grade} 分{With(e.Comment)}"),
        TicketEvent.Shared { Share: var s } => ("共享查看", $"{units.NameOf(s.Unit)}，至 {At(s.Until)}"),
        TicketEvent.Noted e => ("备注", e.Text),
        TicketEvent.Attached { Attachment: var a } => ("附件", a.Name),
        TicketEvent.Urged e => ("催办", e.Text),
        TicketEvent.Supervised { Order: var o } => (o.Level.Chinese(), $"{o.No} {(o.Addressee is { } to ? units.NameOf(to) : "派单员")}：{o.Instruction}"),
        TicketEvent.SupervisionAnswered e => ("督办答复", $"{e.Order}：{e.Answer}"),
        TicketEvent.SupervisionJudged e => (e.Recognised ? "督办认可" : "督办退回", $"{e.Order}{With(e.Reason)}"),
        TicketEvent.Raised e => ("提级", $"{e.Level} 级：{e.Reason}"),
        TicketEvent.ReplyCorrected e => ("更正答复", e.Reason),
        TicketEvent.Reopened e => ("申请重办", e.Words),
        TicketEvent.RepliedWithMaster e => ("随主单答复", $"主单 {e.Master}"),
        TicketEvent.Woken e => ("承诺到期", $"承诺日期 {e.Promised:yyyy年M月d日}"),
        TicketEvent.Withdrawn e => ("撤回", e.Reason),
        TicketEvent.Archived => ("归档", null),
        TicketEvent.Rescheduled e => ("时限重算", e.Reason),
        TicketEvent.Returned e => ("退单", $"{e.Code.Chinese()}：{e.Reason}{(e.Suggested is { } to ? $"，建议 {units.NameOf(to)}" : "")}"),
        TicketEvent.Replied e => ("答复", $"{e.Reply.Finding.Chinese()}，{e.Reply.Result.Chinese()}"),
        TicketEvent.Approved e => ("审核通过", e.Before is null ? null : "审核员修改了答复口径"),
        TicketEvent.SentBack e => ("审核退回", e.Reason),
        TicketEvent.FollowedUp { Answer.Reached: false } e => ("回访", $"{e.Answer.Result?.Chinese() ?? "未接通"}{With(e.Answer.Comment)}"),
        TicketEvent.FollowedUp e => ("回访", $"{Said(e.Answer.Solved, e.Answer.Satisfaction)}{Then(e.Outcome)}{With(e.Answer.Comment)}"),
        TicketEvent.Rated e => ("市民评价", $"{Said(e.Solved, e.Satisfaction)}{Then(e.Outcome)}{With(e.Comment)}"),
        TicketEvent.TransferredToPolice e => ($"转{e.Line ?? "110"}", e.Reason),
        TicketEvent.PoliceResultRecorded e => ("110办理结果", e.Result),
        TicketEvent.ClockWarned e => (e.Card is { } card ? $"{card.Chinese()}预警" : "临期提醒", $"{e.Clock.Chinese()}时限 {At(e.Due)}"),
        TicketEvent.ClockOverdue e => ("超期", $"{e.Clock.Chinese()}时限 {At(e.Due)}"),
        _ => throw new InvalidOperationException($"{happened.GetType().Name} has no words."),
    };

    private static string Said(Disputes.Statement s, UnitNames units) =>
        $"{(s.Unit is null ? "派单员" : units.NameOf(s.Unit))}：{s.Text}{(s.Suggested is { } to ? $"，建议 {units.NameOf(to)}" : "")}{With(s.Basis)}";

    private static string Changes(RequestFacts a, RequestFacts b, CityRules rules) => string.Join("，", new (string Name, string? Before, string? After)[]
        {
            ("标题", a.Title, b.Title), ("内容", a.Text, b.Text), ("地点", a.Place, b.Place), ("区划", a.District, b.District), ("分类", Name(a.Category, rules), Name(b.Category, rules)),
            ("类型", a.Type.Chinese(), b.Type.Chinese()), ("紧急程度", a.Urgency.Chinese(), b.Urgency.Chinese()), ("保密", a.Confidential ? "是" : "否", b.Confidential ? "是" : "否"),
            ("要点", string.Join("/", a.Demands), string.Join("/", b.Demands)),
        }.Where(c => c.Before != c.After).Select(c => c.Before is { Length: > 30 } || c.After is { Length: > 30 } ? $"{c.Name}有改动" : $"{c.Name} {c.Before} → {c.After}"));

    private static string? Name(string? category, CityRules rules) => category is null ? null : rules.Categories.GetValueOrDefault(category)?.Name ?? category;

    private static string At(DateTimeOffset at) => DayEnd.Written(at.ToOffset(TimeSpan.FromHours(8)).DateTime, "yyyy年M月d日 ");

    private static string Said(bool? solved, Satisfaction satisfaction) => $"{(solved is true ? "已解决" : "未解决")}，{satisfaction.Chinese()}";

    private static string With(string? text) => string.IsNullOrWhiteSpace(text) ? "" : $"，{text}";

    private static string Then(FollowUpOutcome outcome) => outcome == FollowUpOutcome.Redo ? "，退回重办" : "";
}
