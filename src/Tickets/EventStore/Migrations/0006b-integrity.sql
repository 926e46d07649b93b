-- The root of each day over the heads of all tickets that something happened to, chained to the day before.
create table tickets.day_root (
  day date primary key,
  tickets bigint not null,
  events bigint not null,
  heads bytea not null,
  previous bytea,
  root bytea not null,
  made_at timestamptz not null
);

-- events come in the order of time: a few kilobytes find a day's
create index event_by_time on tickets.event using brin (at) with (pages_per_range = 32, autosummarize = on);
