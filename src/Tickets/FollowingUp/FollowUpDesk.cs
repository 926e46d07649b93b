using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.FollowingUp;

/// <summary>One call to make.</summary>
/// <param name="Round">The closing it asks about, from 1.</param>
/// <param name="Grounds">Why it is called.</param>
/// <param name="NextTry">Not before; always within calling hours.</param>
/// <param name="CallNow">The time has come.</param>
/// <param name="Due">Until when the follow-up should be done.</param>
public sealed record FollowUpLine(
    TicketId Id, TicketNumber Number, string Title, RequestType Type, Urgency Urgency, string Unit, int Round, int Risk, IReadOnlyList<SampleGround> Grounds,
    int Tries, DateTimeOffset NextTry, bool CallNow, DateTimeOffset? Due)
{
    /// <summary>抽样理由, in Chinese.</summary>
    public string Why => string.Join("、", Grounds.Select(g => g.Chinese()));
}

/// <summary>One closing's survey, with who handled it then (一次办结一次回访).</summary>
/// <param name="Handler">The account that wrote the reply.</param>
/// <param name="Outcome">Null while it is open; a follow-up's result, or rated, reopened, withdrawn, transferred-to-110.</param>
public sealed record Survey(
    int Round, DepartmentId UnitId, string Unit, string? Handler, bool Sampled, int Risk, IReadOnlyList<SampleGround> Grounds, DateTimeOffset OpenedAt, int Tries, string? Outcome, DateTimeOffset? ClosedAt);

/// <summary>回访台: who is to be called, by risk and time. Units never read it.</summary>
public sealed class FollowUpDesk(NpgsqlDataSource db, CityRules rules, TimeProvider clock)
{
    /// <summary>The riskiest on top, then what may be called first. What the caller handled is left out.</summary>
    /// <param name="now">Only those whose time has come.</param>
    public async Task<IReadOnlyList<FollowUpLine>> ToCallAsync(Actor caller, bool now, CancellationToken ct) => await db.ReadAsync(
        """
        select t.id, t.number, t.title, t.type, t.urgency, f.unit, f.round, f.risk, f.grounds, f.tries, f.next_at, f.next_at <= $1, t.next_due_at
        from tickets.follow_up f join tickets.ticket t on t.id = f.ticket_id
        where f.sampled and f.closed_at is null and t.state = 'awaiting-follow-up' and (not $2 or f.next_at <= $1)
          and f.handler is distinct from $3 and t.body->>'approvedBy' is distinct from $3
        order by f.risk desc, f.next_at, t.number limit 500
        """,
        [clock.Now(), now, caller.Id],
        row => new FollowUpLine(
            new(row.GetGuid(0)), row.Number(1), row.GetString(2), row.Code<RequestType>(3), row.Code<Urgency>(4), rules.NameOf(row.Department(5))!, row.GetInt32(6), row.GetInt32(7),
            Grounds(row, 8), row.GetInt32(9), row.Time(10), row.GetBoolean(11), row.MaybeTime(12)),
        ct);

    /// <summary>Every closing of a ticket, in order.</summary>
    public async Task<IReadOnlyList<Survey>> SurveysAsync(TicketId ticket, CancellationToken ct) => await db.ReadAsync(
        "select round, unit, handler, sampled, risk, grounds, opened_at, tries, outcome, closed_at from tickets.follow_up where ticket_id = $1 order by round",
        [ticket.Value],
        row => new Survey(
            row.GetInt32(0), new(row.GetString(1)), rules.NameOf(row.Department(1))!, row.Maybe<string>(2), row.GetBoolean(3), row.GetInt32(4), Grounds(row, 5), row.Time(6), row.GetInt32(7),
            row.Maybe<string>(8), row.MaybeTime(9)),
        ct);

    private static IReadOnlyList<SampleGround> Grounds(NpgsqlDataReader row, int column) => [.. row.GetFieldValue<string[]>(column).Select(Terms.FromCode<SampleGround>)];
}
