-- 通话评价: one row a call that was asked; null is not answered, and an answer never changes.
create table telephony.survey (
  call_id uuid primary key,
  agent text not null,                -- who served it last, when it was asked
  asked_at timestamptz not null,
  solved boolean,
  satisfaction int check (satisfaction between 1 and 5),   -- 1 非常满意 … 5 非常不满意
  ticket_outcome text);               -- what became of it on the call's ticket: null until there is a ticket, then rated or the refusal's code

create index survey_asked on telephony.survey (asked_at desc);
create index survey_to_tell on telephony.survey (asked_at) where ticket_outcome is null;

-- 突发事件播报
create table telephony.surge (
  id uuid primary key,
  lines text[] not null,              -- numbers; empty: all
  text text not null,                 -- what the announcement says, for agents and supervisors
  prompt text not null,               -- id in the manifest, played where there is no audio
  audio bytea,                        -- A-law, 8000 samples/s
  ticket text not null,               -- number of the event's ticket
  from_at timestamptz not null,
  until_at timestamptz not null,
  by_account text not null,
  by_name text not null,
  ended_at timestamptz);              -- switched off before its time

create index surge_until on telephony.surge (until_at) where ended_at is null;

-- 同诉登记: who pressed 1
create table telephony.surge_caller (
  surge_id uuid not null,
  call_id uuid not null,
  at timestamptz not null,
  joined text,                        -- number of the ticket that follows the event's; null until it is made
  primary key (surge_id, call_id));

create index surge_caller_to_join on telephony.surge_caller (at) where joined is null;
