-- 分热线统计 and what else is counted by acceptance is read off the index alone.
drop index tickets.kpi_ticket_by_acceptance;
create index kpi_ticket_by_acceptance on tickets.kpi_ticket (accepted_at) include (ticket_id, kind, line, outcome, late_rounds, handling_due_at, handling_ended_at);
alter table tickets.kpi_ticket set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
