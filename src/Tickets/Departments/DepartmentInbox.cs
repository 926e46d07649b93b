using Hotline.Tickets.Deadlines;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Departments;

/// <summary>A line of a department's list. Nothing of the requester is in it.</summary>
/// <param name="Due">办理时限</param>
/// <param name="Task">Number of the department's task where another is in the lead (协办、吹哨).</param>
/// <param name="NextClock">The clock that is due first, and when: the list's order.</param>
public sealed record InboxLine(
    TicketId Id, TicketNumber Number, StateName State, RequestType Type, Urgency Urgency, string Title, string? Place,
    DateTimeOffset DispatchedAt, DateTimeOffset Due, ClockName NextClock, DateTimeOffset NextDue, bool Warned, bool Overdue, int? Task);

/// <summary>The tickets a department has to act on, what is due first on top (承办单位待办).</summary>
public sealed class DepartmentInbox(NpgsqlDataSource db, TimeProvider clock)
{
    public async Task<IReadOnlyList<InboxLine>> ReadAsync(DepartmentId department, CancellationToken ct) =>
        await db.ReadAsync(
            """
            select t.id, t.number, t.state, t.type, t.urgency, t.title, t.place, coalesce(t.dispatched_at, t.accepted_at), coalesce(t.handling_due_at, t.next_due_at), t.next_clock, t.next_due_at as due,
              exists (select 1 from tickets.clock c where c.ticket_id = t.id and c.stopped_at is null and c.warned_at is not null),
              t.next_due_at < $2, null::int
            from tickets.ticket t
            where t.next_due_at is not null and t.merged_into is null and t.department = $1 and t.state in ('awaiting-signature', 'in-handling', 'in-redo', 'return-requested', 'extension-requested', 'suspension-requested', 'suspended')
            union all
            select t.id, t.number, t.state, t.type, t.urgency, t.title, t.place, k.assigned_at, coalesce(k.due_at, t.next_due_at), case k.kind when 'whistle' then 'arrival' else 'co-handling' end,
              coalesce(k.due_at, t.next_due_at), false, coalesce(k.due_at, t.next_due_at) < $2, k.no
            from tickets.task k join tickets.ticket t on t.id = k.ticket_id
            where k.unit = $1 and k.outcome = 'open' and t.next_due_at is not null
            order by due, number limit 500
            """,
            [department.Code, clock.Now()],
            row => new InboxLine(
                new(row.GetGuid(0)), row.Number(1), row.Code<StateName>(2), row.Code<RequestType>(3), row.Code<Urgency>(4), row.GetString(5), row.Maybe<string>(6),
                row.Time(7), row.Time(8), row.Code<ClockName>(9), row.Time(10), row.GetBoolean(11), row.GetBoolean(12), row.MaybeValue<int>(13)),
            ct);
}
