-- 暗水印: which pattern lay over whose pages on which day
create table accounts.screen_mark (
  code int primary key,
  account text not null,
  name text not null,
  role text not null,
  day date not null,
  unique (account, day)
);
