-- 风险 as a column, kept by the row itself: as an expression it was worked out anew from title, text and body for every line that a
-- list only put in order. Only what has a clock has one. The rule is still tickets.risk_at (0015, 0015b) and Reading/Risk.cs.
alter table tickets.ticket add column risk_due_at timestamptz;

create function tickets.keep_risk() returns trigger language plpgsql as $$
begin
  new.risk_due_at := case when new.next_due_at is not null then tickets.risk_at(new.next_due_at, new.urgency, new.level, new.title, new.text, new.body) end;
  return new;
end
$$;
create trigger keeps_risk before insert or update of next_due_at, urgency, level, title, text, body on tickets.ticket for each row execute function tickets.keep_risk();
update tickets.ticket set next_due_at = next_due_at where next_due_at is not null;

drop index tickets.ticket_by_risk;
drop index tickets.ticket_by_risk_of_all;
create index ticket_by_risk on tickets.ticket (state, risk_due_at, number) where closed_at is null;
create index ticket_by_risk_of_all on tickets.ticket (risk_due_at, number) where next_due_at is not null;
create index ticket_of_unit_by_risk on tickets.ticket (department, risk_due_at, number) where next_due_at is not null;

-- How many a unit has open.
create index ticket_open_of_unit on tickets.ticket (department, state) where closed_at is null and merged_into is null;
-- What is late or soon will be, and how many.
create index ticket_due on tickets.ticket (next_due_at) include (state, department, category, district, type, urgency) where next_due_at is not null and merged_into is null;

