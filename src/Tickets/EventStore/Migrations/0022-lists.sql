-- Lists among a million tickets: which tickets stand on a page, and how many there are, is read off one index alone, whatever else
-- narrows the list. Each takes a few seconds to build for a million tickets; the two they replace go.
create index ticket_listed on tickets.ticket (accepted_at desc, number desc)
  include (id, state, type, kind, urgency, district, category, department, next_due_at, closed_at, merged_into, confidential);
create index ticket_listed_of_unit on tickets.ticket (department, accepted_at desc, number desc)
  include (id, state, type, urgency, district, category, next_due_at, closed_at, merged_into);
create index ticket_listed_of_category on tickets.ticket (category, accepted_at desc, number desc)
  include (id, state, type, urgency, district, department, next_due_at, closed_at, merged_into) where category is not null;
drop index tickets.ticket_by_time;
drop index tickets.ticket_of_unit_by_time;

-- Only what has a clock has a risk or a due time: small indexes, also over all states and within a unit.
create index ticket_by_risk_of_all on tickets.ticket (tickets.risk_at(next_due_at, urgency, level, title, text, body), number) where next_due_at is not null;
create index ticket_of_unit_by_due on tickets.ticket (department, next_due_at) where next_due_at is not null;
create index ticket_pressing on tickets.ticket (urgency, accepted_at desc) where urgency <> 'normal';

-- An index alone answers only for pages that were vacuumed since they changed: after every fiftieth row, not every fifth.
alter table tickets.ticket set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
