-- 打不着火、点不着火: a stove that will not light is no fire. The index holds values of the function and is built anew.
drop index tickets.ticket_by_risk;
create or replace function tickets.risk_weight(urgency text, level int, title text, text text, body jsonb) returns int language sql immutable parallel safe as $$
  select case urgency when 'critical' then 72 when 'urgent' then 24 else 0 end
    + case when replace(title || E'\n' || text, '不着火', '') ~ '燃气泄漏|煤气泄漏|漏气|爆炸|起火|着火|坍塌|塌陷|触电|漏电|中毒|溺水|被困|轻生|自杀|跳楼|持刀' then 48 else 0 end
    + 48 * level
    + 8 * least(5, coalesce(jsonb_array_length(body->'urges'), 0))
    + 12 * coalesce((body->>'returns')::int, 0)
    + 24 * coalesce((body->>'redos')::int, 0)
    + 16 * least(3, (select count(*)::int from jsonb_array_elements(coalesce(body->'supervisions', '[]')) o
        where o->>'due' is not null and (o->>'answer' is null or o->>'recognised' = 'false')))
$$;
create index ticket_by_risk on tickets.ticket (state, tickets.risk_at(next_due_at, urgency, level, title, text, body)) where closed_at is null;
