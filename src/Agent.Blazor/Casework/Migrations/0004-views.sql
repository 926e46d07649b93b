create schema if not exists casework;

-- query: what stands in the page's address behind the question mark; the nameless view holds the columns last chosen
create table casework.view (
  account text not null,
  list text not null,
  name text not null,
  query text not null,
  saved_at timestamptz not null,
  primary key (account, list, name)
);
