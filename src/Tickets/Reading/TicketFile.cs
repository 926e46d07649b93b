using Hotline.Tickets.Attachments;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Departments;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Supervising;
using Npgsql;

namespace Hotline.Tickets.Reading;

/// <summary>Everything of one ticket that its reader may see (工单详情). Personal data are not in it.</summary>
/// <param name="Department">The department's name.</param>
/// <param name="Reply">The department's reply with its internal note while it waits for review.</param>
/// <param name="Allowed">The steps the reader may take now.</param>
public sealed record TicketView(
    TicketId Id, TicketNumber Number, int Version, RequestFacts Facts, TicketState State, DepartmentId? DepartmentId, string? Department,
    DateTimeOffset AcceptedAt, DateTimeOffset? ClosedAt, DateTimeOffset? Due, string? UnifiedReply, Reply? Reply, int Returns, int Redos,
    IReadOnlyList<TimelineLine> Timeline, IReadOnlyList<ClockLine> Clocks, IReadOnlyList<HolderLine> Holders, IReadOnlyList<Step> Allowed)
{
    /// <summary>诉求要点, numbered from 1 by their order.</summary>
    public required IReadOnlyList<string> Demands { get; init; }

    public required IReadOnlyList<CoTask> Tasks { get; init; }

    /// <summary>会商, the first first; its tasks name its number.</summary>
    public IReadOnlyList<Meeting> Meetings { get; init; } = [];

    public required IReadOnlyList<SupervisionOrder> Supervisions { get; init; }

    public required IReadOnlyList<Attachment> Attachments { get; init; }

    /// <summary>催办次数</summary>
    public required int Urges { get; init; }

    /// <summary>提级: 0 for none.</summary>
    public required int Level { get; init; }

    public required int Extensions { get; init; }

    /// <summary>The number of the precedent this ticket set.</summary>
    public required string? Precedent { get; init; }

    public required DateOnly? PromisedFor { get; init; }

    /// <summary>并单: the number of the master it follows; null where it follows nobody or its reader may not know whom.</summary>
    public TicketNumber? MergedInto { get; init; }

    /// <summary>从单: how many follow it now.</summary>
    public int Followers { get; init; }

    /// <summary>共享查看: its reader is only let see the matter (<see cref="SharedView"/>).</summary>
    public bool MatterOnly { get; init; }

    public StateName StateName => State.Name;
}

/// <param name="Title">What happened, in Chinese, such as 签收.</param>
/// <param name="Detail">With whom, why, from what to what.</param>
public sealed record TimelineLine(int Version, DateTimeOffset At, string Kind, string Title, string? Detail, string By, Role Role, string RulesVersion)
{
    /// <summary>For pages in another language: they make their own words of it. Null where the reader may not know the detail.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public TicketEvent? Event { get; init; }
}

/// <summary>A clock with its proof (时限证明).</summary>
/// <param name="StoppedAt">Null while it runs.</param>
/// <param name="Counted">The intervals that were counted to reach the due time.</param>
public sealed record ClockLine(
    ClockName Name, string? Department, int Limit, LimitUnit Unit, DateTimeOffset StartedAt, DateTimeOffset? WarnAt, DateTimeOffset DueAt,
    DateTimeOffset? StoppedAt, bool Warned, bool Overdue, IReadOnlyList<CountedInterval> Counted, bool UnknownYear, int? Task, DateTimeOffset? PausedAt, string? Basis);

/// <summary>Who held it from when to when (持有时长).</summary>
/// <param name="To">Null for who holds it now.</param>
/// <param name="Held">All time; the lines of a ticket sum to its elapsed time.</param>
/// <param name="Worked">The city's working time in it; the lines sum to the working time that has elapsed.</param>
public sealed record HolderLine(Role Role, string? Department, DateTimeOffset From, DateTimeOffset? To, TimeSpan Held, TimeSpan Worked);

/// <summary>Reads one ticket for its page.</summary>
public sealed class TicketFile
{
    private readonly NpgsqlDataSource _db;
    private readonly TicketStore _store;
    private readonly CityRules _rules;
    private readonly TimeProvider _clock;

    internal TicketFile(NpgsqlDataSource db, TicketStore store, CityRules rules, TimeProvider clock) => (_db, _store, _rules, _clock) = (db, store, rules, clock);

    /// <summary>The id of a number; null where there is no such ticket.</summary>
    public Task<TicketId?> FindAsync(TicketNumber number, CancellationToken ct) => _store.FindAsync(number, ct);

    /// <summary>The ticket that was written on that call, the first where there are several; null where there is none.</summary>
    public async Task<(TicketId Id, TicketNumber Number)?> OfCallAsync(Guid call, CancellationToken ct) =>
        await _db.ReadAsync("select id, number from tickets.ticket where call_id = $1 order by number limit 1", [call.ToString()], row => (new TicketId(row.GetGuid(0)), row.Number(1)), ct) is [var found] ? found : null;

    /// <summary>Null where there is no such ticket, or it is another department's: also one that is only let see it.</summary>
    public async Task<TicketView?> ReadAsync(TicketNumber number, Actor actor, CancellationToken ct) =>
        await _store.FindAsync(number, ct) is { } id ? await ReadAsync(id, actor, ct) : null;

    /// <inheritdoc cref="ReadAsync(TicketNumber, Actor, CancellationToken)"/>
    public async Task<TicketView?> ReadAsync(TicketId id, Actor actor, CancellationToken ct) =>
        await ReadOrGlimpseAsync(id, actor, ct) is { MatterOnly: false } view ? view : null;

    /// <summary>共享查看: the whole for those who have a part in it, the matter alone for a unit it is shared with; null for all others.</summary>
    public async Task<TicketView?> ReadOrGlimpseAsync(TicketNumber number, Actor actor, CancellationToken ct) =>
        await _store.FindAsync(number, ct) is { } id ? await ReadOrGlimpseAsync(id, actor, ct) : null;

    /// <inheritdoc cref="ReadOrGlimpseAsync(TicketNumber, Actor, CancellationToken)"/>
    public async Task<TicketView?> ReadOrGlimpseAsync(TicketId id, Actor actor, CancellationToken ct)
    {
        var now = _clock.Now();
        await using var batch = _db.CreateBatch();
        foreach (var command in (NpgsqlBatchCommand[])[TicketStore.Load(id), Events(id), Clocks(id, now), Beside(id), Holders(id)]) batch.BatchCommands.Add(command);
        await using var rows = await batch.ExecuteReaderAsync(ct); // one way to the database and back
        if ((await rows.NextAsync(TicketStore.Row, ct)).SingleOrDefault() is not { } stored || !MaySee(stored.Ticket, actor)) return null;

        var t = stored.Ticket;
        var events = await rows.NextAsync(row => Event(row, id), ct);
        var clocks = await rows.NextAsync(Clock, ct);
        var beside = (await rows.NextAsync(
            row => (Closed: row.MaybeTime(0), Master: row.IsDBNull(1) || (actor.IsOfUnit && row.GetBoolean(2)) ? (TicketNumber?)null : row.Number(1), Followers: (int)row.GetInt64(3)), ct))[0];
        var holders = await rows.NextAsync(row => Holder(row, now), ct);
        var view = new TicketView(
            id, t.Number, stored.Version, t.Facts, t.State, t.State.Responsible, _rules.NameOf(t.State.Responsible), events[0].At, beside.Closed,
            clocks.LastOrDefault(c => c.Name == ClockName.Handling)?.DueAt, t.UnifiedReply, (t.State as TicketState.AwaitingReview)?.Reply, t.Returns, t.Redos,
            [.. events.Select(e => Timeline.Line(e, _rules))], clocks, holders, [.. Transitions.Allowed(t, actor).Where(s => _rules.MayTake(actor.Role, s))])
        {
            Demands = t.Demands, Tasks = [.. t.Tasks.Select(task => task with { CodeMac = null })], Supervisions = t.Supervisions, Attachments = t.Attachments,
            Urges = t.Urges.Count, Level = t.Level, Extensions = t.Extensions, Precedent = t.Precedent, PromisedFor = t.PromisedFor,
            MergedInto = beside.Master, Followers = beside.Followers, Meetings = t.Meetings ?? [],
        };
        return HasPart(t, actor) ? view : SharedView.Of(view);
    }

    /// <summary>The log of one ticket as it was written.</summary>
    public async Task<IReadOnlyList<RecordedEvent>> EventsAsync(TicketId id, CancellationToken ct) => await _db.ReadAsync(EventsOf, [id.Value], row => Event(row, id), ct);

    /// <summary>Whether the ticket's chain of hashes still holds: nobody changed, removed or moved an event.</summary>
    public async Task<bool> IsUntouchedAsync(TicketId id, CancellationToken ct)
    {
        var rows = await _db.ReadAsync(
            """
            select hash = tickets.chain(lag(hash) over (order by version), ticket_id, version, kind, body, actor, rules, at) and version = row_number() over (order by version)
            from tickets.event where ticket_id = $1
            """,
            [id.Value], row => row.GetBoolean(0), ct);
        var version = (await _store.LoadAsync(id, ct))?.Version;
        return rows.Count == version && rows.TrueForAll(holds => holds);
    }

    private bool MaySee(Ticket ticket, Actor actor) =>
        HasPart(ticket, actor) || (actor is { IsOfUnit: true, Department: { } own } && ticket.Shares.Any(s => s.Unit == own && s.Until > _clock.GetUtcNow()));

    /// <summary>A unit has a part in what it is responsible for, has a task of, or has to answer a supervision of; what was only shared with it, it is let see for a while.</summary>
    private static bool HasPart(Ticket ticket, Actor actor) => actor.Role != Role.Citizen && (!actor.IsOfUnit || (actor.Department is { } own
        && (ticket.State.Responsible == own || ticket.Tasks.Any(t => t.Unit == own)
            || ticket.Supervisions.Any(s => s.Addressee == own) || (ticket.State is TicketState.InDispute && ticket.Units.Contains(own)))));

    private const string EventsOf = "select seq, version, body, actor, at, rules from tickets.event where ticket_id = $1 order by version";

    private static NpgsqlBatchCommand Events(TicketId id) => Sql.Command(EventsOf, id.Value);

    private static RecordedEvent Event(NpgsqlDataReader row, TicketId id) => new(
        row.GetInt64(0), id, row.GetInt32(1), EventJson.Read<TicketEvent>(row.GetString(2)), EventJson.Read<Actor>(row.GetString(3)), row.Time(4), row.GetString(5));

    /// <summary>When it was closed, and whom it follows or leads.</summary>
    private static NpgsqlBatchCommand Beside(TicketId id) => Sql.Command(
        """
        select t.closed_at, m.number, m.confidential, (select count(*) from tickets.ticket f where f.merged_into = t.id)
        from tickets.ticket t left join tickets.ticket m on m.id = t.merged_into where t.id = $1
        """,
        id.Value);

    private static NpgsqlBatchCommand Clocks(TicketId id, DateTimeOffset now) => Sql.Command(
        """
        select name, department, limit_value, limit_unit, started_at, warn_at, due_at, stopped_at, warned_at is not null,
          coalesce(stopped_at, paused_at, $2) > due_at, counted, unknown_year, nullif(task, 0), paused_at, basis
        from tickets.clock where ticket_id = $1 order by version, due_at
        """,
        id.Value, now);

    private ClockLine Clock(NpgsqlDataReader row) => new(
        row.Code<ClockName>(0), new UnitNames(_rules, row.Time(4)).NameOf(row.Department(1)), row.GetInt32(2), row.Code<LimitUnit>(3), row.Time(4), row.MaybeTime(5), row.Time(6), row.MaybeTime(7),
        row.GetBoolean(8), row.GetBoolean(9), EventJson.Read<IReadOnlyList<CountedInterval>>(row.GetString(10)), row.GetBoolean(11),
        row.MaybeValue<int>(12), row.MaybeTime(13), row.Maybe<string>(14));

    private static NpgsqlBatchCommand Holders(TicketId id) => Sql.Command("select role, department, from_at, to_at from tickets.holder where ticket_id = $1 order by version", id.Value);

    private HolderLine Holder(NpgsqlDataReader row, DateTimeOffset now) => new(
        row.Code<Role>(0), new UnitNames(_rules, row.Time(2)).NameOf(row.Department(1)), row.Time(2), row.MaybeTime(3),
        (row.MaybeTime(3) ?? now) - row.Time(2), _rules.WorkedBetween(row.Time(2), row.MaybeTime(3) ?? now));
}
