-- 附件: what goes with a message to staff, such as a report; one file may go with many messages.
create table tickets.message_file (
  id uuid primary key,
  name text not null,
  content_type text not null,
  content bytea not null,
  at timestamptz not null
);
alter table tickets.notice_message add column file_id uuid references tickets.message_file;
