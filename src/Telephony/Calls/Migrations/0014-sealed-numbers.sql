-- 号码密存: citizens' numbers stand sealed in caller (or called, where we called them), in callback, in blacklist and in two kinds of events: 'sealed:' and base64.
-- What these indexes find is still in clear and is sealed by the hosts, once; afterwards they are empty.
alter table telephony.call add column number_mac bytea;  -- keyed hash of the citizen's number; null when withheld

create index call_number on telephony.call (number_mac, arrived_at) where number_mac is not null;
create index call_in_clear on telephony.call (id) where (case direction when 'Inbound' then caller else called end) !~ '^(sealed:|$)';
create index call_event_in_clear on telephony.call_event (seq)
  where kind in ('arrived', 'callback-accepted') and coalesce(body ->> 'caller', body ->> 'number', '') !~ '^(sealed:|$)';

-- 号码查询台账: who asked which calls a number made, and what for
create table telephony.number_lookup (
  id bigint generated always as identity primary key,
  number_mac bytea not null,
  by_account text not null,
  purpose text not null,
  calls int not null,
  at timestamptz not null);
