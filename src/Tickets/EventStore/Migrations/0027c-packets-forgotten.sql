-- Who is erased from a ticket is erased from the packets that told of it; the ledger's line stays.
alter table tickets.partner_exchange alter column sealed drop not null;
update tickets.partner_exchange e set sealed = null, reason = null, next_at = null
from tickets.requester r where r.ticket_id = e.ticket_id and r.erased_at is not null;
