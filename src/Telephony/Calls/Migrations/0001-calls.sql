-- 话单: calls, what happened on them, and what was said. Rows come asynchronously and may come twice or late: every write is idempotent.
create schema telephony;

create table telephony.call (
  id uuid primary key,
  version int not null,               -- of the row: an older state never overwrites a newer one
  host text not null,                 -- which media node served it
  caller text not null,               -- 主叫号码, empty when withheld
  called text not null,
  arrived_at timestamptz not null,
  answered_at timestamptz,
  talking_since timestamptz,
  ended_at timestamptz,
  agent text,
  end_reason text,
  digits text not null,
  police text not null,
  recording_file text,                -- relative to the folder of the recordings
  recording_ms bigint,
  recording_bytes bigint,
  recording_sha256 text);

create index call_arrived on telephony.call (arrived_at desc);
create index call_alive on telephony.call (host) where ended_at is null;

create table telephony.call_event (
  seq bigint generated always as identity primary key,
  id uuid not null unique,
  call_id uuid not null,
  at timestamptz not null,
  kind text not null,
  body jsonb not null);

create index call_event_call on telephony.call_event (call_id, at, seq);

create table telephony.transcript_segment (
  call_id uuid not null,
  speaker text not null,
  utterance int not null,
  start_ms bigint not null,           -- since the recording began
  end_ms bigint not null,
  text text not null,
  confidence double precision not null,
  primary key (call_id, speaker, utterance));
