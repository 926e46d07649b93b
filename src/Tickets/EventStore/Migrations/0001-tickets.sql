create schema tickets;

-- One ticket's row of the hash chain: what was said, by whom, when, after what. Used to write and to verify.
create function tickets.chain(previous bytea, ticket uuid, version int, kind text, body jsonb, actor jsonb, rules text, at timestamptz)
returns bytea language sql immutable parallel safe as $$
  select sha256(coalesce(previous, ''::bytea) || convert_to(
    concat_ws(E'\x1f', ticket::text, version::text, kind, body::text, actor::text, rules, extract(epoch from at)::text), 'UTF8'))
$$;

-- The snapshot: what a ticket adds up to. "body" is the whole ticket, the columns are what lists ask for.
create table tickets.ticket (
  id uuid primary key,
  number text not null unique,
  version int not null,
  state text not null,
  type text not null,
  channel text not null,
  title text not null,
  text text not null,
  place text,
  district text,
  category text,
  urgency text not null,
  confidential boolean not null,
  call_id text,
  department text,
  accepted_at timestamptz not null,
  dispatched_at timestamptz,
  closed_at timestamptz,
  next_clock text,
  next_due_at timestamptz,
  handling_due_at timestamptz,
  body jsonb not null
);
create index ticket_by_department on tickets.ticket (department, state);
create index ticket_by_time on tickets.ticket (accepted_at desc);
create index ticket_by_due on tickets.ticket (next_due_at) where next_due_at is not null;
create index ticket_by_call on tickets.ticket (call_id) where call_id is not null;

create table tickets.event (
  seq bigint generated always as identity primary key,
  ticket_id uuid not null references tickets.ticket,
  version int not null,
  kind text not null,
  body jsonb not null,
  actor jsonb not null,
  rules text not null,
  at timestamptz not null,
  xid xid8 not null default pg_current_xact_id(),
  hash bytea not null,
  unique (ticket_id, version)
);
create index event_in_commit_order on tickets.event (xid, seq);

create table tickets.clock (
  ticket_id uuid not null references tickets.ticket,
  version int not null,
  name text not null,
  department text,
  limit_value int not null,
  limit_unit text not null,
  started_at timestamptz not null,
  warn_at timestamptz,
  due_at timestamptz not null,
  stopped_at timestamptz,
  warned_at timestamptz,
  overdue_at timestamptz,
  fire_at timestamptz,
  counted jsonb not null,
  unknown_year boolean not null,
  primary key (ticket_id, version, name)
);
create index clock_to_fire on tickets.clock (fire_at) where fire_at is not null;
create index clock_by_name on tickets.clock (name, due_at);

-- Who held a ticket from when to when: the minutes of one ticket sum to its whole time.
create table tickets.holder (
  ticket_id uuid not null references tickets.ticket,
  version int not null,
  role text not null,
  department text,
  from_at timestamptz not null,
  to_at timestamptz,
  primary key (ticket_id, version)
);

create table tickets.rating (
  ticket_id uuid not null references tickets.ticket,
  version int not null,
  department text,
  by_citizen boolean not null,
  solved boolean,
  satisfaction text not null,
  at timestamptz not null,
  primary key (ticket_id, version)
);

-- Personal data, apart and sealed (AES-GCM); the key is a file outside the database. No department's query joins this.
create table tickets.requester (
  ticket_id uuid primary key references tickets.ticket,
  sealed bytea not null,
  phone_mac bytea,
  code_mac bytea not null
);
create index requester_by_phone on tickets.requester (phone_mac) where phone_mac is not null;

create table tickets.personal_data_view (
  id bigint generated always as identity primary key,
  ticket_id uuid not null references tickets.ticket,
  actor jsonb not null,
  purpose text not null,
  at timestamptz not null
);

create table tickets.lookup_failure (
  who bytea primary key,
  count int not null,
  since timestamptz not null
);

create table tickets.receipt (
  actor text not null,
  key text not null,
  request_mac bytea not null,
  sealed bytea not null,
  at timestamptz not null,
  primary key (actor, key)
);

create table tickets.day_sequence (
  day date primary key,
  last int not null
);

create table tickets.checkpoint (
  subscriber text primary key,
  xid xid8 not null,
  seq bigint not null
);
