namespace Hotline.Tickets.Statistics;

/// <summary>知识库及时率: a case is a review of an article that fell due, not a ticket.</summary>
internal static class KnowledgeKpis
{
    /// <summary>The columns of a ticket, as far as an article has them.</summary>
    private const string Tasks =
        """
        (select article_id, version, unit, due_at, done_at from tickets.article_task) c cross join lateral (
          select c.article_id as ticket_id, c.due_at as accepted_at, null::text as line, null::text as channel, null::text as district, null::text as town, null::text as type, null::text as urgency,
            (select v.category from tickets.article_version v where v.article_id = c.article_id and v.version = c.version) as category) t
        """;

    private static readonly Cases Due = new Cases(Tasks, "c.version", "c.due_at", "c.unit").Waiting("c.done_at is null and c.due_at > $3");

    internal static IReadOnlyList<Kpi> All { get; } =
    [
        new("knowledge-timeliness", "知识库及时率", "Knowledge timeliness", KpiKind.Rate, "限期内复核更新的条目 ÷ 到期应复核条目", Kpis.Domain, "复核到期时间",
            [
                new("in-limit", "限期内", "Within the limit", "限期内复核更新", "到期应复核") { Cases = Due.Scored("c.done_at <= c.due_at") },
                new("at-all", "已复核", "At all", "已复核更新", "到期应复核") { Cases = Due.Scored("c.done_at is not null") },
            ]),
    ];
}
