-- 预警通知: one warning to one receiver, open until somebody acts, says they know, or their silence takes it to the level above.
create table tickets.notice (
  id bigint generated always as identity primary key,
  ticket_id uuid not null references tickets.ticket,
  version int not null,             -- of the event that warned
  clock text not null,
  task int not null,
  due_at timestamptz not null,
  card text,
  overdue boolean not null,
  role text not null,
  unit text not null,               -- of a unit's clerk or lead; empty for a desk of the hotline
  ways text[],                      -- as the city's rule says; null for every way the receiver has
  raised_from bigint references tickets.notice,
  made_at timestamptz not null,
  message_id uuid,                  -- null where it stands on the receiver's desk alone
  told_at timestamptz,
  silent_at timestamptz,            -- from when on no answer is silence
  ended_at timestamptz,
  outcome text,                     -- acted, acknowledged, raised, unanswered
  ended_by jsonb,
  unique (ticket_id, version, role, unit)
);
create index notice_to_tell on tickets.notice (id) where told_at is null;
create index notice_silent on tickets.notice (silent_at) where ended_at is null and silent_at is not null;
create index notice_of_receiver on tickets.notice (role, unit, id) where ended_at is null;

-- What one receiver was told at once: the warnings of a moment, or the digest of a morning.
create table tickets.notice_message (
  id uuid primary key,
  kind text not null,               -- at-once, raised, digest
  role text not null,
  unit text not null,
  lines int not null,
  sealed bytea not null,
  at timestamptz not null
);

create table tickets.notice_digest (day date primary key, at timestamptz not null);

-- Messages to staff go by the same channels and leave the same records as letters to citizens.
alter table tickets.delivery alter column letter_id drop not null;
alter table tickets.delivery alter column ticket_id drop not null;
alter table tickets.delivery add column message_id uuid references tickets.notice_message;
alter table tickets.delivery add constraint delivery_of_one check (num_nonnulls(letter_id, message_id) = 1);
alter table tickets.delivery add constraint delivery_message_channel unique (message_id, channel);
