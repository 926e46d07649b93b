-- 排班: who is planned for what from when to when
create table telephony.rota_shift (
  id uuid primary key,
  agent text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  activity text not null,              -- work, break, training
  set_by text not null,
  set_at timestamptz not null,
  check (ends_at > starts_at and ends_at <= starts_at + interval '16 hours'));

create index rota_shift_by_time on telephony.rota_shift (starts_at);

-- 换班: an agent asks a colleague to take a shift; a supervisor decides
create table telephony.rota_swap (
  id uuid primary key,
  shift_id uuid not null references telephony.rota_shift on delete cascade,
  from_agent text not null,
  to_agent text not null,
  reason text not null,
  asked_at timestamptz not null,
  state text not null default 'asked', -- asked, granted, refused
  decided_by text,
  decided_at timestamptz);

create unique index rota_swap_open on telephony.rota_swap (shift_id) where state = 'asked';
