-- 网上反映草稿: what a citizen has typed so far, sealed; found by the fingerprint of a random token that only their browser holds
create table tickets.report_draft (
  who bytea primary key,
  sealed bytea not null,
  changed_at timestamptz not null
);
create index report_draft_by_time on tickets.report_draft (changed_at);

create table tickets.report_photo (
  id uuid primary key,
  draft bytea not null,
  sealed_name bytea not null,
  bytes int not null,
  at timestamptz not null
);
create index report_photo_by_draft on tickets.report_photo (draft, at);

-- 短信验证码: one open code for a purpose and a number
create table tickets.phone_code (
  who bytea primary key,
  mac bytea not null,
  sent_at timestamptz not null,
  tries int not null default 0
);
create index phone_code_by_time on tickets.phone_code (sent_at);

-- 同意公开: only what a citizen let publish is ever published
create table tickets.publish_consent (
  ticket_id uuid primary key references tickets.ticket,
  given_at timestamptz not null,
  withdrawn_at timestamptz
);

create table tickets.published_answer (
  id uuid primary key,
  ticket_id uuid not null unique references tickets.ticket,
  title text not null,
  question text not null,
  answer text not null,
  category text,
  district text,
  unit text,
  answered_on date not null,
  grams text[] not null,
  published_at timestamptz not null,
  actor jsonb not null,
  withdrawn_at timestamptz
);
create index published_answer_by_time on tickets.published_answer (published_at desc, id) where withdrawn_at is null;
create index published_answer_by_words on tickets.published_answer using gin (grams) where withdrawn_at is null;
create index publish_consent_open on tickets.publish_consent (given_at) where withdrawn_at is null;

-- 附近的公开诉求
create index ticket_by_grid on tickets.ticket (grid, accepted_at desc) where grid is not null and not confidential;
create index ticket_by_town on tickets.ticket (town, accepted_at desc) where town is not null and not confidential;
create index ticket_by_district on tickets.ticket (district, accepted_at desc) where district is not null and not confidential;
