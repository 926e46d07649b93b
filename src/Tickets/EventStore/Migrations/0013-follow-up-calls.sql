-- 拒访、空号: how the last call of a follow-up went, to list them apart. The facts are folded anew.
truncate tickets.kpi_ticket, tickets.kpi_turn, tickets.kpi_round, tickets.kpi_ask, tickets.kpi_mark;
delete from tickets.checkpoint where subscriber = 'kpi';
alter table tickets.kpi_ask add column call_result text;
-- 知识库及时率: reviews by the day they were due.
create index article_task_by_due on tickets.article_task (due_at);
