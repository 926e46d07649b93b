-- What pages among a million tickets read in whole, to show a few rows or one number of it.
create index article_newest on tickets.article_version (published_at desc, article_id) where state = 'published';
create index personal_data_view_of_ticket on tickets.personal_data_view (ticket_id, id desc);
create index supervision_to_judge on tickets.supervision (addressee, at desc) where awaits_judgement;
create index ticket_open on tickets.ticket (id) include (next_due_at) where closed_at is null;

drop index tickets.kpi_ticket_by_acceptance;
create index kpi_ticket_by_acceptance on tickets.kpi_ticket (accepted_at) include (ticket_id, unit, kind, line, outcome, late_rounds, handling_due_at, handling_ended_at);
