using Hotline.Tickets.Deadlines;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Supervising;
using Npgsql;
using NpgsqlTypes;

namespace Hotline.Tickets.EventStore;

/// <summary>The statements of one command: snapshot, events, clocks, holders, ratings.</summary>
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
            ? Snapshot.Insert(id, steps[^1].After, events, signature.At)
            : Snapshot.Update(id, before, steps[^1].After, events, signature.At);

        foreach (var (was, happened, after) in steps)
        {
            version++;
            yield return Event(id, version, happened, signature);
            foreach (var command in ClockRows(id, version, was, after, signature.At)) yield return command;
            foreach (var command in TaskRows(id, was, after)) yield return command;
            foreach (var command in HolderRows(id, version, was, after, signature.At)) yield return command;
            foreach (var command in Rating(id, version, was, happened, after, signature.At)) yield return command;
            foreach (var command in SupervisionRows.Of(id, version, was, happened, after, signature.At)) yield return command;
        }
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

    /// <summary>The rows follow the ticket: a clock that is gone or started anew has stopped, a new one is written, a changed one updated.</summary>
    private static IEnumerable<NpgsqlBatchCommand> ClockRows(TicketId id, int version, Ticket? was, Ticket after, DateTimeOffset at)
    {
        foreach (var clock in was?.Clocks ?? [])
        {
            var now = after.ClockOf(clock.Name, clock.Task);
            if (now is null || now.StartedAt != clock.StartedAt) yield return StopClock(id, clock, at);
        }

        foreach (var clock in after.Clocks)
        {
            var before = was?.ClockOf(clock.Name, clock.Task);
            if (before is null || before.StartedAt != clock.StartedAt) yield return StartClock(id, version, clock, UnitOf(clock, after), FiresAt(clock, after));
            else if (!ReferenceEquals(before, clock)) yield return UpdateClock(id, before, clock, FiresAt(clock, after), at);
        }
    }

    private static DepartmentId? UnitOf(Clock clock, Ticket ticket) => (clock.Name, clock.Task) switch
    {
        (ClockName.Supervision, { } no) => ticket.Supervisions.FirstOrDefault(o => o.No == no)?.Addressee,
        (_, { } no) => ticket.Tasks.FirstOrDefault(t => t.No == no)?.Unit,
        _ => ticket.State.Responsible,
    };

    /// <summary>The clocks of a ticket that follows a master are silent until it stands for itself again.</summary>
    internal static DateTimeOffset? FiresAt(Clock clock, Ticket ticket) => ticket.MergedInto is null ? clock.FiresAt : null;

    private static NpgsqlBatchCommand StopClock(TicketId id, Clock clock, DateTimeOffset at) => Sql.Command(
        "update tickets.clock set stopped_at = $4, fire_at = null where ticket_id = $1 and name = $2 and task = $3 and stopped_at is null",
        id.Value, clock.Name.Code(), clock.Task ?? 0, at);

    private static NpgsqlBatchCommand StartClock(TicketId id, int version, Clock clock, DepartmentId? department, DateTimeOffset? firesAt) => Sql.Command(
        """
        insert into tickets.clock (ticket_id, version, name, task, department, limit_value, limit_unit, started_at, warn_at, due_at, fire_at, counted, unknown_year, basis)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        """,
        id.Value, version, clock.Name.Code(), clock.Task ?? 0, department?.Code, clock.Limit.Value, clock.Limit.Unit.Code(), clock.StartedAt,
        Time(WarnAt(clock)), clock.DueAt, Time(firesAt), EventJson.Parameter(clock.Counted), clock.UnknownYear, clock.Basis);

    private static NpgsqlBatchCommand UpdateClock(TicketId id, Clock before, Clock clock, DateTimeOffset? firesAt, DateTimeOffset at) => Sql.Command(
        """
        update tickets.clock set limit_value = $4, limit_unit = $13, basis = $14, warn_at = $15, due_at = $5, fire_at = $6, counted = $7, unknown_year = $8, paused_at = $9,
          warned_at = case when $10 then coalesce(warned_at, $12) else warned_at end, overdue_at = case when $11 then coalesce(overdue_at, $12) end
        where ticket_id = $1 and name = $2 and task = $3 and stopped_at is null
        """,
        id.Value, clock.Name.Code(), clock.Task ?? 0, clock.Limit.Value, clock.DueAt, Time(firesAt), EventJson.Parameter(clock.Counted), clock.UnknownYear,
        Time(clock.PausedAt), clock.Passed > before.Passed, clock.Overdue, at, clock.Limit.Unit.Code(), clock.Basis, Time(WarnAt(clock)));

    /// <summary>The mark that comes next, or the last one told.</summary>
    private static DateTimeOffset? WarnAt(Clock clock) => clock.Marks.Count == 0 ? null : clock.Marks[Math.Min(clock.Passed, clock.Marks.Count - 1)].At;

    private static NpgsqlParameter Time(DateTimeOffset? at) => new() { Value = (object?)at ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    /// <summary>Tasks and shares as the inboxes of other units ask for them.</summary>
    private static IEnumerable<NpgsqlBatchCommand> TaskRows(TicketId id, Ticket? was, Ticket after)
    {
        foreach (var task in after.Tasks)
        {
            var before = was?.Tasks.FirstOrDefault(t => t.No == task.No);
            if (before is not null && before.Outcome == task.Outcome) continue;
            yield return Sql.Command(
                """
                insert into tickets.task (ticket_id, no, kind, unit, outcome, assigned_at, due_at, closed_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
                on conflict (ticket_id, no) do update set outcome = excluded.outcome, closed_at = excluded.closed_at
                """,
                id.Value, task.No, task.Kind.Code(), task.Unit.Code, task.Outcome.Code(), task.AssignedAt,
                Time(after.Clocks.FirstOrDefault(c => c.Task == task.No)?.DueAt), Time(task.ClosedAt));
        }

        if (after.Shares.Count > 0 && !ReferenceEquals(was?.Shares, after.Shares))
        {
            var share = after.Shares[^1];
            yield return Sql.Command(
                "insert into tickets.share (ticket_id, unit, until) values ($1, $2, $3) on conflict (ticket_id, unit) do update set until = excluded.until",
                id.Value, share.Unit.Code, share.Until);
        }
    }

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

    private static IEnumerable<NpgsqlBatchCommand> Rating(TicketId id, int version, Ticket? was, TicketEvent happened, Ticket after, DateTimeOffset at)
    {
        var department = after.LastDepartment?.Code;
        return happened switch
        {
            TicketEvent.Rated e => [Row(byCitizen: true, e.Solved, e.Satisfaction, e.Service, e.Reason)],
            TicketEvent.Reopened when was?.State is TicketState.AwaitingFollowUp => [Row(byCitizen: true, false, Satisfaction.NotRated)],
            TicketEvent.FollowedUp { Answer.Reached: true } e => [Row(byCitizen: false, e.Answer.Solved, e.Answer.Satisfaction, e.Answer.Service, e.Answer.Reason)],
            _ => [],
        };

        NpgsqlBatchCommand Row(bool byCitizen, bool? solved, Satisfaction satisfaction, Satisfaction? service = null, DissatisfactionReason? reason = null) => Sql.Command(
            """
            insert into tickets.rating (ticket_id, version, department, by_citizen, solved, satisfaction, at, round, handler, service, reason)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            id.Value, version, department, byCitizen, solved, satisfaction.Code(), at, after.Closings, after.Reply?.WrittenBy, service?.Code(), reason?.Code());
    }
}
