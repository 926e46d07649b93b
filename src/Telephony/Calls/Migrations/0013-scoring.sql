-- 质检: what was checked automatically of an ended call, what people scored, what agents appealed
create table telephony.call_check (
  call_id uuid primary key,
  agent text not null,
  ended_at timestamptz not null,
  risk int not null,
  checks jsonb not null,
  at timestamptz not null);
create index call_check_risk on telephony.call_check (risk desc, ended_at desc);
create index call_check_agent on telephony.call_check (agent, ended_at desc);

create table telephony.score (
  call_id uuid not null references telephony.call_check,
  scorer text not null,
  grades jsonb not null,
  fatal text[] not null,
  total int not null check (total between 0 and 100),
  note text,
  at timestamptz not null,
  primary key (call_id, scorer));

create table telephony.appeal (
  call_id uuid not null references telephony.call_check,
  item text not null,
  agent text not null,
  reason text not null,
  at timestamptz not null,
  decided_by text,
  upheld boolean,
  answer text,
  decided_at timestamptz,
  primary key (call_id, item));
