-- 首接负责: agreed ones are looked for every few seconds together with those that were assigned.
drop index telephony.call_event_assigned;
create index call_event_settled on telephony.call_event (at) where kind in ('responsibility-assigned', 'responsibility-agreed');
