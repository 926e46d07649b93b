-- 回拨任务、技能、黑名单. Rows come asynchronously and may come twice or late: every write is idempotent. Numbers are kept as in telephony.call.
create table telephony.callback (
  id uuid primary key,
  kind text not null,
  number text not null,
  line text not null,
  since timestamptz not null,          -- the place in the queue
  call_id uuid not null,
  due_at timestamptz not null,
  state text not null,
  queue text,
  skills jsonb not null,
  priority int not null,
  confirmed boolean not null,
  calls int not null,
  lost_at timestamptz not null,
  attempts int not null,
  next_at timestamptz not null,
  taken_by text,
  taken_at timestamptz,
  result text,
  closed_at timestamptz,
  version int not null);               -- of the row: an older state never overwrites a newer one

create index callback_open on telephony.callback (due_at) where closed_at is null;
create index callback_closed on telephony.callback (closed_at desc) where closed_at is not null;

create table telephony.agent_skills (
  agent text primary key,
  skills jsonb not null,               -- level 1 to 5 by skill
  set_by text not null,
  set_at timestamptz not null);

create table telephony.blacklist (
  id uuid primary key,
  number text not null,
  reason text not null,
  proposed_by text not null,
  proposed_at timestamptz not null,
  call_id uuid,
  state text not null,
  decided_by text,
  decided_at timestamptz,
  decision text,
  until timestamptz,
  version int not null);

create index blacklist_number on telephony.blacklist (number);
