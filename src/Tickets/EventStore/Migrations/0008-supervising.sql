-- 督办单, as lists ask for them; the ticket's log has every word.
create table tickets.supervision (
  ticket_id uuid not null references tickets.ticket,
  no int not null,
  level text not null,
  instruction text not null,
  addressee text, -- null: the dispatcher
  automatic boolean not null,
  issued_by text not null,
  at timestamptz not null,
  due_at timestamptz,
  answered_at timestamptz,
  judged_at timestamptz,
  recognised boolean,
  awaits_answer boolean not null,
  awaits_judgement boolean not null,
  primary key (ticket_id, no)
);
create index supervision_to_answer on tickets.supervision (addressee, due_at) where awaits_answer;
create index supervision_by_time on tickets.supervision (at desc);

create table tickets.urge (
  ticket_id uuid not null references tickets.ticket,
  version int not null,
  at timestamptz not null,
  primary key (ticket_id, version)
);

create index event_card on tickets.event (at) where kind = 'clock-warned';
create index ticket_raised on tickets.ticket (level desc, accepted_at) where level > 0;
create index ticket_in_redo on tickets.ticket (accepted_at) where state = 'in-redo';

-- 回访: one row for each closing of a ticket, with who handled it then. Units never read it.
create table tickets.follow_up (
  ticket_id uuid not null references tickets.ticket,
  round int not null, -- the closing it asks about, from 1
  unit text not null,
  handler text, -- the account that wrote the reply
  sampled boolean not null, -- called; otherwise asked on the web only
  risk int not null,
  grounds text[] not null,
  opened_at timestamptz not null,
  next_at timestamptz, -- null when it is over, or nobody calls
  tries int not null default 0,
  outcome text, -- null while it is open
  closed_at timestamptz,
  primary key (ticket_id, round)
);
create index follow_up_to_call on tickets.follow_up (risk desc, next_at) where sampled and closed_at is null;
create index follow_up_by_time on tickets.follow_up (opened_at);

-- A rating says of which closing it is, who handled it, how the talk itself was, and why not satisfied.
alter table tickets.rating add column round int not null default 1;
alter table tickets.rating add column handler text;
alter table tickets.rating add column service text;
alter table tickets.rating add column reason text;

-- 剔除: a flag for scoring beside the rating, which stays as it is. The row is the state, the log below it the proof.
create table tickets.exclusion (
  id uuid primary key,
  ticket_id uuid not null references tickets.ticket,
  round int not null, -- of which closing
  unit text not null,
  scope text not null, -- satisfaction, solved, on-time, all
  code text not null,
  reason text not null,
  evidence text not null,
  state text not null, -- applied, granted, refused, appealed, upheld
  applied_by text not null,
  applied_at timestamptz not null,
  due_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  decision text,
  appealed_by text,
  appealed_at timestamptz,
  appeal text,
  unique (ticket_id, round, unit, scope)
);
create index exclusion_by_state on tickets.exclusion (state, due_at);
create index exclusion_by_unit on tickets.exclusion (unit, applied_at desc);

create table tickets.exclusion_event (
  id bigint generated always as identity primary key,
  exclusion_id uuid not null references tickets.exclusion,
  state text not null,
  text text not null,
  actor jsonb not null,
  rules text not null,
  at timestamptz not null
);
create index exclusion_event_of on tickets.exclusion_event (exclusion_id, id);
