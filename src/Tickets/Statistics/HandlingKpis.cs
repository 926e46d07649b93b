namespace Hotline.Tickets.Statistics;

/// <summary>办理: in time, closed, overdue, redone, how long.</summary>
internal static class HandlingKpis
{
    private const string Suspended = "时限停计中";
    private const string Unanswered = "到期前撤回、转出或由热线答复";

    /// <remarks>Overdue open ones stay in the denominator; an approved extension has moved the due time; what stands still is left out.</remarks>
    private static readonly Cases Rounds = Cases.Rounds.Only("t.kind = 'request'")
        .Without(
            Exclusion.Merged,
            new("suspended", Suspended, "c.ended_at is null and c.paused"),
            new("ended-otherwise", Unanswered, "c.ended_by <> 'replied' and c.ended_at <= c.due_at"))
        .Waiting("c.ended_at is null and c.due_at > $3");

    private static readonly Cases FirstRounds = Rounds.Only("t.kind = 'request' and c.no = 1");

    private static readonly Cases Whole = (Cases.Tickets with { At = "t.handling_due_at", Scope = "on-time" }).Only("t.kind = 'request' and t.handling_due_at is not null")
        .Without(
            Exclusion.Merged,
            new("suspended", Suspended, "t.handling_ended_at is null and t.handling_paused and t.late_rounds = 0"),
            new("ended-otherwise", Unanswered, "t.handling_ended_by <> 'replied' and t.late_rounds = 0"))
        .Waiting("t.handling_ended_at is null and t.late_rounds = 0 and t.handling_due_at > $3");

    private static readonly Cases Due = Whole.Waiting("t.outcome is distinct from 'closed' and t.handling_due_at > $3").Scored("t.outcome = 'closed'");

    private static readonly Cases Replied = (Cases.Rounds with { At = "c.ended_at" }).Only("t.kind = 'request' and c.ended_by = 'replied'").Without(Exclusion.Merged);

    private static readonly Cases Results = Cases.Asks.Only("t.kind = 'request' and c.result is not null").Without(Exclusion.Merged);

    private static readonly Cases Ended = (Cases.Tickets with { At = "t.ended_at", Scope = "on-time" }).Without(Exclusion.Merged);

    internal static IReadOnlyList<Kpi> All { get; } =
    [
        new("on-time", "按时办结率", "On-time completion", KpiKind.Rate, "时限内答复 ÷ 期内到期；超期未办结的留在分母，获准延期改变到期时间", "巴彦淖尔、榆林、宜春月报", "办理到期时间",
            [
                new("each-round", "每一办理轮次", "Every round of handling", "时限内答复的轮次", "到期的轮次") { Cases = Rounds.Scored("c.ended_by = 'replied' and c.ended_at <= c.due_at") },
                new("first-round", "仅首轮", "The first round only", "首轮时限内答复", "首轮到期") { Cases = FirstRounds.Scored("c.ended_by = 'replied' and c.ended_at <= c.due_at") },
                new("whole", "整单，各轮均按时", "The whole ticket, every round", "各轮均按时的工单", "到期工单")
                    { Cases = Whole.Scored("t.handling_ended_by = 'replied' and t.late_rounds = 0") },
            ]),
        new("completion", "办结率", "Completion rate", KpiKind.Rate, "办结 ÷ 到期（不是÷受理）；未到期另列", "甘肃类月报：在期件另列", "办理到期时间",
            [
                new("due", "到期件", "Of those due", "办结", "到期工单") { Cases = Due },
                new("with-pending", "含在期件", "Of all, those in their limit too", "办结", "到期与在期工单") { Cases = Due.Waiting("false") },
            ]),
        new("overdue", "超期率", "Overdue rate", KpiKind.Rate, "超期 ÷ 期内到期", "省级通报", "办理到期时间",
            [
                new("each-round", "每一办理轮次", "Every round of handling", "超期轮次", "到期的轮次") { Cases = Rounds.Scored("coalesce(c.ended_at, $3) > c.due_at") },
                new("first-round", "仅首轮", "The first round only", "首轮超期", "首轮到期") { Cases = FirstRounds.Scored("coalesce(c.ended_at, $3) > c.due_at") },
            ]) { LessIsBetter = true },
        new("actually-solved", "实际解决率", "Actually solved rate", KpiKind.Rate, "实际解决 ÷（实际解决 + 解释说明）", "上海某镇清单（S4）；海南", "审核通过时间",
            [
                new("solved-or-explained", "解决与解释之间（S4）", "Of solved and explained", "实际解决", "实际解决与解释说明")
                    { Cases = Results.Without(new Exclusion("other-result", "其他办理结果", "c.result not in ('solved', 'explained')")).Scored("c.result = 'solved'") },
                new("all-results", "全部办理结果", "Of all results", "实际解决", "全部审核通过的答复") { Cases = Results.Scored("c.result = 'solved'") },
            ]),
        new("redo", "重办率", "Redo rate", KpiKind.Rate, "答复后发回重办 ÷ 答复", "巴彦淖尔发回重办率", "答复时间",
            [
                new("any", "审核退回与市民未解决", "Sent back by review or citizen", "发回重办", "答复") { Cases = Replied.Scored("c.then_by in ('sent-back', 'redo')") },
                new("citizen", "仅市民未解决", "By the citizen", "市民未解决而重办", "答复") { Cases = Replied.Scored("c.then_by = 'redo'") },
                new("review", "仅审核退回", "By review", "审核退回", "答复") { Cases = Replied.Scored("c.then_by = 'sent-back'") },
            ]) { LessIsBetter = true },
        new("handling-time", "平均办理时长", "Average handling time", KpiKind.Hours, "Σ 受理到办结的小时 ÷ 办结件；分子以秒计", "海南公开数据", "办结时间",
            [
                new("closed", "派单办结件", "Dispatched and closed", "受理到办结的秒数", "派单办结件")
                    { Cases = Ended.Only("t.kind = 'request' and t.outcome = 'closed'") with { Score = "extract(epoch from t.ended_at - t.accepted_at)" } },
                new("with-direct", "含直接答复", "With direct answers", "受理到办结的秒数", "办结与直接答复件")
                    { Cases = Ended.Only("t.kind = 'request' and t.outcome in ('closed', 'answered')") with { Score = "extract(epoch from t.ended_at - t.accepted_at)" } },
                new("unit", "单位办理一轮", "A unit's round", "每轮开始到答复的秒数", "答复轮次") { Cases = Replied with { Score = "extract(epoch from c.ended_at - c.started_at)" } },
            ]) { LessIsBetter = true },
    ];
}
