-- 话务日汇总: the sums of days that are over, for every figure of calls (Statistics/CallDays.cs). An abbreviation only: whatever changes
-- under a day takes the day away, and it is counted from its calls until it is kept again.
create table telephony.call_day (
  from_at timestamptz primary key,
  to_at timestamptz not null,
  formulas text not null,             -- fingerprint of the SQL that counted it
  worst_ends_at timestamptz,          -- the worst 24 hours that end on that day
  worst_answered bigint,
  worst_asked bigint,
  below bigint not null default 0
);
create index call_day_end on telephony.call_day (to_at);

create table telephony.call_day_sum (
  from_at timestamptz not null references telephony.call_day on delete cascade,
  figure text not null,               -- indicator and variant
  split text not null,                -- all, line or agent
  key text,
  asked bigint not null,
  counted bigint not null,
  excluded bigint not null,
  pending bigint not null,
  score numeric not null
);
create index call_day_sum_by_day on telephony.call_day_sum (from_at, figure, split);

-- A call counts on the day on which it arrived, and in the 24 hours after it. Calls of today find nothing to take away.
create function telephony.forget_call_days(moments timestamptz[]) returns void language sql as $$
  delete from telephony.call_day where from_at in (
    select d.from_at from unnest(moments) moment(at) join telephony.call_day d on d.to_at > moment.at and d.from_at <= moment.at + interval '24 hours')
$$;

create function telephony.calls_changed() returns trigger language plpgsql as $$
begin
  perform telephony.forget_call_days((select array_agg(arrived_at) from changed));
  return null;
end
$$;

create function telephony.calls_went_on() returns trigger language plpgsql as $$
begin
  perform telephony.forget_call_days((
    select array_agg(o.arrived_at) || array_agg(n.arrived_at) from before o join changed n using (id)
    where (o.called, o.agent, o.arrived_at, o.answered_at, o.talking_since, o.ended_at, o.end_reason) is distinct from (n.called, n.agent, n.arrived_at, n.answered_at, n.talking_since, n.ended_at, n.end_reason)));
  return null;
end
$$;

create function telephony.call_events_changed() returns trigger language plpgsql as $$
begin
  perform telephony.forget_call_days((
    select array_agg(c.arrived_at) from changed e join telephony.call c on c.id = e.call_id where e.kind in ('queued', 'agent-answered', 'agent-left')));
  return null;
end
$$;

create function telephony.every_call_gone() returns trigger language plpgsql as $$
begin
  delete from telephony.call_day;
  return null;
end
$$;

create trigger forgets_days_of_new after insert on telephony.call referencing new table as changed for each statement execute function telephony.calls_changed();
create trigger forgets_days_of_old after delete on telephony.call referencing old table as changed for each statement execute function telephony.calls_changed();
create trigger forgets_days_after after update on telephony.call referencing old table as before new table as changed for each statement execute function telephony.calls_went_on();
create trigger forgets_every_day after truncate on telephony.call for each statement execute function telephony.every_call_gone();
create trigger forgets_days_of_new after insert on telephony.call_event referencing new table as changed for each statement execute function telephony.call_events_changed();
create trigger forgets_days_of_old after delete on telephony.call_event referencing old table as changed for each statement execute function telephony.call_events_changed();
create trigger forgets_days_before after update on telephony.call_event referencing old table as changed for each statement execute function telephony.call_events_changed();
create trigger forgets_days_after after update on telephony.call_event referencing new table as changed for each statement execute function telephony.call_events_changed();
create trigger forgets_every_day after truncate on telephony.call_event for each statement execute function telephony.every_call_gone();
