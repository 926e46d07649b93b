using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Requesters;

/// <param name="Solved">As the citizen last said.</param>
public sealed record HistoryLine(
    TicketId Id, TicketNumber Number, StateName State, RequestType Type, string Title, string? Place, DateTimeOffset AcceptedAt, DateTimeOffset? ClosedAt, bool? Solved);

/// <summary>Earlier requests of one number, the newest first (来电历史), for the agent who takes the call.</summary>
public sealed class RequesterHistory
{
    private readonly NpgsqlDataSource _db;
    private readonly PersonalDataKey _key;

    internal RequesterHistory(NpgsqlDataSource db, PersonalDataKey key) => (_db, _key) = (db, key);

    /// <exception cref="UnauthorizedAccessException">Departments and citizens may not search by number.</exception>
    public async Task<IReadOnlyList<HistoryLine>> ReadAsync(string phone, Actor actor, CancellationToken ct)
    {
        if (actor.Role is Role.Department or Role.Citizen) throw new UnauthorizedAccessException($"Role {actor.Role} may not search by a requester's number.");
        return await _db.ReadAsync(
            """
            select t.id, t.number, t.state, t.type, t.title, t.place, t.accepted_at, t.closed_at,
              (select g.solved from tickets.rating g where g.ticket_id = t.id order by g.version desc limit 1)
            from tickets.requester r join tickets.ticket t on t.id = r.ticket_id
            where r.phone_mac = $1 order by t.closed_at is not null, t.accepted_at desc limit 20
            """,
            [_key.Phone(phone)],
            row => new HistoryLine(
                new(row.GetGuid(0)), row.Number(1), row.Code<StateName>(2), row.Code<RequestType>(3), row.GetString(4), row.Maybe<string>(5), row.Time(6), row.MaybeTime(7),
                row.MaybeValue<bool>(8)),
            ct);
    }
}
