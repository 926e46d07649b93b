-- 催办与重办 as a number beside the risk (0024), kept by the same trigger: a unit's list of five hundred read as many whole tickets for it.
-- Only what has a clock has one.
alter table tickets.ticket add column repeats int not null default 0;

create or replace function tickets.keep_risk() returns trigger language plpgsql as $$
begin
  new.risk_due_at := case when new.next_due_at is not null then tickets.risk_at(new.next_due_at, new.urgency, new.level, new.title, new.text, new.body) end;
  new.repeats := case when new.next_due_at is not null then coalesce(jsonb_array_length(new.body->'urges'), 0) + coalesce((new.body->>'redos')::int, 0) else 0 end;
  return new;
end
$$;
update tickets.ticket set next_due_at = next_due_at
where next_due_at is not null and (coalesce(jsonb_array_length(body->'urges'), 0) + coalesce((body->>'redos')::int, 0)) > 0;
