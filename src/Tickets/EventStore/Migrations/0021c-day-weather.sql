-- 天气标签: what the weather of a day is called, such as 暴雨, for the forecast of calls; several tags may stand together.
create table tickets.day_weather (
  day date primary key,
  tags text[] not null,
  changed_by jsonb not null,
  at timestamptz not null
);
