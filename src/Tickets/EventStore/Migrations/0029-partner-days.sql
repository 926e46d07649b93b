-- A packet belongs to the day on which it was taken, and lines near midnight may stand in the partner's ledger of the day beside it: which ledger had a line is kept.
alter table tickets.partner_exchange add column matched_on date;
create index partner_exchange_by_day on tickets.partner_exchange (partner, (coalesce(acked_at, offered_at)));
