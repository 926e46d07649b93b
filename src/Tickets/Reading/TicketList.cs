using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Reading;

/// <summary>All tickets (工单列表). A department finds only its own.</summary>
public sealed class TicketList(ListDatabase lists, CityRules rules, TimeProvider clock)
{
    /// <summary>A text is looked for among so many of the newest tickets that fit the rest of the filter; days reach further back.</summary>
    public const int MostSearched = 20_000;

    /// <summary>A file of a list holds so many of its tickets, the first of its order.</summary>
    public const int MostExported = 10_000;

    private const int MostCounted = 10_000;

    private const string Columns =
        """
        t.id, t.number, t.state, t.type, t.channel, t.urgency, t.title, t.place, t.district, t.category, t.department, t.accepted_at, t.next_clock, t.next_due_at,
        t.merged_into is null, t.level, t.text, jsonb_array_length(t.body->'urges'), (t.body->>'returns')::int, (t.body->>'redos')::int,
        (select count(*) from tickets.supervision s where s.ticket_id = t.id and s.awaits_answer)::int
        """;

    public async Task<Page<TicketLine>> ReadAsync(TicketFilter filter, Actor actor, CancellationToken ct)
    {
        var (page, size, now, counted) = (Math.Max(1, filter.Page), Math.Clamp(filter.PageSize, 1, 100), clock.Now(), 0L);
        var unit = UnitOf(filter, actor);
        var sql = new ListSql(filter, unit, rules, now);
        var lines = await lists.Source.ReadAsync(sql.Page(Columns, size, (page - 1L) * size), sql.Values, row => { counted = row.GetInt64(21); return Line(row, now); }, ct);

        var counting = new ListSql(filter, unit, rules, now);
        if (counting.Count(MostCounted + 1) is { } count) counted = (await lists.Source.ReadAsync(count, counting.Values, row => row.GetInt64(0), ct))[0];
        return new(lines, page, size, Math.Min(counted, MostCounted)) { More = counted > MostCounted };
    }

    /// <summary>The first tickets of a list, for a file.</summary>
    public async Task<IReadOnlyList<TicketLine>> AllAsync(TicketFilter filter, Actor actor, CancellationToken ct)
    {
        var (now, unit) = (clock.Now(), UnitOf(filter, actor));
        var sql = new ListSql(filter, unit, rules, now);
        return await lists.Source.ReadAsync(sql.Page(Columns, MostExported, 0), sql.Values, row => Line(row, now), ct);
    }

    private static DepartmentId? UnitOf(TicketFilter filter, Actor actor) => actor.IsOfUnit ? actor.Department ?? new DepartmentId("") : filter.Department;

    /// <summary>待办数: how many open tickets are in each state, counted up to a thousand each.</summary>
    public async Task<IReadOnlyDictionary<StateName, int>> WaitingAsync(IReadOnlyList<StateName> states, CancellationToken ct) => (await lists.Source.ReadAsync(
        "select s.name, (select count(*) from (select 1 from tickets.ticket t where t.state = s.name and t.closed_at is null limit 1000) c)::int from unnest($1) s(name)",
        [states.Select(s => s.Code()).ToArray()], row => (State: row.Code<StateName>(0), Count: row.GetInt32(1)), ct)).ToDictionary(r => r.State, r => r.Count);

    private TicketLine Line(NpgsqlDataReader row, DateTimeOffset now)
    {
        var (state, type, urgency, due) = (row.Code<StateName>(2), row.Code<RequestType>(3), row.Code<Urgency>(5), row.MaybeTime(13));
        var open = Transitions.Open.Contains(state);
        var risk = open
            ? Risk.Of(new(urgency, row.GetInt32(15), row.GetString(6), row.GetString(16), Many(row, 17), Many(row, 18), Many(row, 19), row.GetInt32(20)))
            : new([]);
        return new(
            new(row.GetGuid(0)), row.Number(1), state, type, row.Code<Channel>(4), urgency, row.GetString(6), row.Maybe<string>(7), row.Maybe<string>(8), row.Maybe<string>(9),
            row.Department(10), rules.NameOf(row.Department(10)), row.Time(11), row.IsDBNull(12) ? null : row.Code<ClockName>(12), due, row.GetBoolean(14) && due < now)
        {
            Risk = risk, RiskScore = open ? risk.Score(due, now) : null,
            Question = new(row.Maybe<string>(9), row.Maybe<string>(8), now, $"{row.GetString(6)}\n{row.GetString(16)}", type, urgency),
        };
    }

    private static int Many(NpgsqlDataReader row, int column) => row.MaybeValue<int>(column) ?? 0;
}
