-- 管理日志: what administrators changed and no other log has, append-only, each row chained to the one before it.
create function tickets.admin_chain(previous bytea, id bigint, area text, act text, subject text, detail text, actor jsonb, at timestamptz)
returns bytea language sql immutable parallel safe as $$
  select sha256(coalesce(previous, ''::bytea) || convert_to(
    concat_ws(E'\x1f', id::text, area, act, coalesce(subject, '-'), coalesce(detail, '-'), actor::text, extract(epoch from at)::text), 'UTF8'))
$$;

create table tickets.admin_log (
  id bigint primary key, -- without gaps: given under a lock
  area text not null,
  act text not null,
  subject text,
  detail text,
  actor jsonb not null,
  at timestamptz not null,
  hash bytea not null
);
create index admin_log_by_time on tickets.admin_log (at desc);
create index personal_data_view_by_time on tickets.personal_data_view (at desc, id desc);
create index erasure_by_time on tickets.erasure (at desc);
create index delivery_failed on tickets.delivery (ended_at desc) where state = 'failed';

-- Every act of administration, whichever log it stands in.
create view tickets.admin_act as
select at, area, act, subject, detail, actor from tickets.admin_log
union all
select l.at, 'profile', l.act, p.name, l.reason, l.actor from tickets.profile_log l join tickets.profile p on p.id = l.profile
union all
select at, 'job', change, name, reason, actor from tickets.job_change
union all
select h.at, 'retention', 'held', t.number, h.reason, h.actor from tickets.legal_hold h join tickets.ticket t on t.id = h.ticket_id
union all
select h.ended_at, 'retention', 'released', t.number, null, h.ended_by from tickets.legal_hold h join tickets.ticket t on t.id = h.ticket_id where h.ended_at is not null
union all
select e.at, 'retention', 'erased', coalesce(t.number, e.what), e.basis, e.actor from tickets.erasure e left join tickets.ticket t on t.id = e.ticket_id
union all
select at, 'reference', 'imported', name, 'v' || version, actor from tickets.reference
union all
select valid_to, 'precedent', 'ended', number, ended_because, ended_by from tickets.precedent where ended_by is not null;
