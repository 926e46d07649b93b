using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Feed;
using Npgsql;

namespace Hotline.Tickets.Notices;

/// <summary>Makes a notice of every mark a clock tells, for each receiver (预警). Events may come twice; notices do not, and what was done meanwhile warns nobody.</summary>
internal sealed class NoticeSubscriber(NpgsqlDataSource db, CityRules rules) : ITicketSubscriber
{
    public string Name => "notices";

    public async Task HandleAsync(IReadOnlyList<FedEvent> events, CancellationToken ct)
    {
        await using var batch = db.CreateBatch();
        foreach (var e in events.Select(e => e.Recorded))
        {
            if (e.Event is TicketEvent.ClockWarned w) Add(batch, e, w.Clock, w.Task, w.Due, w.Card, overdue: false);
            else if (e.Event is TicketEvent.ClockOverdue o) Add(batch, e, o.Clock, o.Task, o.Due, null, overdue: true);
        }

        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(ct);
    }

    private void Add(NpgsqlBatch batch, RecordedEvent e, ClockName clock, int? task, DateTimeOffset due, Card? card, bool overdue)
    {
        foreach (var (role, ways) in Receiver.ToldOf(clock, card, rules.At(e.At))) batch.BatchCommands.Add(Sql.Command(
            """
            insert into tickets.notice (ticket_id, version, clock, task, due_at, card, overdue, role, unit, ways, made_at)
            select $1, $2, $3, $4, $5, $6, $7, case when $8 and h.unit = '' then 'dispatcher' else $9 end, case when $8 then h.unit else '' end, $10, $11
            from (
              select coalesce(case when $4 = 0 then t.department else c.department end, '') as unit
              from tickets.ticket t join tickets.clock c on c.ticket_id = t.id and c.name = $3 and c.task = $4 and c.due_at = $5
              where t.id = $1 and t.merged_into is null and c.stopped_at is null and c.paused_at is null limit 1) h
            on conflict do nothing
            """,
            e.Ticket.Value, e.Version, clock.Code(), task ?? 0, due, card?.Code(), overdue,
            role is Role.Department or Role.DepartmentLead, role.Code(), ways?.Select(w => w.Code()).ToArray(), e.At));
    }
}
