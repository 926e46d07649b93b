using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Sections;

/// <summary>
/// 下派: a unit passes its ticket, or its task of another's, on to a section and a person of its own, each time with a clock that never
/// outlives the ticket's. The city's clocks and holders know the unit only: this is the unit's own order, kept line by line.
/// </summary>
public sealed class Assignments
{
    private readonly NpgsqlDataSource _db;
    private readonly TicketStore _store;
    private readonly SectionBook _sections;
    private readonly CityRules _rules;
    private readonly TimeProvider _clock;

    internal Assignments(NpgsqlDataSource db, TicketStore store, SectionBook sections, CityRules rules, TimeProvider clock) =>
        (_db, _store, _sections, _rules, _clock) = (db, store, sections, rules, clock);

    /// <summary>下派或改派: who had it before has it no more.</summary>
    public async Task<Decision> AssignAsync(TicketId ticket, AssignmentWanted wanted, Actor by, CancellationToken ct)
    {
        if (by is not { IsOfUnit: true, Department: { } unit } || await ClockAsync(ticket, wanted.Task, unit, ct) is not { } lead) return NotYours;
        if (Wrong(wanted, await _sections.ReadAsync(unit, ct)).Decision is { } wrong) return wrong;
        var now = _clock.Now();
        var own = _rules.At(now).Within(ClockName.Handling, wanted.Limit, now).DueAt;
        await using var batch = _db.CreateBatch();
        batch.BatchCommands.Add(End(ticket, unit, wanted.Task, AssignmentOutcome.PassedOn, null, by, now));
        batch.BatchCommands.Add(Sql.Command(
            "insert into tickets.assignment (ticket_id, unit, task, section, person, note, due_at, actor, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            ticket.Value, unit.Code, wanted.Task ?? 0, wanted.Section!, Text(wanted.Person), Text(wanted.Note), lead < own && lead > now ? lead : own, EventJson.Parameter(by), now));
        try { await batch.ExecuteNonQueryAsync(ct); }
        catch (PostgresException e) when (e is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "assignment_present" }) { return JustAssigned; }
        return new Decision.Happened();
    }

    /// <summary>办好: the section or person reports what was done, or the unit takes it back.</summary>
    public async Task<Decision> EndAsync(TicketId ticket, int? task, AssignmentOutcome outcome, string? report, Actor by, CancellationToken ct)
    {
        if (by is not { IsOfUnit: true, Department: { } unit }) return NotYours;
        var errors = new FieldErrors().Longest("report", report, 1000);
        if (outcome == AssignmentOutcome.Done) errors.Required("report", report, 1000);
        if (errors.Decision is { } wrong) return wrong;
        await using var batch = _db.CreateBatch();
        batch.BatchCommands.Add(End(ticket, unit, task, outcome, Text(report), by, _clock.Now()));
        return await batch.ExecuteNonQueryAsync(ct) == 1 ? new Decision.Happened() : NobodyHasIt;
    }

    /// <summary>下派记录 of a ticket in one unit, the newest first.</summary>
    public async Task<IReadOnlyList<Assignment>> ReadAsync(TicketId ticket, DepartmentId unit, CancellationToken ct) => await _db.ReadAsync(
        """
        select id, unit, nullif(task, 0), section, person, note, at, due_at, coalesce(ended_at, $3) > due_at, actor, ended_at, outcome, report
        from tickets.assignment where ticket_id = $1 and unit = $2 order by id desc limit 100
        """,
        [ticket.Value, unit.Code, _clock.Now()],
        row => new Assignment(
            row.GetInt64(0), new(row.GetString(1)), row.MaybeValue<int>(2), row.GetString(3), row.Maybe<string>(4), row.Maybe<string>(5), row.Time(6), row.Time(7), row.GetBoolean(8),
            EventJson.Read<Actor>(row.GetString(9)), row.MaybeTime(10), row.IsDBNull(11) ? null : row.Code<AssignmentOutcome>(11), row.Maybe<string>(12)), ct);

    /// <summary>When the unit's own time ends; null where it is not the unit's to pass on.</summary>
    private async Task<DateTimeOffset?> ClockAsync(TicketId id, int? no, DepartmentId unit, CancellationToken ct)
    {
        if (await _store.LoadAsync(id, ct) is not { Ticket: { State.IsOpen: true } ticket }) return null;
        var due = ticket.ClockOf(ClockName.Handling)?.DueAt ?? DateTimeOffset.MaxValue;
        if (no is null) return ticket.State.Responsible == unit ? due : null;
        return ticket.Tasks.Any(t => t.No == no && t.Unit == unit && t.IsOpen) ? (ticket.ClockOf(ClockName.CoHandling, no) ?? ticket.ClockOf(ClockName.Arrival, no))?.DueAt ?? due : null;
    }

    private static FieldErrors Wrong(AssignmentWanted wanted, IReadOnlyList<Section> sections)
    {
        var section = sections.FirstOrDefault(s => s.Name == wanted.Section);
        return new FieldErrors().Check("section", section is not null, "请从本单位科室中选择；没有科室的，请负责人先在“科室与人员”中登记")
            .Check("person", Text(wanted.Person) is not { } person || section is null || section.People.Contains(person), "请从该科室人员中选择")
            .Check("days", wanted.Days is > 0 and <= 60, "应为 1 到 60 个工作日").Longest("note", wanted.Note, 500);
    }

    private static NpgsqlBatchCommand End(TicketId ticket, DepartmentId unit, int? task, AssignmentOutcome outcome, string? report, Actor by, DateTimeOffset at) => Sql.Command(
        "update tickets.assignment set ended_at = $4, ended_by = $5, outcome = $6, report = $7 where ticket_id = $1 and unit = $2 and task = $3 and ended_at is null",
        ticket.Value, unit.Code, task ?? 0, at, EventJson.Parameter(by), outcome.Code(), report);

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    public static Decision.Refused NotYours { get; } = new("not-yours-to-assign", "该工单不在本单位办理，不能下派", "The ticket is not with your unit and cannot be passed on inside it.");
    public static Decision.Refused JustAssigned { get; } = new("just-assigned", "同事刚刚已下派，请刷新后再试", "A colleague has just passed it on. Look again.");
    public static Decision.Refused NobodyHasIt { get; } = new("not-assigned", "该工单现未下派", "Nobody inside the unit has it now.");
}
