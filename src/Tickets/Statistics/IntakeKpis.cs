using System.Globalization;

namespace Hotline.Tickets.Statistics;

/// <summary>受理 and 两线联动.</summary>
internal static class IntakeKpis
{
    private static readonly Cases Requests = Cases.Tickets.Only("t.kind = 'request'");
    private static readonly Cases FromPolice = Requests.Only("t.kind = 'request' and t.channel = 'police'");
    private static readonly Cases ToPolice = Requests.Only("t.kind = 'request' and t.police_at is not null") with { At = "t.police_at" };

    /// <summary>Packets that went with a ticket; the ledger is written without its ticket's doing, so no sums of days are kept.</summary>
    private static readonly Cases SentToPolice = new("tickets.partner_exchange c", "c.id::int", "c.offered_at", "t.unit") { Where = "t.kind = 'request' and c.partner = '110' and c.direction = 'out' and c.kind <> 'outcome'" };

    private static readonly Cases Answerable = Requests
        .Without(
            new("not-accepted", "不予受理", "t.outcome = 'not-accepted'"),
            new("transferred-to-110", "已转110", "t.outcome = 'transferred-to-110'"),
            new("withdrawn", "派单前撤回", "t.outcome = 'withdrawn' and t.dispatched_at is null"))
        .Waiting("t.outcome is null and t.dispatched_at is null")
        .Scored("t.outcome = 'answered'");

    private static readonly Exclusion[] Nameless =
    [
        new("no-number", "无来电号码", "not exists (select 1 from tickets.requester r where r.ticket_id = t.ticket_id and r.phone_mac is not null)"),
        new("no-category", "未分类", "t.category is null"),
    ];

    internal static IReadOnlyList<Kpi> All { get; } =
    [
        new("accepted", "受理量", "Requests accepted", KpiKind.Count, "受理的诉求件数（不含吹哨）", Kpis.Domain, "受理时间",
            [new("all", "全部", "All", "受理件", "—") { Cases = Requests }]),
        new("direct-answer", "直接答复率（直办率）", "Direct answer rate", KpiKind.Rate, "直接答复办结 ÷ 有效诉求", "唐山、杭州、广州公开数据；分母各异", "受理时间",
            [
                new("all", "全部诉求", "Of all requests", "直接答复办结", "有效诉求") { Cases = Answerable },
                new("consultations", "仅咨询", "Of consultations", "直接答复办结的咨询", "有效咨询") { Cases = Answerable.Only("t.kind = 'request' and t.type = 'consultation'") },
            ]),
        new("first-call-resolution", "首呼解决率", "First-call resolution", KpiKind.Rate, "办结后 N 日内同一号码未就同一分类再次来访 ÷ 办结", Kpis.Domain, "办结时间",
            [Fcr(7), Fcr(3), Fcr(30)]),
        new("repeats", "重复诉求率", "Repeat rate", KpiKind.Rate, "此前 N 日内同一号码、同一分类已有诉求的工单 ÷ 有号码和分类的工单", Kpis.Domain, "受理时间",
            [Repeats(30), Repeats(7), Repeats(90)]) { LessIsBetter = true },
        new("from-police", "110→12345 流转量", "Received from 110", KpiKind.Count, "渠道为 110 推送的工单", "国办发〔2022〕12号", "受理时间",
            [new("all", "全部", "All", "110 推送", "—") { Cases = FromPolice }]),
        new("from-police-returned", "110→12345 退回率", "Share from 110 not accepted or sent back", KpiKind.Rate, "不予受理或退回 110 ÷ 110 推送", "国办发〔2022〕12号", "受理时间",
            [new("all", "全部", "All", "不予受理或退回", "110 推送") { Cases = FromPolice.Scored("t.outcome in ('not-accepted', 'transferred-to-110')") }]) { LessIsBetter = true },
        new("to-police", "12345→110 流转量", "Transferred to 110", KpiKind.Count, "转 110 的工单", "国办发〔2022〕12号", "转110时间",
            [new("all", "全部", "All", "转 110", "—") { Cases = ToPolice }]),
        new("to-police-returned", "12345→110 退回率", "Share of transfers to 110 sent back", KpiKind.Rate, "110 退回 ÷ 随工单转 110", Kpis.Domain, "转110时间",
            [new("all", "全部", "All", "110 退回", "随工单转 110") { Cases = SentToPolice.Scored("c.state = 'refused'") }]) { LessIsBetter = true },
        new("to-police-answered", "110 结果反馈率", "Share of transfers to 110 with a result", KpiKind.Rate, "已反馈结果 ÷ 转 110", "国办发〔2022〕12号（闭环）", "转110时间",
            [new("all", "全部", "All", "已反馈结果", "转 110") { Cases = ToPolice.Scored("t.police_result") }]),
    ];

    /// <remarks>A case is pending until its days are over, or the caller has come again; looking that up is dear, so a pending case's score does not ask once more.</remarks>
    private static KpiVariant Fcr(int days)
    {
        var again = Same(string.Create(CultureInfo.InvariantCulture, $"o.accepted_at > t.ended_at and o.accepted_at <= t.ended_at + interval '{days} days'"));
        var cases = Requests.Only("t.kind = 'request' and t.outcome in ('answered', 'closed')") with { At = "t.ended_at" };
        return Days(days, "未再次来访", "办结") with
        {
            Cases = cases.Without(Nameless).Waiting(string.Create(CultureInfo.InvariantCulture, $"t.ended_at + interval '{days} days' > $3 and not {again}")).Scored(string.Create(CultureInfo.InvariantCulture, $"t.ended_at + interval '{days} days' <= $3 and not {again}")),
        };
    }

    private static KpiVariant Repeats(int days)
    {
        var before = Same(string.Create(CultureInfo.InvariantCulture, $"o.accepted_at < t.accepted_at and o.accepted_at >= t.accepted_at - interval '{days} days'"));
        return Days(days, "此前已有诉求", "有号码和分类的工单") with { Cases = Requests.Without(Nameless).Scored(before) };
    }

    private static KpiVariant Days(int days, string numerator, string denominator) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{days}-days"), $"{days} 日", $"{days} days", numerator, denominator);

    /// <summary>同一号码、同一分类: another request. Numbers are compared by their keyed hash.</summary>
    private static string Same(string when) =>
        $"""
        exists (select 1 from tickets.requester r join tickets.requester q on q.phone_mac = r.phone_mac and q.ticket_id <> r.ticket_id
          join tickets.kpi_ticket o on o.ticket_id = q.ticket_id
          where r.ticket_id = t.ticket_id and o.kind = 'request' and o.category = t.category and {when})
        """;
}
