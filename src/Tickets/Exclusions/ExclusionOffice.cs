using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Npgsql;
using static Hotline.Tickets.Exclusions.ExclusionState;

namespace Hotline.Tickets.Exclusions;

/// <summary>What to look for; null is any.</summary>
/// <param name="Overdue">True: waits for a decision past its time.</param>
public sealed record ExclusionFilter(ExclusionState? State = null, DepartmentId? Unit = null, TicketId? Ticket = null, bool Overdue = false);

/// <summary>One entry of an exclusion's log.</summary>
public sealed record ExclusionEntry(ExclusionState State, string Text, Actor By, DateTimeOffset At, string RulesVersion);

/// <summary>剔除: applications, decisions, appeals. Each change and its log entry are written together.</summary>
public sealed class ExclusionOffice
{
    private const string Columns =
        """
        e.id, e.ticket_id, t.number, e.round, e.unit, e.scope, e.code, e.reason, e.evidence, e.state, e.applied_by, e.applied_at, e.due_at,
        e.decided_by, e.decided_at, e.decision, e.appealed_by, e.appealed_at, e.appeal
        """;

    private readonly NpgsqlDataSource _db;
    private readonly TicketStore _store;
    private readonly CityRules _rules;
    private readonly TimeProvider _clock;

    internal ExclusionOffice(NpgsqlDataSource db, TicketStore store, CityRules rules, TimeProvider clock) => (_db, _store, _rules, _clock) = (db, store, rules, clock);

    /// <returns>The new exclusion, or why there is none.</returns>
    public async Task<(Exclusion? Made, Decision? Not)> ApplyAsync(TicketId ticket, ApplyForExclusion wish, Actor by, CancellationToken ct)
    {
        var (now, rules) = (_clock.Now(), _rules.At(_clock.Now()));
        if (wish.Wrong(rules).Decision is { } invalid) return (null, invalid);
        if (by.Department is not { } unit) return (null, ApplyForExclusion.NotYours);
        var closing = await ClosingAsync(ticket, unit, wish.Round, ct);
        if (wish.Refuse(closing, rules, now) is { } refused) return (null, refused);

        var id = Guid.CreateVersion7(now);
        await using var batch = _db.CreateBatch();
        batch.BatchCommands.Add(Sql.Command(
            """
            insert into tickets.exclusion (id, ticket_id, round, unit, scope, code, reason, evidence, state, applied_by, applied_at, due_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            id, ticket.Value, closing!.Round, unit.Code, wish.Scope!.Value.Code(), wish.Code, wish.Reason, wish.Evidence ?? "", Applied.Code(), by.Id, now,
            ExclusionClock.End(rules, now, rules.Handling.Exclusion.ExamineDays)));
        batch.BatchCommands.Add(Entry(id, Applied, wish.Reason!, by, now));
        try { await batch.ExecuteNonQueryAsync(ct); }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation) { return (null, ApplyForExclusion.AppliedBefore); }

        return (await FindAsync(id, ct), null);
    }

    /// <returns>Null when it was decided; otherwise why not.</returns>
    public Task<Decision?> DecideAsync(Exclusion exclusion, bool? granted, string? reason, Actor by, CancellationToken ct)
    {
        var errors = new FieldErrors().Check("granted", granted is not null, "必选，请选择同意或不予剔除（true 或 false）").Required("reason", reason, 1000);
        var now = _clock.Now();
        return errors.Decision is { } invalid ? Task.FromResult<Decision?>(invalid) : ChangeAsync(exclusion, exclusion.Decide(granted!.Value, reason!, by, now), reason!, by, now, ct);
    }

    /// <returns>Null when it was taken in; otherwise why not.</returns>
    public Task<Decision?> AppealAsync(Exclusion exclusion, string? reason, Actor by, CancellationToken ct)
    {
        if (by.Department != exclusion.Unit) return Task.FromResult<Decision?>(Deciding.NotYourDepartment);
        if (new FieldErrors().Required("reason", reason, 1000).Decision is { } invalid) return Task.FromResult<Decision?>(invalid);
        var (now, days) = (_clock.Now(), _rules.Handling.Exclusion);
        var until = ExclusionClock.End(_rules, exclusion.DecidedAt ?? now, days.AppealDays);
        return ChangeAsync(exclusion, exclusion.AppealedWith(reason!, by, until, ExclusionClock.End(_rules, now, days.ExamineDays), now), reason!, by, now, ct);
    }

    public async Task<Exclusion?> FindAsync(Guid id, CancellationToken ct) =>
        (await _db.ReadAsync($"select {Columns} from tickets.exclusion e join tickets.ticket t on t.id = e.ticket_id where e.id = $1", [id], Row, ct)).SingleOrDefault();

    /// <summary>剔除台账: what has to be decided first on top, then the newest.</summary>
    public async Task<IReadOnlyList<Exclusion>> ListAsync(ExclusionFilter filter, CancellationToken ct) => await _db.ReadAsync(
        $"""
        select {Columns} from tickets.exclusion e join tickets.ticket t on t.id = e.ticket_id
        where ($1::text is null or e.state = $1) and ($2::text is null or e.unit = $2) and ($3::uuid is null or e.ticket_id = $3)
          and (not $4 or (e.state in ('applied', 'appealed') and e.due_at < $5))
        order by e.state in ('applied', 'appealed') desc, case when e.state in ('applied', 'appealed') then e.due_at end, e.applied_at desc limit 500
        """,
        [filter.State?.Code(), filter.Unit?.Code, filter.Ticket?.Value, filter.Overdue, _clock.Now()], Row, ct);

    public async Task<IReadOnlyList<ExclusionEntry>> LogAsync(Guid id, CancellationToken ct) => await _db.ReadAsync(
        "select state, text, actor, at, rules from tickets.exclusion_event where exclusion_id = $1 order by id", [id],
        row => new ExclusionEntry(row.Code<ExclusionState>(0), row.GetString(1), EventJson.Read<Actor>(row.GetString(2)), row.Time(3), row.GetString(4)), ct);

    /// <summary>The unit's last rating of the round, or its closing where nobody rated; null where it closed nothing.</summary>
    private async Task<RatedClosing?> ClosingAsync(TicketId ticket, DepartmentId unit, int? round, CancellationToken ct)
    {
        var rated = await _db.ReadAsync(
            "select round, at from tickets.rating where ticket_id = $1 and department = $2 and ($3::int is null or round = $3) order by version desc limit 1",
            [ticket.Value, unit.Code, round], row => new RatedClosing(row.GetInt32(0), row.Time(1), IsRated: true), ct);
        if (rated.Count > 0) return rated[0];

        if ((await _store.LoadAsync(ticket, ct))?.Ticket is not { State: TicketState.Closed } t || t.LastDepartment != unit || (round ?? t.Closings) != t.Closings) return null;
        return (await _db.ReadAsync("select closed_at from tickets.ticket where id = $1", [ticket.Value], row => new RatedClosing(t.Closings, row.Time(0), IsRated: false), ct))[0];
    }

    // the state it was decided from stands in the condition: of two who decide at once, one finds nothing to do
    private async Task<Decision?> ChangeAsync(Exclusion before, (Exclusion? After, Decision? Not) change, string text, Actor by, DateTimeOffset now, CancellationToken ct)
    {
        if (change.After is not { } after) return change.Not;
        var written = await _db.ExecuteAsync(
            """
            with changed as (
              update tickets.exclusion set state = $3, due_at = $4, decided_by = $5, decided_at = $6, decision = $7, appealed_by = $8, appealed_at = $9, appeal = $10
              where id = $1 and state = $2 returning id
            )
            insert into tickets.exclusion_event (exclusion_id, state, text, actor, rules, at) select id, $3, $11, $12::jsonb, $13, $14 from changed
            """,
            [
                before.Id, before.State.Code(), after.State.Code(), after.DueAt, after.DecidedBy, after.DecidedAt, after.Because,
                after.AppealedBy, after.AppealedAt, after.Appeal, text, EventJson.Write(by), _rules.Version, now,
            ],
            ct);
        return written == 1 ? null : Exclusion.NothingToDecide;
    }

    private NpgsqlBatchCommand Entry(Guid id, ExclusionState state, string text, Actor by, DateTimeOffset now) => Sql.Command(
        "insert into tickets.exclusion_event (exclusion_id, state, text, actor, rules, at) values ($1, $2, $3, $4, $5, $6)",
        id, state.Code(), text, EventJson.Parameter(by), _rules.Version, now);

    private static Exclusion Row(NpgsqlDataReader row) => new(
        row.GetGuid(0), new(row.GetGuid(1)), row.Number(2), row.GetInt32(3), new(row.GetString(4)), row.Code<ExclusionScope>(5), row.GetString(6), row.GetString(7), row.GetString(8),
        row.Code<ExclusionState>(9), row.GetString(10), row.Time(11), row.Time(12),
        row.Maybe<string>(13), row.MaybeTime(14), row.Maybe<string>(15), row.Maybe<string>(16), row.MaybeTime(17), row.Maybe<string>(18));
}
