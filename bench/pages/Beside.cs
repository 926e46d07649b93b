namespace Hotline.Bench;

/// <summary>What stands in a city's store beside its tickets, copied or made by plain SQL.</summary>
internal static class Beside
{
    private const string Grams = "(select array_agg(distinct substr(s.words, i, 2)) from generate_series(1, length(s.words) - 1) i)";

    internal static IEnumerable<string> All(long tickets) =>
    [
        // their clocks say nothing more: pages are measured, and ten thousand letters at once are not
        "update tickets.clock set fire_at = null where fire_at is not null",
        Articles,
        Published,
        Calls(tickets / 2),
        "insert into tickets.personal_data_view (ticket_id, actor, purpose, at) select id, (select actor from tickets.event limit 1), '核对来电人', accepted_at + interval '1 hour' from tickets.ticket where number like '%3'",
        "vacuum (analyze)",
    ];

    /// <summary>Five thousand copies of the one article.</summary>
    private const string Articles =
        $$"""
        create temp table made as select gen_random_uuid() as id, a.id as old, n, '夜间施工许可第' || n || '号' as title from tickets.article a, generate_series(1, 5000) n where a.published is not null;
        insert into tickets.article (id, unit, latest, published, created_at) select m.id, a.unit, a.latest, a.published, a.created_at from made m join tickets.article a on a.id = m.old;
        insert into tickets.article_title select title, id from made;
        insert into tickets.article_version
        select r.* from made m join tickets.article_version v on v.article_id = m.old
        cross join lateral (select m.title || v.content as words) s
        cross join lateral jsonb_populate_record(v, jsonb_build_object('article_id', m.id, 'title', m.title, 'grams', {{Grams}})) r;
        drop table made;
        """;

    /// <summary>Twenty thousand published answers, two thousand citizens who agreed and wait.</summary>
    private const string Published =
        $$"""
        insert into tickets.published_answer (id, ticket_id, title, question, answer, category, district, unit, answered_on, grams, published_at, actor)
        select gen_random_uuid(), t.id, t.title, t.text, '已责令停止夜间施工', t.category, t.district, t.department, t.accepted_at::date, {{Grams}}, t.accepted_at + interval '9 days', (select actor from tickets.event limit 1)
        from tickets.ticket t cross join lateral (select t.title || t.text as words) s where t.state = 'closed' order by t.accepted_at desc limit 20000;
        insert into tickets.publish_consent (ticket_id, given_at)
        select id, closed_at from tickets.ticket where state = 'closed' order by accepted_at limit 2000 on conflict do nothing;
        """;

    /// <summary>A year's calls, the numbers withheld; nine of ten were answered.</summary>
    private static string Calls(long many) =>
        $"""
        insert into telephony.call (id, version, host, caller, called, arrived_at, answered_at, talking_since, ended_at, agent, end_reason, digits, police)
        select gen_random_uuid(), 1, 'bench', '', '12345', at, at + interval '1 second', case when n % 10 > 0 then at + interval '20 seconds' end,
          at + interval '4 minutes', case when n % 10 > 0 then (1001 + n % 2)::text end, 'caller-hung-up', '', 'None'
        from generate_series(1, {many}) n cross join lateral (select now() - (n::float8 / {many} * 365) * interval '1 day' as at) a;
        insert into telephony.call_event (id, call_id, at, kind, body)
        select gen_random_uuid(), c.id, c.arrived_at + k.after, k.kind, '{"{}"}' from telephony.call c cross join (values ('queued', interval '5 seconds'), ('agent-answered', interval '20 seconds'), ('agent-left', interval '4 minutes')) k(kind, after)
        where c.host = 'bench' and (c.agent is not null or k.kind = 'queued');
        """;
}
