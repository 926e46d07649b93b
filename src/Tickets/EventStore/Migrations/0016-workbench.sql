-- 科室与经办人 of a unit: what it may pass its tickets on to. A section that is closed keeps its name for the history.
create table tickets.section (
  unit text not null,
  name text not null,
  people text[] not null,
  closed_at timestamptz,
  primary key (unit, name)
);

-- 下派: who has a unit's ticket, or its task of another's ticket, inside the unit (task 0: the ticket itself). Every row stays; the one
-- that has not ended is the present one.
create table tickets.assignment (
  id bigint generated always as identity primary key,
  ticket_id uuid not null references tickets.ticket,
  unit text not null,
  task int not null default 0,
  section text not null,
  person text,
  note text,
  due_at timestamptz not null,
  actor jsonb not null,
  at timestamptz not null,
  ended_at timestamptz,
  ended_by jsonb,
  outcome text,
  report text
);
create unique index assignment_present on tickets.assignment (ticket_id, unit, task) where ended_at is null;
create index assignment_of_unit on tickets.assignment (unit, due_at) where ended_at is null;

-- 案例: the solved tickets an article was drawn from.
create table tickets.article_evidence (
  article_id uuid not null references tickets.article,
  ticket_id uuid not null references tickets.ticket,
  at timestamptz not null,
  primary key (article_id, ticket_id)
);
