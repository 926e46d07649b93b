-- 日汇总: sums of whole days, so that a year's figure does not read a million cases (Statistics/KpiDays.cs). They are an abbreviation
-- only: each says how often its day had been touched when it was counted, and is not looked at once the day was touched again.
create table tickets.kpi_kept (
  formula text not null,            -- fingerprint of the SQL that says what a case is and what becomes of it
  from_at timestamptz not null,
  to_at timestamptz not null,
  touched bigint not null,
  primary key (formula, from_at)
);

create table tickets.kpi_kept_sum (
  formula text not null,
  split text not null,              -- all, a dimension, or reason (with its unit)
  from_at timestamptz not null,
  unit text,
  key text,
  asked bigint not null,
  counted bigint not null,
  excluded bigint not null,
  struck bigint not null,
  pending bigint not null,
  score numeric not null,
  struck_score numeric not null
);
create index kpi_kept_sum_by_day on tickets.kpi_kept_sum (formula, split, from_at);

-- How often something under the figures of a day has changed. The number is drawn in the transaction that makes the change: whoever
-- sees the one sees the other. Days are those of Beijing; a city with other ones looks at all that its day touches. Minus infinity is every day.
create table tickets.kpi_touch (day date primary key, times bigint not null) with (fillfactor = 50);

-- Every day on which the tickets have a case of any figure, and the moments given. One after the other, as KpiFacts writes: nobody
-- overlooks a case that another one is just adding.
create function tickets.touch_kpi_days(ids uuid[], moments timestamptz[] default '{}') returns void language plpgsql as $$
begin
  if coalesce(cardinality(ids), 0) = 0 then return; end if;
  perform pg_advisory_xact_lock(hashtextextended('tickets.kpi', 0));
  insert into tickets.kpi_touch (day, times)
  select distinct (at at time zone 'Asia/Shanghai')::date, 1 from (
    select unnest(moments)
    union all select unnest(array[accepted_at, dispatched_at, ended_at, handling_due_at, police_at]) from tickets.kpi_ticket where ticket_id = any (ids)
    union all select unnest(array[at, sign_due_at, contact_due_at]) from tickets.kpi_turn where ticket_id = any (ids)
    union all select unnest(array[due_at, ended_at]) from tickets.kpi_round where ticket_id = any (ids)
    union all select at from tickets.kpi_ask where ticket_id = any (ids)
    union all select at from tickets.kpi_mark where ticket_id = any (ids)) moment(at)
  where at is not null order by 1
  on conflict (day) do update set times = kpi_touch.times + 1;
end
$$;

create function tickets.touch_every_kpi_day() returns void language sql as $$
  insert into tickets.kpi_touch (day, times) values ('-infinity', 1) on conflict (day) do update set times = kpi_touch.times + 1
$$;

create function tickets.kpi_facts_changed() returns trigger language plpgsql as $$
begin
  perform tickets.touch_kpi_days(
    (select array_agg(distinct ticket_id) from changed),
    (select array_agg(distinct (value #>> '{}')::timestamptz) from changed c cross join jsonb_each(to_jsonb(c))
     where key in ('accepted_at', 'dispatched_at', 'ended_at', 'handling_due_at', 'police_at', 'at', 'sign_due_at', 'contact_due_at', 'due_at') and value <> 'null'));
  return null;
end
$$;

create function tickets.kpi_facts_gone() returns trigger language plpgsql as $$
begin
  perform tickets.touch_every_kpi_day();
  return null;
end
$$;

do $$
declare facts text;
begin
  foreach facts in array array['kpi_ticket', 'kpi_turn', 'kpi_round', 'kpi_ask', 'kpi_mark'] loop
    execute format('create trigger touches_days_of_new after insert on tickets.%I referencing new table as changed for each statement execute function tickets.kpi_facts_changed()', facts);
    execute format('create trigger touches_days_of_old after delete on tickets.%I referencing old table as changed for each statement execute function tickets.kpi_facts_changed()', facts);
    execute format('create trigger touches_days_before after update on tickets.%I referencing old table as changed for each statement execute function tickets.kpi_facts_changed()', facts);
    execute format('create trigger touches_days_after after update on tickets.%I referencing new table as changed for each statement execute function tickets.kpi_facts_changed()', facts);
    execute format('create trigger touches_every_day after truncate on tickets.%I for each statement execute function tickets.kpi_facts_gone()', facts);
  end loop;
end
$$;

-- Merging and exclusion stand beside the facts.
create function tickets.kpi_ticket_merged() returns trigger language plpgsql as $$
begin
  perform tickets.touch_kpi_days(array[new.id]);
  return null;
end
$$;
create trigger touches_kpi_days after update of merged_into on tickets.ticket for each row when (old.merged_into is distinct from new.merged_into) execute function tickets.kpi_ticket_merged();

create function tickets.kpi_case_excluded() returns trigger language plpgsql as $$
begin
  perform tickets.touch_kpi_days(array_remove(array[old.ticket_id, new.ticket_id], null));
  return null;
end
$$;
create trigger touches_kpi_days after insert or update or delete on tickets.exclusion for each row execute function tickets.kpi_case_excluded();
