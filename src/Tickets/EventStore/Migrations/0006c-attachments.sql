-- What is known of a file besides its event; the file itself lies sealed in a folder outside the database.
create table tickets.attachment (
  id uuid primary key,
  ticket_id uuid not null references tickets.ticket,
  media_type text not null,
  scan text not null,
  served boolean not null,
  actor jsonb not null,
  at timestamptz not null,
  erased_at timestamptz
);
create index attachment_by_ticket on tickets.attachment (ticket_id);
