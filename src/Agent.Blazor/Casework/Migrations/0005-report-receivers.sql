-- 报表寄送: to whom which reports go by mail, as a supervisor chose
create table casework.report_receiver (
  id uuid primary key,
  name text not null,
  mail text not null unique,
  kinds text[] not null, -- daily, weekly, monthly
  added_by text not null,
  added_at timestamptz not null
);

-- every report that was sent; how far it came stands with the message
create table casework.report_sent (
  message uuid primary key,
  kind text not null,
  period_from date not null,
  receiver text not null,
  mail text not null,
  sent_by text, -- null: by the plan
  at timestamptz not null
);
create index report_sent_by_time on casework.report_sent (at desc);
