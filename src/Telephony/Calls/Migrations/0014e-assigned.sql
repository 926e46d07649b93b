-- 首接负责 is looked for every few seconds among all that ever happened to a call.
create index call_event_assigned on telephony.call_event (at) where kind = 'responsibility-assigned';
