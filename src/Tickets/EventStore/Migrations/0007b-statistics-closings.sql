-- Which closing a round of handling leads to: an exclusion (剔除) is about one closing. The facts are folded anew.
truncate tickets.kpi_ticket, tickets.kpi_turn, tickets.kpi_round, tickets.kpi_ask, tickets.kpi_mark;
delete from tickets.checkpoint where subscriber = 'kpi';
alter table tickets.kpi_round add column closing int not null;
alter table tickets.kpi_erratum drop column cases;
