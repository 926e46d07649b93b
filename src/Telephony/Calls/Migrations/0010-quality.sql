-- 通话质量: one row for each telephone that was on a call
create table telephony.call_quality (
  call_id uuid not null,
  leg int not null,
  party text not null,
  mos double precision,               -- how they sounded to us (E-model), null in calls under 5 s
  remote_mos double precision,        -- how we sounded to them, by their reports
  statistics jsonb not null,
  primary key (call_id, leg));

create index call_quality_bad on telephony.call_quality (mos) where mos < 3.6;
