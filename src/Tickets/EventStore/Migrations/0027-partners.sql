-- 两线联动台账: every packet that goes to a partner line or comes from one, once by the sender's own number, and what became of it.
create table tickets.partner_exchange (
  id bigint generated always as identity primary key,
  partner text not null,
  direction text not null check (direction in ('out', 'in')),
  kind text not null check (kind in ('call', 'case', 'outcome')),
  correlation text not null,
  ticket_id uuid,
  sealed bytea not null, -- the packet: a number and a citizen's words
  state text not null check (state in ('offered', 'acked', 'accepted', 'refused', 'returned')),
  urgent boolean not null default false,
  offered_at timestamptz not null,
  acked_at timestamptz,
  answered_at timestamptz,
  returned_at timestamptz,
  due_at timestamptz, -- 签收时限 of what came in
  by_actor jsonb,
  reason text,
  tries int not null default 0,
  next_at timestamptz,
  failure text,
  unique (partner, direction, kind, correlation)
);
create index partner_exchange_due on tickets.partner_exchange (next_at) where next_at is not null;
create index partner_exchange_by_time on tickets.partner_exchange (offered_at desc, id desc);
create index partner_exchange_to_sign on tickets.partner_exchange (due_at) where direction = 'in' and state = 'acked';
create index partner_exchange_unacked on tickets.partner_exchange (partner, offered_at) where direction = 'out' and state = 'offered';
create index partner_exchange_refused on tickets.partner_exchange (answered_at) where direction = 'out' and state = 'refused';
create index partner_exchange_of_ticket on tickets.partner_exchange (ticket_id) where ticket_id is not null;

-- 数据链路: how the last try or probe went, on whichever host.
create table tickets.partner_link (
  partner text primary key,
  up boolean not null,
  since timestamptz not null,
  checked_at timestamptz not null,
  failure text
);

-- 日对账: one match of both ledgers for a day; the last one counts.
create table tickets.partner_match (
  partner text not null,
  day date not null,
  matched int not null,
  only_here jsonb not null,
  only_there jsonb not null,
  differing jsonb not null,
  made_at timestamptz not null,
  primary key (partner, day)
);
