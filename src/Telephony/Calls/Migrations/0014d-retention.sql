-- 保存期限: when words and details of a call were erased
alter table telephony.call
  add column transcript_erased_at timestamptz,
  add column details_erased_at timestamptz;

create index call_words_kept on telephony.call (arrived_at) where transcript_erased_at is null;
create index call_details_kept on telephony.call (arrived_at) where details_erased_at is null;
create index call_recording_erased on telephony.call (host, recording_erased_at) where recording_erased_at is not null;
