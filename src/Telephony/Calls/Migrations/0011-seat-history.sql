-- 座席状态历史: one row a change; a state lasts until the next row of the same seat on the same node
create table telephony.seat_history (
  id uuid primary key,
  seq bigint generated always as identity,
  node text not null,
  agent text not null,
  at timestamptz not null,
  state text not null,
  reason text,
  call_id uuid,
  set_by text);                        -- the supervisor who set it

create index seat_history_agent on telephony.seat_history (agent, at);
create index seat_history_at on telephony.seat_history (at);

-- when a node wrote last: seats of a node that died were signed in until then
create table telephony.seat_node (
  node text primary key,
  seen_at timestamptz not null);
