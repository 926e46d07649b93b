using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Reading;

namespace Hotline.Tickets.Departments;

/// <summary>A line of a department's list. Nothing of the requester is in it.</summary>
/// <param name="Due">办理时限</param>
/// <param name="Task">Number of the department's task where another is in the lead (协办、吹哨).</param>
/// <param name="NextClock">The clock that is due first, and when: the list's order.</param>
public sealed record InboxLine(
    TicketId Id, TicketNumber Number, StateName State, RequestType Type, Urgency Urgency, string Title, string? Place,
    DateTimeOffset DispatchedAt, DateTimeOffset Due, ClockName NextClock, DateTimeOffset NextDue, bool Warned, bool Overdue, int? Task)
{
    /// <summary>What its place in the list comes of.</summary>
    public required InboxScore Score { get; init; }

    /// <summary>下派: the section that has it inside the unit, and its own time.</summary>
    public string? Section { get; init; }

    public string? Person { get; init; }

    public DateTimeOffset? SectionDue { get; init; }
}

/// <summary>The tickets a department has to act on, what is nearest to being late on top (承办单位待办, <see cref="InboxScore"/>).</summary>
public sealed class DepartmentInbox(ListDatabase lists, CityRules rules, TimeProvider clock)
{
    /// <summary>At most 500: those due first.</summary>
    public async Task<IReadOnlyList<InboxLine>> ReadAsync(DepartmentId department, CancellationToken ct)
    {
        var now = clock.Now();
        var lines = await lists.Source.ReadAsync(
            """
            select l.id, l.number, l.state, l.type, l.urgency, l.title, l.place, l.dispatched, l.handling, l.clock, l.due,
              l.task is null and exists (select 1 from tickets.clock c where c.ticket_id = l.id and c.stopped_at is null and c.warned_at is not null), l.late, l.task,
              l.repeats + (select count(*)::int from tickets.ticket f where f.merged_into = l.id), a.section, a.person, a.due_at
            from (
            (select t.id, t.number, t.state, t.type, t.urgency, t.title, t.place, coalesce(t.dispatched_at, t.accepted_at), coalesce(t.handling_due_at, t.next_due_at), t.next_clock, t.next_due_at as due,
              t.next_due_at < $2, null::int, t.repeats
            from tickets.ticket t
            where t.next_due_at is not null and t.merged_into is null and t.department = $1 and t.state in ('awaiting-signature', 'in-handling', 'in-redo', 'return-requested', 'extension-requested', 'suspension-requested', 'suspended')
            order by t.next_due_at, t.number limit 500)
            union all
            select t.id, t.number, t.state, t.type, t.urgency, t.title, t.place, k.assigned_at, coalesce(k.due_at, t.next_due_at), case k.kind when 'whistle' then 'arrival' else 'co-handling' end,
              coalesce(k.due_at, t.next_due_at), coalesce(k.due_at, t.next_due_at) < $2, k.no, t.repeats
            from tickets.task k join tickets.ticket t on t.id = k.ticket_id
            where k.unit = $1 and k.outcome = 'open' and t.next_due_at is not null
            order by due, number limit 500) l (id, number, state, type, urgency, title, place, dispatched, handling, clock, due, late, task, repeats)
            left join tickets.assignment a on a.ticket_id = l.id and a.unit = $1 and a.task = coalesce(l.task, 0) and a.ended_at is null
            """,
            [department.Code, now],
            row => new InboxLine(
                new(row.GetGuid(0)), row.Number(1), row.Code<StateName>(2), row.Code<RequestType>(3), row.Code<Urgency>(4), row.GetString(5), row.Maybe<string>(6),
                row.Time(7), row.Time(8), row.Code<ClockName>(9), row.Time(10), row.GetBoolean(11), row.GetBoolean(12), row.MaybeValue<int>(13))
            {
                Score = new(0, row.GetInt32(14), row.Code<Urgency>(4)), Section = row.Maybe<string>(15), Person = row.Maybe<string>(16), SectionDue = row.MaybeTime(17),
            },
            ct);
        var left = Left(now, [.. lines.Select(l => l.NextDue).Distinct()]);
        return [.. lines.Select(l => l with { Score = l.Score with { Hours = left[l.NextDue] } }).OrderBy(l => l.Score.Points).ThenBy(l => l.NextDue).ThenBy(l => l.Number.Digits, StringComparer.Ordinal)];
    }

    /// <summary>Working hours until each moment, negative where it is past; from one to the next further off, so that no day is looked at twice.</summary>
    internal Dictionary<DateTimeOffset, double> Left(DateTimeOffset now, IReadOnlyList<DateTimeOffset> dues)
    {
        var left = new Dictionary<DateTimeOffset, double>();
        Walk(dues.Where(d => d >= now).Order(), (at, due) => rules.WorkedBetween(at, due));
        Walk(dues.Where(d => d < now).OrderDescending(), (at, due) => -rules.WorkedBetween(due, at));
        return left;

        void Walk(IEnumerable<DateTimeOffset> away, Func<DateTimeOffset, DateTimeOffset, TimeSpan> worked)
        {
            var (at, sum) = (now, TimeSpan.Zero);
            foreach (var due in away)
            {
                sum += worked(at, due);
                (at, left[due]) = (due, sum.TotalHours);
            }
        }
    }
}
