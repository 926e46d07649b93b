-- body: the values of the form's fields as JSON, encrypted: a reply that is being written may hold what a citizen said
create table desk.step_draft (
  account text not null,
  ticket_id uuid not null,
  step text not null,
  body bytea not null,
  saved_at timestamptz not null,
  primary key (account, ticket_id, step));
