-- Reference data copied in from other platforms (grid map, lines), whole and by version. The version of a day is the one
-- with the latest valid_from not after it; of several, the last one imported.
create table tickets.reference (
  name text not null,
  version int not null,
  valid_from date not null,
  body text not null,
  sha256 bytea not null,
  actor jsonb not null,
  at timestamptz not null,
  primary key (name, version)
);
create index reference_by_day on tickets.reference (name, valid_from desc, version desc);

-- 值班表. The phones are official ones.
create table tickets.duty (
  id bigint generated always as identity primary key,
  unit text not null,
  role text not null,
  person text not null,
  phone text not null,
  from_at timestamptz not null,
  to_at timestamptz not null check (to_at > from_at),
  unique (unit, role, person, from_at)
);
create index duty_by_unit on tickets.duty (unit, from_at, to_at);

-- 企业: not personal data. The persons who speak for it are: sealed, and every look at them is written down.
create table tickets.company (
  code text primary key,
  name text not null,
  address text,
  first_seen_at timestamptz not null,
  changed_at timestamptz not null
);

create table tickets.company_contact (
  id bigint generated always as identity primary key,
  company text not null references tickets.company,
  contact_mac bytea not null,
  sealed bytea not null,
  at timestamptz not null,
  unique (company, contact_mac)
);

create table tickets.company_contact_view (
  id bigint generated always as identity primary key,
  company text not null references tickets.company,
  actor jsonb not null,
  purpose text not null,
  at timestamptz not null
);

create index ticket_by_line on tickets.ticket (line, accepted_at) where line is not null;
create index ticket_by_kind on tickets.ticket (kind, accepted_at) where kind <> 'request';

-- 到场签到: wrong codes are counted and stop a unit that guesses. The code itself is kept nowhere.
create table tickets.arrival_try (
  ticket_id uuid not null references tickets.ticket,
  task int not null,
  count int not null,
  since timestamptz not null,
  primary key (ticket_id, task)
);
