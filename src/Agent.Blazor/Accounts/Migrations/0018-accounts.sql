-- A password that an administrator gave is good for one thing only: to choose another.
alter table accounts.account add column must_change boolean not null default false;
-- 停用: nobody signs in; what the account did keeps its name.
alter table accounts.account add column closed_at timestamptz;

-- Attempts to sign in to accounts that exist; a name that does not exist may be a password typed into the wrong field.
create table accounts.sign_in (
  id bigint generated always as identity primary key,
  name text not null,
  outcome text not null, -- welcome, wrong, locked, renew
  at timestamptz not null
);
create index sign_in_by_time on accounts.sign_in (at desc);
create index sign_in_by_name on accounts.sign_in (name, at desc);
