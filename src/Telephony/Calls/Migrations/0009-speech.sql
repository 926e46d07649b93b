-- 转写: what the engine heard and nobody was shown, and which calls still wait for their words
create table telephony.transcript_dropped (
  call_id uuid not null,
  speaker text not null,
  utterance int not null,             -- as in transcript_segment
  start_ms bigint not null,
  end_ms bigint not null,
  text text not null,                 -- as the engine gave it
  why text not null,                  -- guess, too-fast, credits, loop; corrected: the segment has the corrected text
  primary key (call_id, speaker, utterance));

alter table telephony.call
  add transcribed_at timestamptz,     -- everything said is written down, or must not be
  add transcribing_attempts int not null default 0;

-- calls from before: those without a recording or with words are done
update telephony.call c set transcribed_at = now()
where recording_file is null or exists (select from telephony.transcript_segment s where s.call_id = c.id);

create index call_not_transcribed on telephony.call (ended_at desc)
  where transcribed_at is null and recording_sha256 is not null and recording_erased_at is null;
