-- What the indicators are counted from: a projection of the events alone, rewritten ticket by ticket and rebuildable at any
-- time (Statistics/KpiFacts.cs). Merging and exclusion are relations beside the ticket and are looked up when counting.
create table tickets.kpi_ticket (
  ticket_id uuid primary key references tickets.ticket,
  version int not null,
  kind text not null,
  type text not null,
  channel text not null,
  urgency text not null,
  line text,
  district text,
  town text,
  category text,
  sealed boolean not null,          -- confidential or an enterprise's: shown as a count only
  unit text,                        -- the last responsible one; null where the hotline itself ended it
  accepted_at timestamptz not null,
  first_unit text,
  dispatched_at timestamptz,        -- first
  moved boolean not null,           -- another unit than the first became responsible
  returns_asked int not null,
  returns_accepted int not null,
  outcome text,                     -- answered, closed, not-accepted, withdrawn, transferred-to-110; null while open
  ended_at timestamptz,
  handling_due_at timestamptz,      -- of the last round
  handling_ended_at timestamptz,
  handling_ended_by text,
  handling_paused boolean not null,
  late_rounds int not null,         -- rounds that ended after their limit
  police_at timestamptz,
  police_result boolean not null
);
create index kpi_ticket_by_acceptance on tickets.kpi_ticket (accepted_at);
create index kpi_ticket_by_dispatch on tickets.kpi_ticket (dispatched_at) where dispatched_at is not null;
create index kpi_ticket_by_end on tickets.kpi_ticket (ended_at) where ended_at is not null;
create index kpi_ticket_by_due on tickets.kpi_ticket (handling_due_at) where handling_due_at is not null;
create index kpi_ticket_by_police on tickets.kpi_ticket (police_at) where police_at is not null;

-- A unit's turn with a ticket: from a dispatch, a ruling or a redo to its reply or to the loss of the ticket.
create table tickets.kpi_turn (
  ticket_id uuid not null references tickets.ticket,
  no int not null,
  kind text not null,               -- dispatch, ruling, redo
  unit text not null,
  at timestamptz not null,
  sign_due_at timestamptz,
  signed_at timestamptz,
  contact_due_at timestamptz,
  contact_paused boolean not null,
  contacted_at timestamptz,         -- first record, reached or not
  reached_at timestamptz,
  why_not text,
  evidence boolean not null,
  returns_asked int not null,
  returns_accepted int not null,
  returns_refused int not null,
  ended_at timestamptz,
  ended_by text,
  primary key (ticket_id, no)
);
create index kpi_turn_by_time on tickets.kpi_turn (at);
create index kpi_turn_by_sign_in on tickets.kpi_turn (sign_due_at) where sign_due_at is not null;
create index kpi_turn_by_contact on tickets.kpi_turn (contact_due_at) where contact_due_at is not null;

-- A handling clock from its start to its end: the first round, and one for each reply that did not do.
create table tickets.kpi_round (
  ticket_id uuid not null references tickets.ticket,
  no int not null,
  unit text,
  started_at timestamptz not null,
  due_at timestamptz not null,
  paused boolean not null,
  ended_at timestamptz,
  ended_by text,                    -- the kind of the event
  result text,                      -- of the reply
  then_by text,                     -- sent-back, redo or woken: why there is a next round
  primary key (ticket_id, no)
);
create index kpi_round_by_due on tickets.kpi_round (due_at);
create index kpi_round_by_end on tickets.kpi_round (ended_at) where ended_at is not null;

-- A reply the citizen can be asked about: one for each approval and each answer on the spot.
create table tickets.kpi_ask (
  ticket_id uuid not null references tickets.ticket,
  no int not null,
  unit text,
  at timestamptz not null,
  invited boolean not null,         -- a follow-up was owed
  due_at timestamptz,
  result text,                      -- of the unit
  attempts int not null,
  reached_at timestamptz,
  web_at timestamptz,
  over_at timestamptz,              -- nobody calls any more
  over_by text,
  answered_at timestamptz,          -- the last answer
  solved boolean,
  satisfaction text,
  primary key (ticket_id, no)
);
create index kpi_ask_by_time on tickets.kpi_ask (at);
create index kpi_ask_by_answer on tickets.kpi_ask (answered_at) where answered_at is not null;

-- Occurrences that are only counted: supervised, urged, raised, extension-granted, suspension-granted.
create table tickets.kpi_mark (
  ticket_id uuid not null references tickets.ticket,
  no int not null,                  -- the event's version
  kind text not null,
  level text,
  unit text,
  at timestamptz not null,
  primary key (ticket_id, no)
);
create index kpi_mark_by_time on tickets.kpi_mark (kind, at);

-- 月报冻结: every value of a closed month as it was, chained to the month before; what changes later is an erratum.
create table tickets.kpi_month (
  month date primary key,
  frozen_at timestamptz not null,
  actor jsonb not null,
  rules text not null,
  body text not null,               -- exactly the bytes that were hashed
  cases bytea not null,             -- every case of the city's variants, compressed: to tell which tickets made a difference
  previous bytea,
  hash bytea not null
);

create table tickets.kpi_erratum (
  month date not null references tickets.kpi_month,
  no int not null,
  found_at timestamptz not null,
  actor jsonb not null,
  body text not null,
  cases bytea not null,
  hash bytea not null,              -- over the hash before it, of the month or of the erratum before
  primary key (month, no)
);
