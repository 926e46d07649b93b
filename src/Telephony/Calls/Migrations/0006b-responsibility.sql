-- Which assignments of the rule (首接负责) have been written to their ticket.
create table telephony.responsibility_told (
  call_id uuid primary key,
  outcome text not null,     -- noted, or the code of the refusal
  at timestamptz not null);
