namespace Hotline.Tickets.Statistics;

/// <summary>派单、签收、先行联系、退单.</summary>
internal static class DispatchKpis
{
    private const string LostBefore = "c.ended_by in ('return-accepted', 'returned', 'disputed', 'withdrawn', 'transferred-to-110') and c.ended_at <= ";

    private static readonly Exclusion Suspended = new("suspended", "联系时限停计中", "c.contacted_at is null and c.contact_paused");

    private static readonly Cases Dispatched = (Cases.Tickets with { At = "t.dispatched_at", Unit = "t.first_unit" })
        .Only("t.kind = 'request' and t.dispatched_at is not null").Without(Exclusion.Merged);

    private static readonly Cases Turns = Cases.Turns.Only("t.kind = 'request' and c.kind <> 'redo'").Without(Exclusion.Merged);

    private static readonly Cases Signing = (Turns with { At = "c.sign_due_at" }).Only("t.kind = 'request' and c.sign_due_at is not null")
        .Without(new Exclusion("left-before", "到期前已离开该单位", "c.signed_at is null and " + LostBefore + "c.sign_due_at"))
        .Waiting("c.signed_at is null and c.ended_at is null and c.sign_due_at > $3")
        .Scored("c.signed_at <= c.sign_due_at");

    private static readonly Cases Contacting = (Turns with { At = "c.contact_due_at" }).Only("t.kind = 'request' and c.contact_due_at is not null")
        .Without(
            new Exclusion("no-usable-number", "号码有误、匿名或要求不联系", "c.reached_at is null and c.why_not in ('wrong-number', 'anonymous', 'asked-not-to-be-contacted')"),
            new Exclusion("left-before", "到期前已离开该单位", "c.contacted_at is null and " + LostBefore + "c.contact_due_at"),
            Suspended)
        .Waiting("c.contacted_at is null and c.ended_at is null and c.contact_due_at > $3");

    private static readonly Cases Responding = Turns
        .Without(
            new Exclusion("left-before", "到期前已离开该单位", "(c.signed_at is null or c.contacted_at is null) and " + LostBefore + "c.contact_due_at"),
            Suspended)
        .Waiting("(c.signed_at is null or c.contacted_at is null) and c.ended_at is null and c.contact_due_at > $3");

    private static readonly Cases Returnable = Turns.Only("t.kind = 'request' and c.kind <> 'redo'")
        .Without(new Exclusion("designated", "裁定指派，不得退单", "c.kind = 'ruling'"));

    internal static IReadOnlyList<Kpi> All { get; } =
    [
        new("dispatch-accuracy", "派单准确率", "Dispatch accuracy", KpiKind.Rate, "从未退单成功且未改派的工单 ÷ 派出工单", "深圳首派成功率", "首次派单时间",
            [
                new("settled", "退单获准或改派才算不准", "A return counts once it was granted", "未获准退单且未改派", "派出工单") { Cases = Dispatched.Scored("t.returns_accepted = 0 and not t.moved") },
                new("unasked", "申请退单即算不准", "A return counts once it was asked for", "未申请退单且未改派", "派出工单") { Cases = Dispatched.Scored("t.returns_asked = 0 and not t.moved") },
            ]),
        new("sign-in", "按时签收率", "On-time sign-in", KpiKind.Rate, "时限内签收 ÷ 应签收", "巴彦淖尔、榆林考核", "签收到期时间",
            [new("due", "应签收", "Due", "时限内签收", "已到签收时限或已签收") { Cases = Signing }]),
        new("first-contact", "先行联系率", "First contact rate", KpiKind.Rate, "时限内联系上 ÷（联系上 + 未联系上）", "上海某镇清单（S4）", "联系到期时间",
            [
                new("in-limit", "时限内联系上", "Reached in the limit", "时限内联系上", "应联系") { Cases = Contacting.Scored("c.reached_at <= c.contact_due_at") },
                new("reached", "联系上÷已登记（S4）", "Reached of recorded", "联系上", "登记联系上与未联系上")
                    { Cases = Contacting.Without(new Exclusion("not-recorded", "未登记联系情况", "c.contacted_at is null")).Scored("c.reached_at is not null") },
                new("recorded", "时限内登记联系情况", "Recorded in the limit", "时限内登记", "应联系") { Cases = Contacting.Scored("c.contacted_at <= c.contact_due_at") },
            ]),
        new("response", "响应率", "Response rate", KpiKind.Rate, "按时签收并按时联系 ÷ 派到单位", "北京三率；准格尔旗（签收、联系、佐证）", "派单时间",
            [
                new("in-limit", "签收与联系均按时", "Signed and contacted in the limits", "签收与联系均按时", "派到单位")
                    { Cases = Responding.Scored("c.signed_at <= c.sign_due_at and c.contacted_at <= c.contact_due_at") },
                new("at-all", "签收并联系，不论时限", "Signed and contacted", "签收并联系", "派到单位") { Cases = Responding.Scored("c.signed_at is not null and c.contacted_at is not null") },
                new("with-evidence", "按时且有佐证附件", "In the limits and with evidence", "按时且有佐证", "派到单位")
                    { Cases = Responding.Scored("c.signed_at <= c.sign_due_at and c.contacted_at <= c.contact_due_at and c.evidence") },
            ]),
        new("returns", "退单率", "Return rate", KpiKind.Rate, "退单 ÷ 派到单位", "榆林考核；粤府不当退单", "派单时间",
            [
                new("asked", "申请即计", "Every return asked for", "申请退单", "派到单位") { Cases = Returnable.Scored("c.returns_asked > 0") },
                new("refused-only", "获准不计", "Granted returns are not held against the unit", "退单被驳回", "派到单位") { Cases = Returnable.Scored("c.returns_refused > 0") },
                new("refused-double", "被驳回加倍", "Refused returns count double", "申请退单，被驳回计 2", "派到单位")
                    { Cases = Returnable with { Score = "(c.returns_asked > 0)::int + (c.returns_refused > 0)::int", Doubled = true } },
                new("refused-only-double", "获准不计且被驳回加倍", "Granted free, refused double", "被驳回计 2", "派到单位")
                    { Cases = Returnable with { Score = "2 * (c.returns_refused > 0)::int", Doubled = true } },
            ]) { LessIsBetter = true },
    ];
}
