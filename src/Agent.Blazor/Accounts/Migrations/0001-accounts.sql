create schema if not exists accounts;

create table accounts.account (
  name text primary key,
  display_name text not null,
  role text not null,
  department text,
  password_hash text not null,
  stamp uuid not null,            -- changes with password, role and department: older cookies lose their worth
  failed int not null default 0,
  locked_until timestamptz,
  check ((role = 'department') = (department is not null))
);
