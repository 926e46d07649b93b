-- 申诉成立: what an upheld appeal gives back to the first score
alter table telephony.appeal add column points int not null default 0 check (points >= 0);
-- calls of the last day are looked at again while their ticket may still be written
create index call_check_ended on telephony.call_check (ended_at);
-- open appeals come first
create index appeal_open on telephony.appeal (call_id) where decided_at is null;
