-- 预警: running clocks that have said something, for whoever can still act.
create index clock_warned on tickets.clock (name, department) where stopped_at is null and coalesce(warned_at, overdue_at) is not null;
