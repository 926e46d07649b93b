-- An independent recount of every indicator of tickets, from the raw events alone: no view, no projection and no snapshot of the
-- system is read. Beside the events only what is no part of them: keyed hashes of callers, merging, and decided exclusions.
--   psql -c "set kpi.from = '2026-11-01+08'" -c "set kpi.to = '2026-12-01+08'" -c "set kpi.now = '2026-12-05+08'" -f recompute.sql

create temp table p as select current_setting('kpi.from')::timestamptz as since, current_setting('kpi.to')::timestamptz as till, current_setting('kpi.now')::timestamptz as now;

create temp table e as select ticket_id as id, version as v, kind, body as b, at from tickets.event;
create index on e (id, v);
analyze e;

-- every mention of a ticket's own clocks
create temp table c as
select e.id, e.v, x.clock ->> 'name' as name, x.starts, (x.clock ->> 'startedAt')::timestamptz as started_at, (x.clock ->> 'dueAt')::timestamptz as due_at,
  x.clock ? 'pausedAt' as paused
from e cross join lateral (
  select jsonb_array_elements(e.b -> 'started') as clock, true as starts where e.b ? 'started'
  union all select jsonb_array_elements(e.b -> 'changed'), false where e.b ? 'changed') x
where not x.clock ? 'task';
create index on c (id, name, v);

-- who is responsible from which version on
create temp table given as
select id, v, at, kind, b ->> 'to' as unit, row_number() over (partition by id order by v) as no from e where kind in ('dispatched', 'adjudicated');
create index on given (id, v);

create temp table ticket as
with facts as (
  select distinct on (id) id, coalesce(b -> 'after', b -> 'facts') as f from e where kind in ('accepted', 'corrected') order by id, v desc
), reopened as (
  select id, max(v) as v from e
  where kind in ('accepted-after-all', 'woken', 'reopened') or (kind in ('followed-up', 'rated') and b ->> 'outcome' = 'redo') group by id
), ended as (
  select distinct on (e.id) e.id, e.at,
    case e.kind when 'answered-on-the-spot' then 'answered' when 'not-accepted' then 'not-accepted' when 'withdrawn' then 'withdrawn'
      when 'transferred-to-110' then 'transferred-to-110' else 'closed' end as outcome
  from e left join reopened r using (id)
  where e.v > coalesce(r.v, 0) and (e.kind in ('answered-on-the-spot', 'not-accepted', 'withdrawn', 'transferred-to-110')
    or (e.kind = 'approved' and (e.b ->> 'closes')::boolean) or (e.kind in ('followed-up', 'rated') and e.b ->> 'outcome' = 'close'))
  order by e.id, e.v
)
select a.id, a.at as accepted_at, (a.b -> 'facts') ->> 'channel' as channel, coalesce(f.f ->> 'kind', 'request') as kind, f.f ->> 'type' as type, f.f ->> 'category' as category,
  ended.outcome, ended.at as ended_at,
  case when coalesce(ended.outcome, '') not in ('answered', 'not-accepted') then (select g.unit from given g where g.id = a.id order by g.v desc limit 1) end as unit,
  (select g.unit from given g where g.id = a.id and g.no = 1) as first_unit, (select g.at from given g where g.id = a.id and g.no = 1) as given_at,
  (select count(distinct g.unit) > 1 from given g where g.id = a.id) as moved,
  (select e.at from e where e.id = a.id and e.kind = 'transferred-to-110') as police_at,
  exists (select 1 from e where e.id = a.id and e.kind = 'police-result-recorded') as police_result,
  (select r.phone_mac from tickets.requester r where r.ticket_id = a.id) as caller,
  (select t.merged_into is not null from tickets.ticket t where t.id = a.id) as merged
from e a join facts f using (id) left join ended using (id) where a.kind = 'accepted';
create index on ticket (caller, category);
delete from ticket where kind <> 'request';

create temp table handling as
select s.id, row_number() over (partition by s.id order by s.v) as no, s.started_at, coalesce(last.due_at, s.due_at) as due_at, coalesce(last.paused, s.paused) as paused,
  stop.at as ended_at, stop.kind as ended_by, stop.b -> 'reply' ->> 'result' as result,
  (select g.unit from given g where g.id = s.id and g.v < coalesce(stop.v, 2147483647) order by g.v desc limit 1) as unit,
  1 + (select count(*) from e x where x.id = s.id and x.v < s.v and x.kind = 'approved') as closing,
  case redone.kind when 'sent-back' then 'review' when 'followed-up' then 'citizen' when 'rated' then 'citizen' when 'reopened' then 'citizen' end as redone
from c s
left join lateral (
  select e.v, e.at, e.kind, e.b from e where e.id = s.id and e.v > s.v
    and e.kind in ('replied', 'withdrawn', 'transferred-to-110', 'answered-on-the-spot', 'not-accepted', 'returned') order by e.v limit 1) stop on true
left join lateral (
  select m.due_at, m.paused from c m where m.id = s.id and m.name = 'handling' and not m.starts and m.v > s.v and m.v < coalesce(stop.v, 2147483647)
  order by m.v desc limit 1) last on true
left join lateral (
  select e.kind from e where e.id = s.id and e.v > stop.v and stop.kind = 'replied'
    and (e.kind in ('sent-back', 'replied', 'woken', 'reopened') or (e.kind in ('followed-up', 'rated') and e.b ->> 'outcome' = 'redo')) order by e.v limit 1) redone on true
where s.name = 'handling' and s.starts;

create temp table spell as
with begun as (
  select id, v, at, unit, kind as how from given
  union all
  select e.id, e.v, e.at, (select g.unit from given g where g.id = e.id and g.v < e.v order by g.v desc limit 1), 'redo'
  from e where kind = 'reopened' or (kind in ('followed-up', 'rated') and b ->> 'outcome' = 'redo')
), numbered as (
  select begun.*, row_number() over w as no, lead(v, 1, 2147483647) over w as next from begun window w as (partition by id order by v)
), over as (
  select n.*, stop.v as stop_v, stop.at as ended_at, stop.kind as ended_by, least(coalesce(stop.v, 2147483647), n.next) as until
  from numbered n left join lateral (
    select e.v, e.at, e.kind from e where e.id = n.id and e.v > n.v and e.v < n.next
      and e.kind in ('return-accepted', 'returned', 'disputed', 'replied', 'withdrawn', 'transferred-to-110') order by e.v limit 1) stop on true
)
select o.id, o.no, o.at, o.unit, o.how, o.ended_at, o.ended_by,
  sign.due_at as sign_due, (select min(x.at) from e x where x.id = o.id and x.kind = 'signed-for' and x.v > o.v and x.v < o.until) as signed_at,
  contact.due_at as contact_due, coalesce(contact.paused, false) as contact_paused,
  (select min(x.at) from e x where x.id = o.id and x.kind = 'contacted' and x.v > o.v and x.v < o.until) as contacted_at,
  (select min(x.at) from e x where x.id = o.id and x.kind = 'contacted' and x.v > o.v and x.v < o.until and (x.b -> 'contact' ->> 'reached')::boolean) as reached_at,
  (select case when not (x.b -> 'contact' ->> 'reached')::boolean then x.b -> 'contact' ->> 'whyNot' end from e x
    where x.id = o.id and x.kind = 'contacted' and x.v > o.v and x.v < o.until order by x.v desc limit 1) as why_not,
  exists (select 1 from e x where x.id = o.id and x.kind = 'attached' and x.v > o.v and x.v < o.until) as evidence,
  asked.n as asked,
  (o.ended_by in ('return-accepted', 'returned') or (o.ended_by = 'disputed' and asked.n > asked.refused and ruling.unit <> o.unit)) is true as granted,
  asked.refused + case when o.ended_by = 'disputed' and asked.n > asked.refused and ruling.unit = o.unit then 1 else 0 end as refused
from over o
left join lateral (select m.due_at from c m where m.id = o.id and m.name = 'sign-in' and m.v >= o.v and m.v < o.until order by m.v desc limit 1) sign on true
left join lateral (select m.due_at, m.paused from c m where m.id = o.id and m.name = 'first-contact' and m.v >= o.v and m.v < o.until order by m.v desc limit 1) contact on true
left join lateral (
  select count(*) filter (where x.kind in ('return-requested', 'returned')) as n, count(*) filter (where x.kind = 'return-refused') as refused
  from e x where x.id = o.id and x.v > o.v and x.v <= o.until and x.v < o.next) asked on true
left join lateral (select g.unit from given g where g.id = o.id and g.v > o.stop_v and g.kind = 'adjudicated' order by g.v limit 1) ruling on true;

create temp table question as
with put as (
  select id, v, at, kind, b, row_number() over w as no, lead(v, 1, 2147483647) over w as next from e
  where kind in ('approved', 'answered-on-the-spot') window w as (partition by id order by v)
)
select put.id, put.no, put.at, put.kind = 'approved' and not (put.b ->> 'closes')::boolean as invited,
  (select g.unit from given g where g.id = put.id and g.v < put.v and put.kind = 'approved' order by g.v desc limit 1) as unit,
  (select m.due_at from c m where m.id = put.id and m.v = put.v and m.name = 'follow-up') as due_at,
  case when put.kind = 'approved' then (select x.b -> 'reply' ->> 'result' from e x where x.id = put.id and x.v < put.v and x.kind = 'replied' order by x.v desc limit 1) end as result,
  (select min(x.at) from e x where x.id = put.id and x.v > put.v and x.v < put.next and x.kind = 'followed-up' and (x.b -> 'answer' ->> 'reached')::boolean) as reached_at,
  exists (select 1 from e x where x.id = put.id and x.v > put.v and x.v < put.next and x.kind = 'rated') as on_web,
  (select x.b -> 'answer' ->> 'result' from e x where x.id = put.id and x.v > put.v and x.v < put.next and x.kind = 'followed-up' order by x.v desc limit 1) as last_call,
  over.kind as over_by, said.at as said_at, said.solved, said.grade
from put
left join lateral (
  select x.kind from e x where x.id = put.id and x.v > put.v and x.v < put.next
    and (x.kind in ('rated', 'reopened', 'transferred-to-110') or (x.kind = 'followed-up' and x.b ->> 'outcome' <> 'try-again')) order by x.v limit 1) over on true
left join lateral (
  select x.at, coalesce(x.b ->> 'solved', x.b -> 'answer' ->> 'solved')::boolean as solved, coalesce(x.b ->> 'satisfaction', x.b -> 'answer' ->> 'satisfaction') as grade
  from e x where x.id = put.id and x.v > put.v and x.v < put.next
    and (x.kind = 'rated' or (x.kind = 'followed-up' and (x.b -> 'answer' ->> 'reached')::boolean)) order by x.v desc limit 1) said on true;

create temp table occurrence as
select e.id, e.v as no, e.at, e.kind, e.b -> 'order' ->> 'level' as level,
  coalesce(e.b -> 'order' ->> 'addressee', (select g.unit from given g where g.id = e.id and g.v < e.v order by g.v desc limit 1)) as unit
from e where kind in ('supervised', 'urged', 'raised', 'suspension-granted') or (kind = 'extension-granted' and (b ->> 'last')::boolean);

-- what was excluded by decision and stands: the last entry of each exclusion's own log
create temp table kept_out as
select x.ticket_id as id, x.round, x.unit, x.scope from tickets.exclusion x
where (select l.state from tickets.exclusion_event l where l.exclusion_id = x.id order by l.id desc limit 1) = 'granted';

-- of which closing a case is counts where a figure has one case for each closing
create temp table scoped (kpi text, variant text, scope text, closings text);
insert into scoped values
  ('sign-in', null, 'all', null), ('first-contact', null, 'all', null), ('response', null, 'all', null), ('returns', null, 'all', null),
  ('on-time', 'each-round', 'on-time', 'handling'), ('on-time', 'first-round', 'on-time', 'handling'), ('on-time', 'whole', 'on-time', null), ('completion', null, 'on-time', null),
  ('overdue', null, 'on-time', 'handling'), ('redo', null, 'on-time', 'handling'), ('handling-time', 'unit', 'on-time', 'handling'), ('handling-time', 'closed', 'on-time', null),
  ('handling-time', 'with-direct', 'on-time', null), ('actually-solved', null, 'solved', 'question'), ('solved', null, 'solved', 'question'),
  ('satisfaction', null, 'satisfaction', 'question'), ('satisfied-raters', null, 'satisfaction', 'question'), ('follow-up', null, 'all', 'question'), ('participation', null, 'all', 'question');

-- one row for each case of each indicator; "out" leaves it out by the formula, "later" cannot be judged yet
create temp table counted (kpi text, variant text, id uuid, no int, unit text, at timestamptz, out boolean, later boolean, score numeric);

insert into counted select 'accepted', 'all', id, 0, unit, accepted_at, false, false, 1 from ticket;
insert into counted select 'from-police', 'all', id, 0, unit, accepted_at, false, false, 1 from ticket where channel = 'police';
insert into counted select 'from-police-returned', 'all', id, 0, unit, accepted_at, false, false, (coalesce(outcome, '') in ('not-accepted', 'transferred-to-110'))::int from ticket where channel = 'police';
insert into counted select 'to-police-returned', 'all', t.id, x.id::int, t.unit, x.offered_at, false, false, (x.state = 'refused')::int from tickets.partner_exchange x join ticket t on t.id = x.ticket_id
where x.partner = '110' and x.direction = 'out' and x.kind in ('call', 'case');
insert into counted select 'to-police', 'all', id, 0, unit, police_at, false, false, 1 from ticket where police_at is not null;
insert into counted select 'to-police-answered', 'all', id, 0, unit, police_at, false, false, police_result::int from ticket where police_at is not null;

insert into counted
select 'direct-answer', x.variant, id, 0, unit, accepted_at,
  outcome in ('not-accepted', 'transferred-to-110') or (outcome = 'withdrawn' and given_at is null), outcome is null and given_at is null, (outcome = 'answered')::int
from ticket cross join (values ('all'), ('consultations')) x (variant) where x.variant = 'all' or type = 'consultation';

insert into counted
select 'first-call-resolution', d || '-days', t.id, 0, t.unit, t.ended_at, t.caller is null or t.category is null, t.ended_at + make_interval(days => d) > p.now and not again.yes, (not again.yes)::int
from p, ticket t cross join unnest(array[3, 7, 30]) d cross join lateral (
  select count(*) > 0 as yes from ticket o where o.caller = t.caller and o.category = t.category and o.id <> t.id
    and o.accepted_at > t.ended_at and o.accepted_at <= t.ended_at + make_interval(days => d)) again
where t.outcome in ('answered', 'closed');

insert into counted
select 'repeats', d || '-days', t.id, 0, t.unit, t.accepted_at, t.caller is null or t.category is null, false,
  (exists (select 1 from ticket o where o.caller = t.caller and o.category = t.category and o.accepted_at < t.accepted_at and o.accepted_at >= t.accepted_at - make_interval(days => d)))::int
from ticket t cross join unnest(array[7, 30, 90]) d;

insert into counted
select 'dispatch-accuracy', x.variant, t.id, 0, t.first_unit, t.given_at, t.merged, false, (x.returns = 0 and not t.moved)::int
from ticket t cross join lateral (
  select 'settled', count(*) filter (where s.granted) from spell s where s.id = t.id
  union all select 'unasked', coalesce(sum(s.asked), 0) from spell s where s.id = t.id) x (variant, returns)
where t.given_at is not null;

insert into counted
select 'sign-in', 'due', s.id, s.no, s.unit, s.sign_due, t.merged or (s.signed_at is null and s.ended_by <> 'replied' and s.ended_at <= s.sign_due),
  s.signed_at is null and s.ended_at is null and s.sign_due > p.now, (s.signed_at <= s.sign_due)::int
from p, spell s join ticket t using (id) where s.sign_due is not null;

insert into counted
select 'first-contact', x.variant, s.id, s.no, s.unit, s.contact_due,
  t.merged or (s.reached_at is null and s.why_not in ('wrong-number', 'anonymous', 'asked-not-to-be-contacted'))
    or (s.contacted_at is null and (s.contact_paused or (s.ended_by <> 'replied' and s.ended_at <= s.contact_due) or x.variant = 'reached')),
  s.contacted_at is null and s.ended_at is null and s.contact_due > p.now, x.yes::int
from p, spell s join ticket t using (id) cross join lateral (values
  ('in-limit', s.reached_at <= s.contact_due), ('reached', s.reached_at is not null), ('recorded', s.contacted_at <= s.contact_due)) x (variant, yes)
where s.contact_due is not null;

insert into counted
select 'response', x.variant, s.id, s.no, s.unit, s.at,
  t.merged or ((s.signed_at is null or s.contacted_at is null) and s.ended_by <> 'replied' and s.ended_at <= s.contact_due) or (s.contacted_at is null and s.contact_paused),
  (s.signed_at is null or s.contacted_at is null) and s.ended_at is null and s.contact_due > p.now, x.yes::int
from p, spell s join ticket t using (id) cross join lateral (select coalesce(s.signed_at <= s.sign_due and s.contacted_at <= s.contact_due, false)) i (both_in_time)
cross join lateral (values
  ('in-limit', i.both_in_time), ('at-all', s.signed_at is not null and s.contacted_at is not null), ('with-evidence', i.both_in_time and s.evidence)) x (variant, yes)
where s.how <> 'redo';

insert into counted
select 'returns', x.variant, s.id, s.no, s.unit, s.at, t.merged or s.how = 'adjudicated', false, x.score
from spell s join ticket t using (id) cross join lateral (values
  ('asked', least(s.asked, 1)), ('refused-only', least(s.refused, 1)), ('refused-double', least(s.asked, 1) + least(s.refused, 1)),
  ('refused-only-double', 2 * least(s.refused, 1))) x (variant, score)
where s.how <> 'redo';

insert into counted
select x.kpi, y.variant, h.id, h.no, h.unit, h.due_at, t.merged or (h.ended_at is null and h.paused) or (h.ended_by <> 'replied' and h.ended_at <= h.due_at),
  h.ended_at is null and h.due_at > p.now, x.yes::int
from p, handling h join ticket t using (id) cross join lateral (values
  ('on-time', coalesce(h.ended_by = 'replied' and h.ended_at <= h.due_at, false)), ('overdue', coalesce(h.ended_at, p.now) > h.due_at)) x (kpi, yes)
cross join (values ('each-round', 2147483647), ('first-round', 1)) y (variant, most)
where h.no <= y.most;

insert into counted
select x.kpi, x.variant, t.id, 0, t.unit, w.due_at, t.merged or (w.late = 0 and ((w.ended_at is null and w.paused) or w.ended_by <> 'replied')), x.later, x.yes::int
from p, ticket t cross join lateral (
  select h.due_at, h.ended_at, h.ended_by, h.paused, (select count(*) from handling o where o.id = t.id and o.ended_at > o.due_at) as late
  from handling h where h.id = t.id order by h.no desc limit 1) w
cross join lateral (values
  ('on-time', 'whole', w.ended_at is null and w.late = 0 and w.due_at > p.now, w.ended_by is not distinct from 'replied' and w.late = 0),
  ('completion', 'due', t.outcome is distinct from 'closed' and w.due_at > p.now, t.outcome is not distinct from 'closed'),
  ('completion', 'with-pending', false, t.outcome is not distinct from 'closed')) x (kpi, variant, later, yes);

insert into counted
select 'redo', x.variant, h.id, h.no, h.unit, h.ended_at, t.merged, false, x.yes::int
from handling h join ticket t using (id) cross join lateral (values
  ('any', h.redone is not null), ('citizen', h.redone is not distinct from 'citizen'), ('review', h.redone is not distinct from 'review')) x (variant, yes)
where h.ended_by = 'replied';

insert into counted
select 'handling-time', 'unit', h.id, h.no, h.unit, h.ended_at, t.merged, false, extract(epoch from h.ended_at) - extract(epoch from h.started_at)
from handling h join ticket t using (id) where h.ended_by = 'replied'
union all
select 'handling-time', x.variant, t.id, 0, t.unit, t.ended_at, t.merged, false, extract(epoch from t.ended_at) - extract(epoch from t.accepted_at)
from ticket t cross join (values ('closed', array['closed']), ('with-direct', array['closed', 'answered'])) x (variant, outcomes) where t.outcome = any(x.outcomes);

insert into counted
select 'actually-solved', x.variant, q.id, q.no, q.unit, q.at, t.merged or (x.variant = 'solved-or-explained' and q.result not in ('solved', 'explained')), false, (q.result = 'solved')::int
from question q join ticket t using (id) cross join (values ('solved-or-explained'), ('all-results')) x (variant) where q.result is not null;

create temp table asked as select q.*, q.said_at is not null or q.over_by is not null and q.invited as decided,
  q.no = (select max(o.no) from question o where o.id = q.id and o.said_at is not null) as last
from question q join ticket t using (id) where q.invited or q.said_at is not null;

insert into counted
select 'solved', x.variant, id, no, unit, at, solved is null and decided, not decided, case when solved then x.partly else 0 end
from asked cross join lateral (values
  ('as-said', 1::numeric), ('last', 1), ('partly-half', case when result = 'partly-solved' then 0.5 else 1 end), ('partly-none', case when result = 'partly-solved' then 0 else 1 end)) x (variant, partly)
where x.variant <> 'last' or last;

insert into counted
select x.kpi, x.variant, id, no, unit, at, coalesce(grade, 'not-rated') = 'not-rated' and decided, not decided,
  case when grade in ('very-satisfied', 'satisfied') then 1 when grade = 'basically-satisfied' then x.basically else 0 end
from asked cross join (values ('satisfaction', 'basically-0.8', 0.8), ('satisfaction', 'basically-0.6', 0.6), ('satisfaction', 'strict', 0),
  ('satisfied-raters', 'each', 1), ('satisfied-raters', 'last', 1)) x (kpi, variant, basically)
where x.variant <> 'last' or last;

insert into counted
select 'follow-up', x.variant, q.id, q.no, q.unit, q.at,
  (q.said_at is null and q.over_by in ('transferred-to-110', 'reopened')) or (x.variant <> 'any-answer' and q.reached_at is null and q.on_web)
    or (x.variant = 'calls-apart' and q.reached_at is null and coalesce(q.last_call, '') in ('refused', 'invalid-number')),
  q.said_at is null and q.over_by is null and q.due_at > p.now, (case x.variant when 'any-answer' then q.said_at is not null else q.reached_at is not null end)::int
from p, question q join ticket t using (id) cross join (values ('calls'), ('calls-apart'), ('any-answer')) x (variant) where q.invited;

insert into counted
select 'participation', 'invited', q.id, q.no, q.unit, q.at, false, q.said_at is null and q.over_by is null and q.due_at > p.now, (coalesce(q.grade, 'not-rated') <> 'not-rated')::int
from p, question q join ticket t using (id) where q.invited;

insert into counted
select 'supervisions', x.variant, o.id, o.no, o.unit, o.at, false, false, 1 from occurrence o join ticket t using (id)
cross join lateral (values ('all'), (o.level)) x (variant) where o.kind = 'supervised'
union all
select x.kpi, 'all', o.id, o.no, o.unit, o.at, false, false, 1 from occurrence o join ticket t using (id)
join (values ('urges', 'urged'), ('raises', 'raised'), ('extensions', 'extension-granted'), ('suspensions', 'suspension-granted')) x (kpi, kind) on x.kind = o.kind;

-- reviews of articles are no events of tickets: their tasks are the record
insert into counted
select 'knowledge-timeliness', x.variant, k.article_id, k.version, k.unit, k.due_at, false, k.done_at is null and k.due_at > p.now, coalesce(x.yes, false)::int
from p, tickets.article_task k cross join lateral (values ('in-limit', k.done_at <= k.due_at), ('at-all', k.done_at is not null)) x (variant, yes);

with judged as (
  select n.kpi, n.variant, n.unit, coalesce(n.score, 0) as score,
    case when n.out then 'out' when n.later then 'later' when exists (
      select 1 from scoped s join kept_out k on k.id = n.id and k.unit = n.unit and k.scope in ('all', s.scope)
      where s.kpi = n.kpi and coalesce(s.variant, n.variant) = n.variant and (s.closings is null or k.round = case s.closings
        when 'question' then n.no else (select h.closing from handling h where h.id = n.id and h.no = n.no) end)) then 'struck' else 'in' end as part
  from counted n, p where n.at >= p.since and n.at < p.till
)
select kpi, variant, unit, count(*) as asked, count(*) filter (where part = 'in') as denominator, count(*) filter (where part = 'out') as excluded,
  count(*) filter (where part = 'struck') as struck, count(*) filter (where part = 'later') as pending, coalesce(sum(score) filter (where part = 'in'), 0) as numerator
from judged group by grouping sets ((kpi, variant), (kpi, variant, unit)) having grouping(unit) = 1 or unit is not null
order by kpi, variant, unit nulls first;
