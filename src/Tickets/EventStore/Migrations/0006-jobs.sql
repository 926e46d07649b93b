-- Recurring jobs: the scheduler keeps its own tables in a schema of its own and makes them itself.
create schema quartz;

create table tickets.job_run (
  id bigint generated always as identity primary key,
  name text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  outcome text,
  said text,
  error text,
  host text not null,
  started_by jsonb
);
create index job_run_by_name on tickets.job_run (name, id);

create table tickets.job_change (
  id bigint generated always as identity primary key,
  name text not null,
  change text not null,
  actor jsonb not null,
  reason text,
  at timestamptz not null
);

create table tickets.daily_report (
  day date primary key,
  figures jsonb not null,
  made_at timestamptz not null
);
