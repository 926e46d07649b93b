-- Repeats and first-call resolution ask whether the same number came again: a ticket touches also the days of all other tickets of its
-- number, counted apart, so that who calls a hundred times spoils the kept days of these two figures only.
create table tickets.kpi_caller_touch (day date primary key, times bigint not null) with (fillfactor = 50);

create function tickets.touch_callers_days(ids uuid[], callers bytea[] default '{}') returns void language plpgsql as $$
begin
  if coalesce(cardinality(ids), 0) = 0 then return; end if;
  perform pg_advisory_xact_lock(hashtextextended('tickets.kpi', 0));
  insert into tickets.kpi_caller_touch (day, times)
  select distinct (at at time zone 'Asia/Shanghai')::date, 1 from (
    select ticket_id from tickets.requester where phone_mac = any (callers || array(select r.phone_mac from tickets.requester r where r.ticket_id = any (ids) and r.phone_mac is not null))
    union select unnest(ids)) same(id)
  join tickets.kpi_ticket k on k.ticket_id = same.id cross join unnest(array[k.accepted_at, k.ended_at]) moment(at)
  where at is not null order by 1
  on conflict (day) do update set times = kpi_caller_touch.times + 1;
end
$$;

create function tickets.kpi_caller_changed() returns trigger language plpgsql as $$
begin
  perform tickets.touch_callers_days((select array_agg(distinct ticket_id) from changed));
  return null;
end
$$;
create trigger touches_callers_days_of_new after insert on tickets.kpi_ticket referencing new table as changed for each statement execute function tickets.kpi_caller_changed();
create trigger touches_callers_days_of_old after delete on tickets.kpi_ticket referencing old table as changed for each statement execute function tickets.kpi_caller_changed();
create trigger touches_callers_days_after after update on tickets.kpi_ticket referencing new table as changed for each statement execute function tickets.kpi_caller_changed();

create function tickets.kpi_requester_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then perform tickets.touch_callers_days(array[old.ticket_id], array_remove(array[old.phone_mac], null));
  elsif old.phone_mac is distinct from new.phone_mac then perform tickets.touch_callers_days(array[new.ticket_id], array_remove(array[old.phone_mac], null)); -- the new one is looked up
  end if;
  return null;
end
$$;
-- A new ticket's caller is known before its facts are: these touch.
create trigger touches_callers_days after delete or update of phone_mac on tickets.requester for each row execute function tickets.kpi_requester_changed();
