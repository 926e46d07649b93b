-- 知识库. Every version of an article is kept for ever; its wording is never changed.
create table tickets.article (
  id uuid primary key,
  unit text not null,
  latest int not null,
  published int,
  withdrawn_at timestamptz,
  created_at timestamptz not null
);

-- A title belongs to one article until that is withdrawn.
create table tickets.article_title (
  title text primary key,
  article_id uuid not null references tickets.article
);

create table tickets.article_version (
  article_id uuid not null references tickets.article,
  version int not null,
  state text not null,
  unit text not null,
  title text not null,
  category text not null,
  content text not null,
  kind text not null,
  keywords text[] not null,
  basis text,
  region text,
  public boolean not null,
  valid_until date not null,
  expires_at timestamptz not null,
  hash bytea not null,
  author jsonb not null,
  written_at timestamptz not null,
  unit_approver jsonb,
  unit_approved_at timestamptz,
  approver jsonb,
  published_at timestamptz,
  ended_at timestamptz,
  end_reason text,
  head_grams text[] not null,
  grams text[] not null,
  opened bigint not null default 0,
  primary key (article_id, version)
);
create index article_by_words on tickets.article_version using gin (grams) where state = 'published';
create index article_by_end on tickets.article_version (expires_at) where state = 'published';
create index article_by_unit on tickets.article_version (unit, state);

create function tickets.keep_article_version() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'Versions of articles are kept for ever.';
  end if;
  if (old.article_id, old.version, old.unit, old.title, old.category, old.content, old.kind, old.keywords, old.basis, old.region, old.public, old.valid_until, old.expires_at, old.hash, old.author, old.written_at)
    is distinct from
    (new.article_id, new.version, new.unit, new.title, new.category, new.content, new.kind, new.keywords, new.basis, new.region, new.public, new.valid_until, new.expires_at, new.hash, new.author, new.written_at)
    or (old.published_at is not null and (old.published_at, old.approver, old.unit_approver) is distinct from (new.published_at, new.approver, new.unit_approver)) then
    raise exception 'A version of an article is never changed: write a new one.';
  end if;
  return new;
end $$;
create trigger article_version_is_kept before update or delete on tickets.article_version for each row execute function tickets.keep_article_version();

-- Who did what with which version (流转记录).
create table tickets.article_step (
  id bigint generated always as identity primary key,
  article_id uuid not null references tickets.article,
  version int not null,
  step text not null,
  actor jsonb not null,
  reason text,
  at timestamptz not null
);
create index article_step_by_article on tickets.article_step (article_id, id);

-- 纠错: what an agent found wrong, with its own due time.
create table tickets.article_error (
  id bigint generated always as identity primary key,
  article_id uuid not null references tickets.article,
  version int not null,
  unit text not null,
  text text not null,
  reporter jsonb not null,
  at timestamptz not null,
  due_at timestamptz not null,
  right_so boolean,
  answer text,
  answered_by jsonb,
  answered_at timestamptz
);
create index article_error_open on tickets.article_error (due_at) where answered_at is null;

-- 复核任务 of the owning unit; one that is overdue becomes a ticket.
create table tickets.article_task (
  id bigint generated always as identity primary key,
  article_id uuid not null references tickets.article,
  version int not null,
  unit text not null,
  made_at timestamptz not null,
  due_at timestamptz not null,
  done_at timestamptz,
  ticket text,
  unique (article_id, version)
);
create index article_task_open on tickets.article_task (due_at) where done_at is null;

-- Which reply cites which version (fed by the log), and what is recalled.
create table tickets.citation (
  ticket_id uuid not null references tickets.ticket,
  version int not null,
  article_id uuid not null,
  article_version int not null,
  cited_at timestamptz not null,
  superseded_at timestamptz,
  primary key (ticket_id, version, article_id, article_version)
);
create index citation_by_article on tickets.citation (article_id, article_version);

create table tickets.recall (
  id bigint generated always as identity primary key,
  article_id uuid not null references tickets.article,
  version int not null,
  reason text not null,
  actor jsonb not null,
  at timestamptz not null,
  unique (article_id, version)
);

create table tickets.recalled_reply (
  recall_id bigint not null references tickets.recall,
  ticket_id uuid not null references tickets.ticket,
  version int not null,
  state text not null,
  note text,
  actor jsonb,
  ended_at timestamptz,
  primary key (recall_id, ticket_id, version)
);
create index recalled_reply_by_ticket on tickets.recalled_reply (ticket_id);

create table tickets.correction (
  id bigint generated always as identity primary key,
  ticket_id uuid not null references tickets.ticket,
  recall_id bigint references tickets.recall,
  text text not null,
  reason text not null,
  cites jsonb not null,
  writer jsonb not null,
  at timestamptz not null,
  ended_at timestamptz,
  ended_by jsonb,
  sent boolean
);
create index correction_open on tickets.correction (id) where ended_at is null;

-- 告知: one letter to the citizen, and its way on each channel. Text and addresses are sealed.
create table tickets.letter (
  id uuid primary key,
  ticket_id uuid not null references tickets.ticket,
  cause text not null,
  kind text not null,
  reply int,
  sealed bytea not null,
  at timestamptz not null,
  unique (ticket_id, cause, kind)
);

create table tickets.delivery (
  id uuid primary key,
  letter_id uuid not null references tickets.letter,
  ticket_id uuid not null,
  channel text not null,
  sealed_address bytea,
  state text not null,
  tries int not null default 0,
  next_at timestamptz,
  sent_at timestamptz,
  ended_at timestamptz,
  receipt text,
  failure text,
  unique (letter_id, channel)
);
create index delivery_to_send on tickets.delivery (next_at) where next_at is not null;
create index delivery_by_ticket on tickets.delivery (ticket_id);

-- 回拨任务: what could not be sent is told by voice.
create table tickets.call_task (
  id bigint generated always as identity primary key,
  ticket_id uuid not null references tickets.ticket,
  letter_id uuid not null unique references tickets.letter,
  reason text not null,
  made_at timestamptz not null,
  due_at timestamptz not null,
  done_at timestamptz,
  done_by jsonb,
  reached boolean,
  note text
);
create index call_task_open on tickets.call_task (due_at) where done_at is null;

-- The query code on its way from the reception to the letter that tells it; gone once that is written.
create table tickets.letter_code (
  ticket_id uuid primary key references tickets.ticket,
  sealed bytea not null
);
