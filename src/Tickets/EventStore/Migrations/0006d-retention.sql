alter table tickets.requester add column erased_at timestamptz;

-- 冻结: nothing of a held ticket is erased, whatever the rules say.
create table tickets.legal_hold (
  id bigint generated always as identity primary key,
  ticket_id uuid not null references tickets.ticket,
  reason text not null,
  actor jsonb not null,
  at timestamptz not null,
  ended_by jsonb,
  ended_at timestamptz
);
create unique index legal_hold_open on tickets.legal_hold (ticket_id) where ended_at is null;

-- What was erased, when and by which rule. Of a ticket one row each; of short-lived rows their number.
create table tickets.erasure (
  id bigint generated always as identity primary key,
  what text not null,
  ticket_id uuid references tickets.ticket,
  rows bigint not null,
  basis text not null,
  actor jsonb not null,
  at timestamptz not null
);
create index erasure_by_ticket on tickets.erasure (ticket_id) where ticket_id is not null;
