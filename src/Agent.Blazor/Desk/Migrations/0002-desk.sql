create schema if not exists desk;

-- body: the draft as JSON, encrypted, since it holds what a citizen said and their number
create table desk.draft (
  agent text not null,
  id uuid not null,
  body bytea not null,
  saved_at timestamptz not null,
  primary key (agent, id));
