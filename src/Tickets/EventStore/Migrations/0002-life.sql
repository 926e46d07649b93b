-- Clocks of tasks, clocks that stand still, clocks with several marks.
alter table tickets.clock add column task int not null default 0;
alter table tickets.clock drop constraint clock_pkey;
alter table tickets.clock add primary key (ticket_id, version, name, task);
alter table tickets.clock add column paused_at timestamptz;
alter table tickets.clock add column basis text;

-- What a list asks for beyond 0001, and the relation to a master (并单), which is no part of the ticket's own log.
alter table tickets.ticket add column merged_into uuid references tickets.ticket;
alter table tickets.ticket add column kind text not null default 'request';
alter table tickets.ticket add column line text;
alter table tickets.ticket add column town text;
alter table tickets.ticket add column grid text;
alter table tickets.ticket add column company text;
alter table tickets.ticket add column level int not null default 0;
alter table tickets.ticket add column supervised int not null default 0;
create index ticket_by_master on tickets.ticket (merged_into) where merged_into is not null;
create index ticket_by_company on tickets.ticket (company) where company is not null;

-- A unit's part in a ticket beside the responsible one: tasks and shares.
create table tickets.task (
  ticket_id uuid not null references tickets.ticket,
  no int not null,
  kind text not null,
  unit text not null,
  outcome text not null,
  assigned_at timestamptz not null,
  due_at timestamptz,
  closed_at timestamptz,
  primary key (ticket_id, no)
);
create index task_of_unit on tickets.task (unit, outcome);

create table tickets.share (
  ticket_id uuid not null references tickets.ticket,
  unit text not null,
  until timestamptz not null,
  primary key (ticket_id, unit)
);

-- Tries that a rule stood against and that are reported (保护基层).
create table tickets.refused_try (
  id bigint generated always as identity primary key,
  ticket_id uuid not null references tickets.ticket,
  code text not null,
  step text not null,
  actor jsonb not null,
  at timestamptz not null
);
create index refused_try_by_code on tickets.refused_try (code, at);
