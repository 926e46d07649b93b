-- A unit's open tickets are listed and counted with those that were merged away, too: one index for both.
drop index tickets.ticket_open_of_unit;
create index ticket_open_of_unit on tickets.ticket (department, state) include (merged_into) where closed_at is null;
