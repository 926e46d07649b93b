-- 参与方: who beside the citizen was called, joined and left, agents who served included. Written late and more than once: later rows only add.
create table telephony.participant (
  call_id uuid not null,
  participant int not null,           -- within the call, from 1
  party text not null,
  name text not null,                 -- 市水务局, 110, 话务员 1002; never a citizen's number
  agent text,
  called_at timestamptz not null,
  joined_at timestamptz,              -- the citizen hears them; null when they never came
  left_at timestamptz,
  end_reason text,
  primary key (call_id, participant));

create index participant_open on telephony.participant (call_id) where left_at is null;
