namespace Hotline.Tickets.Statistics;

/// <summary>回访与评价: no answer is never an answer.</summary>
internal static class CitizenKpis
{
    private const string Rated = "(c.satisfaction is not null and c.satisfaction <> 'not-rated')";
    private const string LastAnswered = "c.no = (select max(a.no) from tickets.kpi_ask a where a.ticket_id = c.ticket_id and a.answered_at is not null)";

    private static readonly Cases Invited = (Cases.Asks with { Scope = "all" }).Only("t.kind = 'request' and c.invited");

    private static readonly Cases Asked = Cases.Asks.Only("t.kind = 'request' and (c.invited or c.answered_at is not null)").Waiting("c.answered_at is null and c.over_at is null");

    private static readonly Cases Solved = Asked.Without(new Exclusion("no-answer", "未答是否解决", "c.solved is null and (c.answered_at is not null or c.over_at is not null)"));

    private static readonly Cases Rating = (Asked with { Scope = "satisfaction" }).Without(new Exclusion("not-rated", "未评价", $"not {Rated} and (c.answered_at is not null or c.over_at is not null)"));

    internal static IReadOnlyList<Kpi> All { get; } =
    [
        new("solved", "解决率", "Solved rate", KpiKind.Rate, "市民答已解决 ÷ 答了是否解决", "北京三率；准格尔旗 35 %", "答复审核通过时间",
            [
                new("as-said", "以市民所答为准", "As the citizen says", "答已解决", "答了是否解决") { Cases = Solved.Scored("c.solved") },
                new("partly-half", "单位报部分解决的折半", "Half where the unit reported it partly solved", "答已解决，部分解决计 0.5", "答了是否解决") { Cases = Solved with { Score = Partly("0.5") } },
                new("partly-none", "单位报部分解决的不计", "None where the unit reported it partly solved", "答已解决，部分解决计 0", "答了是否解决") { Cases = Solved with { Score = Partly("0") } },
                new("last", "每单只计最后一次", "The last answer of a ticket", "答已解决", "答了是否解决的工单") { Cases = Last(Solved).Scored("c.solved") },
            ]),
        new("satisfaction", "满意率（分级赋分）", "Weighted satisfaction", KpiKind.Rate, "Σ 等级权重 ÷ 评价", "上海某镇清单（S4）：小数得分", "答复审核通过时间",
            [
                new("basically-0.8", "非常满意、满意 1，基本满意 0.8", "1, 1, 0.8", "Σ 权重", "评价") { Cases = Rating with { Score = Weights("0.8") } },
                new("basically-0.6", "非常满意、满意 1，基本满意 0.6", "1, 1, 0.6", "Σ 权重", "评价") { Cases = Rating with { Score = Weights("0.6") } },
                new("strict", "基本满意不计", "1, 1, 0", "Σ 权重", "评价") { Cases = Rating with { Score = Weights("0") } },
            ]),
        new("satisfied-raters", "参评满意率", "Satisfied among raters", KpiKind.Rate, "非常满意、满意、基本满意 ÷ 评价", "海南实际参评满意率", "答复审核通过时间",
            [
                new("each", "每次评价", "Every rating", "满意及以上", "评价") { Cases = Rating.Scored(Happy) },
                new("last", "每单只计最后一次", "The last rating of a ticket", "满意及以上", "评价的工单") { Cases = Last(Rating).Scored(Happy) },
            ]),
        new("follow-up", "回访率", "Follow-up rate", KpiKind.Rate, "回访成功 ÷ 应回访", "12328 抽样回访率", "答复审核通过时间",
            [
                new("calls", "电话回访", "By telephone", "接通回访", "应回访，网上已评的除外")
                    { Cases = Calls.Scored("c.reached_at is not null") },
                new("calls-apart", "电话回访，拒访、空号另列", "By telephone, refusals and wrong numbers listed apart", "接通回访", "应回访，网上已评、拒访、空号或错号的除外")
                    { Cases = Calls.Without(NotReached("refused", "拒访"), NotReached("invalid-number", "空号或错号")).Scored("c.reached_at is not null") },
                new("any-answer", "含网上评价", "With ratings on the web", "接通回访或网上评价", "应回访") { Cases = FollowUps.Scored("c.answered_at is not null") },
            ]),
        new("participation", "参评率", "Participation rate", KpiKind.Rate, "评价 ÷ 邀请", Kpis.Domain, "答复审核通过时间",
            [new("invited", "应回访", "Of those invited", "作出评价", "邀请评价") { Cases = Invited.Waiting("c.answered_at is null and c.over_at is null and c.due_at > $3").Scored(Rated) }]),
    ];

    private static Cases Calls => FollowUps.Without(new Exclusion("rated-online", "网上已评价", "c.reached_at is null and c.web_at is not null"));

    /// <summary>What became of the last call; who was reached before is not left out.</summary>
    private static Exclusion NotReached(string result, string chinese) => new(result, chinese, $"c.reached_at is null and c.call_result = '{result}'");

    private static Cases FollowUps => Invited
        .Without(
            new Exclusion("transferred-to-110", "回访前转110", "c.answered_at is null and c.over_by = 'transferred-to-110'"),
            new Exclusion("reopened", "回访前申请重办", "c.answered_at is null and c.over_by = 'reopened'"))
        .Waiting("c.answered_at is null and c.over_at is null and c.due_at > $3");

    private static string Happy => "c.satisfaction in ('very-satisfied', 'satisfied', 'basically-satisfied')";

    private static Cases Last(Cases cases) => cases.Only($"{cases.Where} and {LastAnswered}");

    private static string Partly(string weight) => $"case when c.solved and c.result = 'partly-solved' then {weight} when c.solved then 1 else 0 end";

    private static string Weights(string basically) => $"case c.satisfaction when 'very-satisfied' then 1 when 'satisfied' then 1 when 'basically-satisfied' then {basically} else 0 end";
}
