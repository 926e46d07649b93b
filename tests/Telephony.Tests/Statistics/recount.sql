-- An independent recount of the call indicators, over telephony.call and its events alone.
with p as (select current_setting('kpi.from')::timestamptz as since, current_setting('kpi.to')::timestamptz as till),
happened as (
  select call_id, kind, at, row_number() over (partition by call_id, kind order by at) as first, row_number() over (partition by call_id, kind order by at desc) as last
  from telephony.call_event
),
k as (
  select c.called as line, q.at as queued, c.answered_at as answered, c.talking_since as talking, c.ended_at as ended,
    c.talking_since is null and c.end_reason in ('host restarted', 'host stopped', 'internal error') as broken,
    extract(epoch from c.talking_since) - extract(epoch from q.at) as waited, extract(epoch from c.ended_at) - extract(epoch from q.at) as held_out,
    extract(epoch from (case when l.at >= j.at then l.at else c.ended_at end)) - extract(epoch from c.talking_since) as talked
  from p, telephony.call c
  join happened q on q.call_id = c.id and q.kind = 'queued' and q.first = 1
  left join happened j on j.call_id = c.id and j.kind = 'agent-answered' and j.last = 1
  left join happened l on l.call_id = c.id and l.kind = 'agent-left' and l.last = 1
  where c.arrived_at >= p.since and c.arrived_at < p.till
),
judged (kpi, variant, line, out, later, score) as (
  select x.kpi, 'short-' || s, line, coalesce(broken, false) or (talking is null and held_out < s) is true, talking is null and ended is null, (case x.kpi when 'connect' then talking is not null else talking is null end)::int::numeric
  from k cross join (values ('connect', 0), ('connect', 5), ('connect', 10), ('abandon', 0), ('abandon', 5)) x (kpi, s)
  union all
  select 'service-level', x.letter || '-' || y, line,
    coalesce(broken, false) or (x.letter = 'b' and talking is null) or (x.letter = 'd' and talking is null and held_out <= y) is true, talking is null and ended is null,
    (case when talking is not null then waited <= y else x.letter = 'a' and held_out <= y end)::int::numeric
  from k cross join (values ('a'), ('b'), ('c'), ('d')) x (letter) cross join unnest(array[15, 20]) y
  union all
  select x.kpi, x.variant, line, false, ended is null, x.score from k cross join lateral (values
    ('wait', 'queue', waited), ('wait', 'with-menu', waited + extract(epoch from queued) - extract(epoch from answered)), ('talk', 'agent', talked)) x (kpi, variant, score)
  where talking is not null
)
select kpi, variant, line, count(*), count(*) filter (where not out and not later), count(*) filter (where out), count(*) filter (where later and not out), coalesce(sum(score) filter (where not out and not later), 0)
from judged group by grouping sets ((kpi, variant), (kpi, variant, line)) order by 1, 2, 3 nulls first
