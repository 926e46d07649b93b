-- 风险: the hours by which a ticket comes earlier on a list than its clock alone would put it. The rule is Reading/Risk.cs, and a test
-- holds both against each other. Hours shift all tickets alike while time goes by, so an index can keep the order.
create function tickets.risk_weight(urgency text, level int, title text, text text, body jsonb) returns int language sql immutable parallel safe as $$
  select case urgency when 'critical' then 72 when 'urgent' then 24 else 0 end
    + case when title || E'\n' || text ~ '燃气泄漏|煤气泄漏|漏气|爆炸|起火|着火|坍塌|塌陷|触电|漏电|中毒|溺水|被困|轻生|自杀|跳楼|持刀' then 48 else 0 end
    + 48 * level
    + 8 * least(5, coalesce(jsonb_array_length(body->'urges'), 0))
    + 12 * coalesce((body->>'returns')::int, 0)
    + 24 * coalesce((body->>'redos')::int, 0)
    + 16 * least(3, (select count(*)::int from jsonb_array_elements(coalesce(body->'supervisions', '[]')) o
        where o->>'due' is not null and (o->>'answer' is null or o->>'recognised' = 'false')))
$$;

create function tickets.risk_at(due timestamptz, urgency text, level int, title text, text text, body jsonb) returns timestamptz language sql immutable parallel safe as $$
  select due - tickets.risk_weight(urgency, level, title, text, body) * interval '1 hour'
$$;

-- The first page of a desk is read off an index: what is open by risk, everything of a state or a unit by time.
create index ticket_by_risk on tickets.ticket (state, tickets.risk_at(next_due_at, urgency, level, title, text, body)) where closed_at is null;
create index ticket_by_state on tickets.ticket (state, accepted_at desc);
create index ticket_of_unit_by_time on tickets.ticket (department, accepted_at desc);
