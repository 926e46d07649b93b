using Hotline.Tickets.Deadlines;
using Npgsql;

namespace Hotline.Tickets.EventStore;

/// <summary>The statements of one command: snapshot, events, clocks, holders, ratings, the bell of the feed.</summary>
internal static class TicketWrites
{
    /// <remarks>
    /// The snapshot comes first: its row lock lets writers of one ticket pass one after the other, so that transaction ids and
    /// versions grow together and the feed may go by transaction id. Who comes second updates no row, and then the log's
    /// unique (ticket, version) refuses the whole batch.
    /// </remarks>
    internal static IEnumerable<NpgsqlBatchCommand> Of(TicketId id, Stored? before, IReadOnlyList<TicketEvent> events, Signature signature)
    {
        var steps = Steps(before?.Ticket, events).ToList();
        var version = before?.Version ?? 0;
        yield return before is null
            ? Snapshot.Insert(id, steps[^1].After, events.Count, signature.At)
            : Snapshot.Update(id, before.Version, steps[^1].After, events, signature.At);

        foreach (var (was, happened, after) in steps)
        {
            version++;
            yield return Event(id, version, happened, signature);
            foreach (var command in ClockRows(id, version, was, happened, after, signature.At)) yield return command;
            foreach (var command in HolderRows(id, version, was, after, signature.At)) yield return command;
            foreach (var command in Rating(id, version, happened, after, signature.At)) yield return command;
        }

        yield return Sql.Command("select pg_notify('tickets', '')");
    }

    private static IEnumerable<(Ticket? Was, TicketEvent Happened, Ticket After)> Steps(Ticket? ticket, IReadOnlyList<TicketEvent> events)
    {
        foreach (var happened in events)
        {
            var after = Ticket.Evolve(ticket, happened);
            yield return (ticket, happened, after);
            ticket = after;
        }
    }

    private static NpgsqlBatchCommand Event(TicketId id, int version, TicketEvent happened, Signature signature) => Sql.Command(
        """
        insert into tickets.event (ticket_id, version, kind, body, actor, rules, at, hash)
        values ($1, $2, $3, $4, $5, $6, $7, tickets.chain(
          (select hash from tickets.event where ticket_id = $1 and version = $2 - 1), $1, $2, $3, $4, $5, $6, $7))
        """,
        id.Value, version, happened.Kind(), EventJson.Parameter(happened), EventJson.Parameter(signature.By), signature.RulesVersion, signature.At);

    private static IEnumerable<NpgsqlBatchCommand> ClockRows(TicketId id, int version, Ticket? was, TicketEvent happened, Ticket after, DateTimeOffset at)
    {
        var started = happened.Started ?? [];
        var ended = (was?.Clocks ?? []).Where(c => started.Any(s => s.Name == c.Name) || after.Clocks.All(a => a.Name != c.Name));
        foreach (var clock in ended)
        {
            yield return Sql.Command(
                "update tickets.clock set stopped_at = $3, fire_at = null where ticket_id = $1 and name = $2 and stopped_at is null", id.Value, clock.Name.Code(), at);
        }

        foreach (var clock in started) yield return StartClock(id, version, clock, after.State.Responsible);

        if (happened is TicketEvent.ClockWarned warned)
        {
            yield return Sql.Command(
                "update tickets.clock set warned_at = $3, fire_at = due_at where ticket_id = $1 and name = $2 and stopped_at is null", id.Value, warned.Clock.Code(), at);
        }

        if (happened is TicketEvent.ClockOverdue overdue)
        {
            yield return Sql.Command(
                "update tickets.clock set overdue_at = $3, fire_at = null where ticket_id = $1 and name = $2 and stopped_at is null", id.Value, overdue.Clock.Code(), at);
        }
    }

    private static NpgsqlBatchCommand StartClock(TicketId id, int version, Clock clock, DepartmentId? department) => Sql.Command(
        """
        insert into tickets.clock (ticket_id, version, name, department, limit_value, limit_unit, started_at, warn_at, due_at, fire_at, counted, unknown_year)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, coalesce($8, $9), $10, $11)
        """,
        id.Value, version, clock.Name.Code(), department?.Code, clock.Limit.Value, clock.Limit.Unit.Code(), clock.StartedAt,
        new NpgsqlParameter { Value = (object?)clock.WarnAt ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz },
        clock.DueAt, EventJson.Parameter(clock.Counted), clock.UnknownYear);

    private static IEnumerable<NpgsqlBatchCommand> HolderRows(TicketId id, int version, Ticket? was, Ticket after, DateTimeOffset at)
    {
        var (from, to) = (was is null ? null : Holder.Of(was.State), Holder.Of(after.State));
        if (from == to) yield break;
        if (from is not null) yield return Sql.Command("update tickets.holder set to_at = $2 where ticket_id = $1 and to_at is null", id.Value, at);
        if (to is not null)
        {
            yield return Sql.Command(
                "insert into tickets.holder (ticket_id, version, role, department, from_at) values ($1, $2, $3, $4, $5)",
                id.Value, version, to.Role.Code(), to.Department?.Code, at);
        }
    }

    private static IEnumerable<NpgsqlBatchCommand> Rating(TicketId id, int version, TicketEvent happened, Ticket after, DateTimeOffset at)
    {
        var department = after.LastDepartment?.Code;
        return happened switch
        {
            TicketEvent.Rated e => [Row(byCitizen: true, e.Solved, e.Satisfaction)],
            TicketEvent.FollowedUp { Answer.Reached: true } e => [Row(byCitizen: false, e.Answer.Solved, e.Answer.Satisfaction)],
            _ => [],
        };

        NpgsqlBatchCommand Row(bool byCitizen, bool? solved, Satisfaction satisfaction) => Sql.Command(
            "insert into tickets.rating (ticket_id, version, department, by_citizen, solved, satisfaction, at) values ($1, $2, $3, $4, $5, $6, $7)",
            id.Value, version, department, byCitizen, solved, satisfaction.Code(), at);
    }
}
