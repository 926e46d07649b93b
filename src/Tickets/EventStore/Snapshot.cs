using Hotline.Tickets.Deadlines;
using Npgsql;
using NpgsqlTypes;

namespace Hotline.Tickets.EventStore;

/// <summary>The row that says what a ticket adds up to.</summary>
internal static class Snapshot
{
    internal static NpgsqlBatchCommand Insert(TicketId id, Ticket t, IReadOnlyList<TicketEvent> events, DateTimeOffset at) => Sql.Command(
        """
        insert into tickets.ticket (id, number, version, state, type, channel, title, text, place, district, category, urgency, confidential, call_id,
          accepted_at, closed_at, next_clock, next_due_at, body,
          kind, line, town, grid, company, department, dispatched_at, handling_due_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)
        """,
        id.Value, t.Number.Digits, events.Count, t.State.Name.Code(), t.Facts.Type.Code(), t.Facts.Channel.Code(), t.Facts.Title, t.Facts.Text, t.Facts.Place,
        t.Facts.District, t.Facts.Category, t.Facts.Urgency.Code(), t.Facts.Confidential, t.Facts.CallId,
        at, Time(IsOver(t) ? at : null), Next(t)?.Name.Code(), Time(Next(t)?.DueAt), EventJson.Parameter(t),
        t.Facts.Kind.Code(), t.Facts.Line, t.Facts.Town, t.Facts.Grid, t.Facts.Company?.CreditCode, t.State.Responsible?.Code,
        Time(IsDispatched(events) ? at : null), Time(HandlingDue(t)));

    /// <remarks>A relation (并单) changes without a version: what was decided on another relation is refused like what was decided on another version.</remarks>
    internal static NpgsqlBatchCommand Update(TicketId id, Stored before, Ticket t, IReadOnlyList<TicketEvent> events, DateTimeOffset at) => Sql.Command(
        """
        update tickets.ticket set version = $3, state = $4, department = $5, next_clock = $6, next_due_at = $7, handling_due_at = $8,
          dispatched_at = case when $9 then $10 else dispatched_at end, closed_at = case when $11 then coalesce(closed_at, $10) end, body = $12,
          type = $13, title = $14, text = $15, place = $16, district = $17, category = $18, urgency = $19, confidential = $20, level = $21, supervised = $22,
          merged_into = case when merged_into is not distinct from $23 then $24 else tickets.relation_moved_on() end
        where id = $1 and version = $2
        """,
        id.Value, before.Version, before.Version + events.Count, t.State.Name.Code(), t.State.Responsible?.Code, Next(t)?.Name.Code(), Time(Next(t)?.DueAt),
        Time(HandlingDue(t)), IsDispatched(events), at, IsOver(t), EventJson.Parameter(t),
        t.Facts.Type.Code(), t.Facts.Title, t.Facts.Text, t.Facts.Place, t.Facts.District, t.Facts.Category, t.Facts.Urgency.Code(), t.Facts.Confidential, t.Level, t.Supervisions.Count,
        Id(before.Ticket.MergedInto), Id(t.MergedInto));

    private static NpgsqlParameter Id(TicketId? id) => new() { Value = (object?)id?.Value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid };

    private static bool IsDispatched(IReadOnlyList<TicketEvent> events) => events.Any(e => e is TicketEvent.Dispatched);

    private static DateTimeOffset? HandlingDue(Ticket t) => t.Clocks.FirstOrDefault(c => c.Name == ClockName.Handling)?.DueAt;

    private static bool IsOver(Ticket t) => !t.State.IsOpen;

    /// <summary>The clock that is due first, of those that somebody has to act before.</summary>
    private static Clock? Next(Ticket t) => t.State.IsOpen ? t.Clocks.Where(c => c.PausedAt is null).MinBy(c => c.DueAt) : null;

    private static NpgsqlParameter Time(DateTimeOffset? at) => new() { Value = (object?)at ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
