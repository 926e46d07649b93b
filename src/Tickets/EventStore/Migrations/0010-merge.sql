-- What was decided while a relation was another one: the desk hears of it like of a version that was taken, and decides again.
create function tickets.relation_moved_on() returns uuid language plpgsql as $$
begin
  raise unique_violation using constraint = 'event_ticket_id_version_key', message = 'The ticket follows another ticket than it did when this was decided.';
end
$$;

-- One row of a ticket's chain of relations: what was said, by whom, when, after what.
create function tickets.relation_chain(
  previous bytea, ticket uuid, no int, kind text, other uuid, reason text, before uuid, after uuid, version int, head bytea, actor jsonb, at timestamptz)
returns bytea language sql immutable parallel safe as $$
  select sha256(coalesce(previous, ''::bytea) || convert_to(
    concat_ws(E'\x1f', ticket::text, no::text, kind, other::text, reason, coalesce(before::text, '-'), coalesce(after::text, '-'), version::text, encode(head, 'hex'), actor::text,
      extract(epoch from at)::text), 'UTF8'))
$$;

-- Who was put beside whom (并单、关联、拆单), append-only. "before" and "after" are the masters; version and head (the hash of the
-- last event) prove that the ticket's own log was not touched between merge and unmerge.
create table tickets.relation_log (
  seq bigint generated always as identity primary key,
  ticket_id uuid not null references tickets.ticket,
  no int not null,
  kind text not null,
  other uuid not null references tickets.ticket,
  reason text not null,
  before uuid,
  after uuid,
  version int not null,
  head bytea not null,
  actor jsonb not null,
  at timestamptz not null,
  hash bytea not null,
  unique (ticket_id, no)
);
create index relation_log_by_other on tickets.relation_log (other, kind);
create index relation_log_to_do on tickets.relation_log (at) where kind in ('proposed', 'released');

-- What each pair is to each other now: the last that was said of it.
create view tickets.relation as
select l.ticket_id, l.other, l.kind, l.reason, l.actor, l.at from tickets.relation_log l
where l.no = (select max(p.no) from tickets.relation_log p where p.ticket_id = l.ticket_id and p.other = l.other);

-- Letters to be written to callers whose ticket was merged (并单告知); a row goes when its letter is queued.
create table tickets.merge_notice (
  ticket_id uuid not null references tickets.ticket,
  no int not null,
  master uuid not null references tickets.ticket,
  at timestamptz not null,
  primary key (ticket_id, no)
);
