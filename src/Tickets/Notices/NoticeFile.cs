using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Delivery;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Notices;

/// <summary>A message's way on one channel; the address is not shown.</summary>
public sealed record NoticeDelivery(DeliveryChannel Channel, DeliveryState State, DateTimeOffset? SentAt, string? Failure);

/// <summary>预警通知 as it stands.</summary>
/// <param name="Unit">Null for a desk of the hotline.</param>
/// <param name="RaisedFrom">The notice below whose silence brought it here.</param>
/// <param name="SilentAt">From when on no answer is silence.</param>
/// <param name="Outcome">acted, acknowledged, raised or unanswered; null while it is open.</param>
public sealed record NoticeLine(
    long Id, TicketNumber Number, ClockName Clock, int? Task, DateTimeOffset DueAt, Card? Card, bool Overdue, Role Role, DepartmentId? Unit, string? UnitName, long? RaisedFrom,
    DateTimeOffset MadeAt, DateTimeOffset? ToldAt, DateTimeOffset? SilentAt, string? Outcome, IReadOnlyList<NoticeDelivery> Deliveries);

/// <summary>Reads notices, and takes down that their receiver knows.</summary>
public sealed class NoticeFile
{
    private readonly NpgsqlDataSource _db;
    private readonly CityRules _rules;
    private readonly TimeProvider _clock;

    internal NoticeFile(NpgsqlDataSource db, CityRules rules, TimeProvider clock) => (_db, _rules, _clock) = (db, rules, clock);

    /// <summary>The newest first: a receiver's own; supervisors, inspectors, auditors and administrators see all.</summary>
    /// <param name="all">Those that have ended too.</param>
    public async Task<IReadOnlyList<NoticeLine>> ReadAsync(Actor by, bool all, CancellationToken ct)
    {
        var everything = by.Role is Role.Supervisor or Role.Inspector or Role.Auditor or Role.Administrator;
        var rows = await _db.ReadAsync(
            """
            select n.id, t.number, n.clock, nullif(n.task, 0), n.due_at, n.card, n.overdue, n.role, nullif(n.unit, ''), n.raised_from, n.made_at, n.told_at, n.silent_at, n.outcome, n.message_id
            from tickets.notice n join tickets.ticket t on t.id = n.ticket_id
            where ($1 or (n.role = $2 and n.unit = $3)) and ($4 or n.ended_at is null) order by n.id desc limit 500
            """,
            [everything, by.Role.Code(), by.Department?.Code ?? "", all],
            row => (Message: row.MaybeValue<Guid>(14), Line: new NoticeLine(
                row.GetInt64(0), row.Number(1), row.Code<ClockName>(2), row.MaybeValue<int>(3), row.Time(4), row.IsDBNull(5) ? null : row.Code<Card>(5), row.GetBoolean(6), row.Code<Role>(7), row.Department(8),
                _rules.NameOf(row.Department(8)), row.MaybeValue<long>(9), row.Time(10), row.MaybeTime(11), row.MaybeTime(12), row.Maybe<string>(13), [])), ct);
        var ways = (await _db.ReadAsync(
            "select message_id, channel, state, sent_at, failure from tickets.delivery where message_id = any($1) order by channel", [rows.Select(r => r.Message).OfType<Guid>().Distinct().ToArray()],
            row => (Message: row.GetGuid(0), Way: new NoticeDelivery(row.Code<DeliveryChannel>(1), row.Code<DeliveryState>(2), row.MaybeTime(3), row.Maybe<string>(4))), ct)).ToLookup(w => w.Message, w => w.Way);
        return [.. rows.Select(r => r.Line with { Deliveries = r.Message is { } id ? [.. ways[id]] : [] })];
    }

    /// <summary>知悉: no silence any more. Only its receiver may; false where it has no such open notice.</summary>
    public async Task<bool> AcknowledgeAsync(long id, Actor by, CancellationToken ct) => await _db.ExecuteAsync(
        "update tickets.notice set ended_at = $4, outcome = 'acknowledged', ended_by = $5::text::jsonb where id = $1 and role = $2 and unit = $3 and ended_at is null",
        [id, by.Role.Code(), by.Department?.Code ?? "", _clock.Now(), EventJson.Write(by)], ct) == 1;
}
