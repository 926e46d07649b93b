using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Reading;
using Npgsql;

namespace Hotline.Tickets.Supervising;

/// <summary>A ticket on a supervisor's list.</summary>
/// <param name="Department">The name of the unit responsible now.</param>
/// <param name="Level">提级: 0 for none.</param>
public sealed record WatchedTicket(TicketId Id, TicketNumber Number, StateName State, string Title, DepartmentId? DepartmentId, string? Department, int Level);

/// <summary>督办单</summary>
/// <param name="Addressee">The unit's name, or 派单员.</param>
public sealed record OrderLine(
    WatchedTicket Ticket, int No, SupervisionLevel Level, string Instruction, DepartmentId? AddresseeId, string Addressee, bool Automatic, DateTimeOffset At,
    DateTimeOffset? Due, bool Overdue, DateTimeOffset? AnsweredAt, bool? Recognised);

/// <summary>催办件</summary>
public sealed record UrgedLine(WatchedTicket Ticket, int Urges, DateTimeOffset LastAt);

/// <summary>疑难件: promised, and not kept yet.</summary>
/// <param name="NextReview">When the unit is asked next how far it is; the promised day where no review lies before it.</param>
public sealed record HardCaseLine(WatchedTicket Ticket, DateOnly PromisedFor, DateTimeOffset? NextReview, int Redos);

/// <summary>亮牌</summary>
public sealed record CardLine(WatchedTicket Ticket, Card Card, ClockName Clock, DateTimeOffset Due, DateTimeOffset At);

/// <summary>提级件</summary>
public sealed record RaisedLine(WatchedTicket Ticket, string Reason, DateTimeOffset At);

/// <summary>重办件: the citizen said it is not solved.</summary>
/// <param name="Words">As the citizen put it.</param>
public sealed record RedoLine(WatchedTicket Ticket, int Redos, string? Words, DateTimeOffset At);

/// <summary>Which orders: awaiting an answer, the same past their time, awaiting judgement, or all.</summary>
public enum OrderFilter { Open, Overdue, ToJudge, All }

/// <summary>督办台: what supervisors watch. A unit finds its own.</summary>
/// <param name="lists">With the tables of the module.</param>
public sealed class SupervisionBoard(ListDatabase lists, CityRules rules, TimeProvider clock)
{
    private const string Ticket = "t.id, t.number, t.state, t.title, t.department, t.level";
    private const string Open = "s.awaits_answer and t.state not in ('archived', 'withdrawn', 'transferred-to-110')";
    private const int Most = 500;

    /// <summary>What is due first on top.</summary>
    public async Task<IReadOnlyList<OrderLine>> OrdersAsync(OrderFilter which, DepartmentId? unit, CancellationToken ct) => await lists.Source.ReadAsync(
        $"""
        select {Ticket}, s.no, s.level, s.instruction, s.addressee, s.automatic, s.at, s.due_at, coalesce(s.awaits_answer and s.due_at < $2, false), s.answered_at, s.recognised
        from tickets.supervision s join tickets.ticket t on t.id = s.ticket_id
        where {Of(which, unit)}
        order by case when s.awaits_answer then s.due_at end nulls last, s.at desc, s.no desc limit {Most}
        """,
        [unit?.Code, clock.Now()],
        row => new OrderLine(
            Watched(row), row.GetInt32(6), row.Code<SupervisionLevel>(7), row.GetString(8), row.Department(9), rules.NameOf(row.Department(9)) ?? "派单员", row.GetBoolean(10), row.Time(11),
            row.MaybeTime(12), row.GetBoolean(13), row.MaybeTime(14), row.MaybeValue<bool>(15)),
        ct);

    /// <summary>How many <see cref="OrdersAsync"/> would list.</summary>
    public async Task<int> CountAsync(OrderFilter which, DepartmentId? unit, CancellationToken ct) => (await lists.Source.ReadAsync(
        $"select count(*)::int from (select from tickets.supervision s join tickets.ticket t on t.id = s.ticket_id where {Of(which, unit)} and $2::timestamptz is not null limit {Most}) o",
        [unit?.Code, clock.Now()], row => row.GetInt32(0), ct))[0];

    private static string Of(OrderFilter which, DepartmentId? unit) => (unit is null ? "$1::text is null and " : "s.addressee = $1 and ") + which switch
    {
        OrderFilter.All => "true",
        OrderFilter.ToJudge => "s.awaits_judgement and t.state <> 'archived'",
        OrderFilter.Overdue => Open + " and s.due_at < $2",
        _ => Open,
    };

    /// <summary>Open ones, the most urged on top.</summary>
    public async Task<IReadOnlyList<UrgedLine>> UrgedAsync(DepartmentId? unit, CancellationToken ct) => await lists.Source.ReadAsync(
        $"""
        select {Ticket}, u.times, u.last_at
        from (select u.ticket_id, count(*)::int as times, max(u.at) as last_at from tickets.urge u join tickets.ticket o on o.id = u.ticket_id where o.closed_at is null group by u.ticket_id) u
        join tickets.ticket t on t.id = u.ticket_id
        where $1::text is null or t.department = $1 order by u.times desc, u.last_at desc limit {Most}
        """,
        [unit?.Code], row => new UrgedLine(Watched(row), row.GetInt32(6), row.Time(7)), ct);

    /// <summary>The nearest promise on top.</summary>
    public async Task<IReadOnlyList<HardCaseLine>> HardCasesAsync(DepartmentId? unit, CancellationToken ct) => await lists.Source.ReadAsync(
        $"""
        select {Ticket}, (t.body->>'promisedFor')::date, c.fire_at, (t.body->>'redos')::int from tickets.clock c join tickets.ticket t on t.id = c.ticket_id
        where c.name = 'promise' and c.stopped_at is null and ($1::text is null or t.department = $1) order by c.due_at limit {Most}
        """,
        [unit?.Code], row => new HardCaseLine(Watched(row), row.GetFieldValue<DateOnly>(6), row.MaybeTime(7), row.GetInt32(8)), ct);

    /// <summary>Cards that were shown on a day of the city, the newest on top.</summary>
    public async Task<IReadOnlyList<CardLine>> CardsAsync(DateOnly day, IReadOnlyList<Card> cards, DepartmentId? unit, CancellationToken ct) => await lists.Source.ReadAsync(
        $"""
        select {Ticket}, e.body, e.at from tickets.event e join tickets.ticket t on t.id = e.ticket_id
        where e.kind = 'clock-warned' and e.at >= $1 and e.at < $2 and e.body->>'card' = any ($3) and ($4::text is null or t.department = $4) order by e.at desc, e.seq desc limit {Most}
        """,
        [rules.StartOf(day), rules.StartOf(day.AddDays(1)), cards.Select(c => c.Code()).ToArray(), unit?.Code],
        row =>
        {
            var told = (TicketEvent.ClockWarned)EventJson.Read<TicketEvent>(row.GetString(6));
            return new CardLine(Watched(row), told.Card!.Value, told.Clock, told.Due, row.Time(7));
        },
        ct);

    /// <summary>Open ones, the highest on top, with why they were raised last.</summary>
    public async Task<IReadOnlyList<RaisedLine>> RaisedAsync(DepartmentId? unit, CancellationToken ct) => await lists.Source.ReadAsync(
        $"""
        select {Ticket}, e.body, e.at from tickets.ticket t
        cross join lateral (select body, at from tickets.event where ticket_id = t.id and kind = 'raised' order by version desc limit 1) e
        where t.level > 0 and t.closed_at is null and ($1::text is null or t.department = $1) order by t.level desc, e.at limit {Most}
        """,
        [unit?.Code], row => new RaisedLine(Watched(row), ((TicketEvent.Raised)EventJson.Read<TicketEvent>(row.GetString(6))).Reason, row.Time(7)), ct);

    /// <summary>Being redone because the citizen said so, the newest on top.</summary>
    public async Task<IReadOnlyList<RedoLine>> RedosAsync(DepartmentId? unit, CancellationToken ct) => await lists.Source.ReadAsync(
        $"""
        select {Ticket}, (t.body->>'redos')::int, e.words, e.at from tickets.ticket t
        cross join lateral (
          select coalesce(body->>'comment', body->'answer'->>'comment', body->>'words') as words, at from tickets.event
          where ticket_id = t.id and kind in ('followed-up', 'rated', 'reopened') order by version desc limit 1) e
        where t.state = 'in-redo' and ($1::text is null or t.department = $1) and (t.body->>'redos')::int > 0 order by e.at desc limit {Most}
        """,
        [unit?.Code], row => new RedoLine(Watched(row), row.GetInt32(6), row.Maybe<string>(7), row.Time(8)), ct);

    private WatchedTicket Watched(NpgsqlDataReader row) => new(
        new(row.GetGuid(0)), row.Number(1), row.Code<StateName>(2), row.GetString(3), row.Department(4), rules.NameOf(row.Department(4)), row.GetInt32(5));
}
