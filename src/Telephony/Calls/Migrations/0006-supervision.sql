-- Who placed a call, what it is marked with, and who listened in on live calls (监听台账).
alter table telephony.call
  add column direction text not null default 'Inbound',
  add column flags text not null default '';   -- comma-separated

create view telephony.supervision as
  select call_id, at, kind, body ->> 'supervisor' as supervisor, body ->> 'mode' as mode, body ->> 'reason' as reason
  from telephony.call_event where kind in ('supervised', 'supervision-ended', 'taken-over');
