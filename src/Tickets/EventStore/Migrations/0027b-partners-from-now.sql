-- Before 0027 no partner handed over a case by its link: nothing that happened before concerns one, so a store of millions is not read for it.
insert into tickets.checkpoint (subscriber, xid, seq) select 'partners', xid, seq from tickets.event order by xid desc, seq desc limit 1
on conflict (subscriber) do nothing;
