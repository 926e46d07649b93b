-- 告知文本 as the city changed them: every version stays, the newest of a kind holds; a kind without a row is told in the words that come with the system.
create table tickets.letter_text (
  kind text not null,
  version int not null,
  form jsonb not null,
  changed_by jsonb not null,
  at timestamptz not null,
  primary key (kind, version)
);
