-- 邀评链接: what a letter's link may be used for. Only a keyed hash of the link's code is kept.
create table tickets.invitation (
  mac bytea primary key,
  ticket_id uuid not null references tickets.ticket,
  letter_id uuid not null references tickets.letter,
  purpose text not null,            -- survey, reopen, not-solved
  round int not null,               -- the closing it asks about
  made_at timestamptz not null,
  expires_at timestamptz not null,
  tries int not null default 0,
  used_at timestamptz,              -- it has done what it was for
  unique (letter_id, purpose)
);
create index invitation_by_ticket on tickets.invitation (ticket_id);
