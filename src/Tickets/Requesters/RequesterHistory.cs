using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Requesters;

/// <param name="Solved">As the citizen last said.</param>
public sealed record HistoryLine(
    TicketId Id, TicketNumber Number, StateName State, RequestType Type, string Title, string? Place, DateTimeOffset AcceptedAt, DateTimeOffset? ClosedAt, bool? Solved);

/// <summary>
/// Earlier requests of one number, the open ones first (来电历史), for the agent who takes the call. That they belong to one
/// person is personal data: each ticket shown gets a line in the view ledger.
/// </summary>
public sealed class RequesterHistory
{
    private const string Purpose = "来电历史";

    private readonly NpgsqlDataSource _db;
    private readonly PersonalDataKey _key;
    private readonly TimeProvider _clock;

    internal RequesterHistory(NpgsqlDataSource db, PersonalDataKey key, TimeProvider clock) => (_db, _key, _clock) = (db, key, clock);

    /// <exception cref="UnauthorizedAccessException">Departments and citizens may not search by number.</exception>
    public async Task<IReadOnlyList<HistoryLine>> ReadAsync(string phone, Actor actor, CancellationToken ct)
    {
        if (actor.IsOfUnit || actor.Role == Role.Citizen) throw new UnauthorizedAccessException($"Role {actor.Role} may not search by a requester's number.");
        return await _db.ReadAsync(
            """
            with shown as (
              select t.* from tickets.requester r join tickets.ticket t on t.id = r.ticket_id
              where r.phone_mac = $1 order by t.closed_at is not null, t.accepted_at desc limit 20),
            ledger as (
              insert into tickets.personal_data_view (ticket_id, actor, purpose, at) select id, $2::text::jsonb, $3, $4 from shown)
            select t.id, t.number, t.state, t.type, t.title, t.place, t.accepted_at, t.closed_at,
              (select g.solved from tickets.rating g where g.ticket_id = t.id order by g.version desc limit 1)
            from shown t order by t.closed_at is not null, t.accepted_at desc
            """,
            [_key.Phone(phone), EventJson.Write(actor), Purpose, _clock.Now()],
            row => new HistoryLine(
                new(row.GetGuid(0)), row.Number(1), row.Code<StateName>(2), row.Code<RequestType>(3), row.GetString(4), row.Maybe<string>(5), row.Time(6), row.MaybeTime(7),
                row.MaybeValue<bool>(8)),
            ct);
    }
}
