-- The members of a cluster and its reminders. Orleans knows none of these tables: it reads its queries from public.orleansquery by
-- their keys, gives parameters by name and reads columns by name. Each query is one statement, so that it happens wholly or not.
create schema grains;

-- Counts every change to the members of a cluster: who changes them names the count they saw.
create table grains.cluster (
  name text primary key,
  version int not null default 0,
  changed_at timestamptz not null default now()
);

-- One process at one address; a host that is started again is a new generation.
create table grains.silo (
  cluster text not null references grains.cluster on delete cascade,
  address text not null,
  port int not null,
  generation int not null,
  name text not null,
  host text not null,
  status int not null, -- 3 active, 6 dead
  gateway int,
  suspected text, -- by whom and when
  started_at timestamptz not null,
  alive_at timestamptz not null,
  primary key (cluster, address, port, generation)
);

create table grains.reminder (
  service text not null,
  grain text not null,
  name text not null,
  starts_at timestamptz not null,
  period bigint not null, -- ms
  hash int not null, -- of the grain: each host looks after a part of the ring
  version int not null default 0,
  primary key (service, grain, name)
);

create index on grains.reminder (service, hash);

create table public.orleansquery (
  querykey text primary key,
  querytext text not null
);

create view grains.member as
select c.name as cluster, c.version, s.address, s.port, s.generation, s.name as siloname, s.host as hostname, s.status, s.gateway as proxyport, s.suspected as suspecttimes,
  s.started_at as starttime, s.alive_at as iamalivetime
from grains.cluster c left join grains.silo s on s.cluster = c.name;

insert into public.orleansquery (querykey, querytext) values
('InsertMembershipVersionKey', $$
  with made as (insert into grains.cluster (name) values (@DeploymentId) on conflict do nothing returning 1)
  select exists (select from made)
$$),
('InsertMembershipKey', $$
  with counted as (
    update grains.cluster set version = version + 1, changed_at = now()
    where name = @DeploymentId and version = @Version and not exists (
      select from grains.silo where cluster = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
    returning name),
  made as (
    insert into grains.silo (cluster, address, port, generation, name, host, status, gateway, started_at, alive_at)
    select name, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime from counted returning 1)
  select exists (select from made)
$$),
('UpdateMembershipKey', $$
  with counted as (
    update grains.cluster set version = version + 1, changed_at = now()
    where name = @DeploymentId and version = @Version and exists (
      select from grains.silo where cluster = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
    returning name),
  made as (
    update grains.silo s set status = @Status, suspected = @SuspectTimes, alive_at = @IAmAliveTime
    from counted c where s.cluster = c.name and s.address = @Address and s.port = @Port and s.generation = @Generation returning 1)
  select exists (select from made)
$$),
('UpdateIAmAlivetimeKey', $$
  update grains.silo set alive_at = @IAmAliveTime where cluster = @DeploymentId and address = @Address and port = @Port and generation = @Generation
$$),
('MembershipReadRowKey', $$
  select c.name as cluster, c.version, m.address, m.port, m.generation, m.siloname, m.hostname, m.status, m.proxyport, m.suspecttimes, m.starttime, m.iamalivetime
  from grains.cluster c left join grains.member m on m.cluster = c.name and m.address = @Address and m.port = @Port and m.generation = @Generation
  where c.name = @DeploymentId
$$),
('MembershipReadAllKey', $$
  select * from grains.member where cluster = @DeploymentId
$$),
('GatewaysQueryKey', $$
  select address, proxyport, generation from grains.member where cluster = @DeploymentId and status = @Status and proxyport > 0
$$),
('DeleteMembershipTableEntriesKey', $$
  delete from grains.cluster where name = @DeploymentId
$$),
('CleanupDefunctSiloEntriesKey', $$
  delete from grains.silo where cluster = @DeploymentId and status = 6 and alive_at < @IAmAliveTime
$$),
('ReadReminderRowKey', $$
  select grain as grainid, name as remindername, starts_at as starttime, period, version from grains.reminder
  where service = @ServiceId and grain = @GrainId and name = @ReminderName
$$),
('ReadReminderRowsKey', $$
  select grain as grainid, name as remindername, starts_at as starttime, period, version from grains.reminder where service = @ServiceId and grain = @GrainId
$$),
('ReadRangeRows1Key', $$
  select grain as grainid, name as remindername, starts_at as starttime, period, version from grains.reminder
  where service = @ServiceId and hash > @BeginHash and hash <= @EndHash
$$),
('ReadRangeRows2Key', $$
  select grain as grainid, name as remindername, starts_at as starttime, period, version from grains.reminder
  where service = @ServiceId and (hash > @BeginHash or hash <= @EndHash)
$$),
('UpsertReminderRowKey', $$
  insert into grains.reminder as r (service, grain, name, starts_at, period, hash) values (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash)
  on conflict (service, grain, name) do update set starts_at = excluded.starts_at, period = excluded.period, hash = excluded.hash, version = r.version + 1
  returning version
$$),
('DeleteReminderRowKey', $$
  with gone as (delete from grains.reminder where service = @ServiceId and grain = @GrainId and name = @ReminderName and version = @Version returning 1)
  select exists (select from gone)
$$),
('DeleteReminderRowsKey', $$
  delete from grains.reminder where service = @ServiceId
$$);
