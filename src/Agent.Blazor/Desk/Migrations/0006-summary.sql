-- 摘要修改: what was proposed and what the agent made of it, encrypted, for whoever betters the summaries; gone after half a year
create table desk.summary_edit (
  call_id uuid not null primary key,
  body bytea not null,
  at timestamptz not null);
create index summary_edit_by_time on desk.summary_edit (at);
