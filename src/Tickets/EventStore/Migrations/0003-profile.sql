-- 城市配置版本: every version is kept. One draft at a time; what was published under a name never changes.
create table tickets.profile (
  id int generated always as identity primary key,
  name text not null,
  state text not null check (state in ('draft', 'published', 'rolled-back')),
  body jsonb not null,
  sha256 bytea not null,
  valid_from timestamptz,
  moves_clocks boolean not null default false,
  moved_at timestamptz,
  restored_at timestamptz
);
create unique index profile_draft on tickets.profile ((true)) where state = 'draft';
create unique index profile_name on tickets.profile (name) where state <> 'draft';

-- Who did what with which version, and why.
create table tickets.profile_log (
  id bigint generated always as identity primary key,
  profile int not null references tickets.profile,
  act text not null,
  reason text,
  actor jsonb not null,
  at timestamptz not null
);

-- 规则预演: what a draft would have changed. It speaks for exactly the body with this sum.
create table tickets.rehearsal (
  id bigint generated always as identity primary key,
  profile int not null references tickets.profile,
  sha256 bytea not null,
  report jsonb not null,
  actor jsonb not null,
  at timestamptz not null
);
create index rehearsal_of_profile on tickets.rehearsal (profile, id desc);

-- 时限重算: the clocks a published version moved, as they were and as they became, to be put back when it is rolled back.
create table tickets.moved_clocks (
  profile int not null references tickets.profile,
  ticket_id uuid not null references tickets.ticket,
  was jsonb not null,
  became jsonb not null,
  primary key (profile, ticket_id)
);

-- 裁定先例: a ruling routes the next equal case.
create table tickets.precedent (
  number text primary key,
  ticket_id uuid not null references tickets.ticket,
  category text,
  district text,
  words text[] not null,
  department text not null,
  reason text not null,
  basis text not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  ended_by jsonb,
  ended_because text
);
create index precedent_by_category on tickets.precedent (category, district);
