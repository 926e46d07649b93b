-- 录音: when one was erased and why, and who needs one kept
alter table telephony.call
  add recording_erased_at timestamptz,
  add recording_erased_why text;

create index call_recording on telephony.call (arrived_at) where recording_file is not null and recording_erased_at is null;

create table telephony.recording_hold (
  call_id uuid not null,
  reason text not null,
  actor text not null,
  at timestamptz not null,
  ended_by text,
  ended_at timestamptz);

create unique index recording_hold_open on telephony.recording_hold (call_id) where ended_at is null;
