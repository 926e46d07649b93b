-- Whistles (吹哨) are accepted and taken on in one breath: their rows had neither when they went out nor when they are due.
update tickets.ticket t set dispatched_at = e.at
from tickets.event e
where t.kind = 'whistle' and t.dispatched_at is null and e.ticket_id = t.id and e.kind = 'dispatched';

update tickets.ticket t set handling_due_at = c.due_at
from tickets.clock c
where t.kind = 'whistle' and t.handling_due_at is null and c.ticket_id = t.id and c.name = 'handling' and c.stopped_at is null;
