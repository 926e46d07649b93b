using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Retention;

/// <summary>冻结: somebody needs a ticket's data kept, for a lawsuit or an inspection.</summary>
/// <param name="EndedAt">Null while it holds.</param>
public sealed record LegalHold(string Reason, Actor By, DateTimeOffset At, Actor? EndedBy, DateTimeOffset? EndedAt);

/// <summary>Puts tickets on hold and lets them go; both are kept.</summary>
public sealed class LegalHolds
{
    private readonly NpgsqlDataSource _db;
    private readonly TimeProvider _clock;

    internal LegalHolds(NpgsqlDataSource db, TimeProvider clock) => (_db, _clock) = (db, clock);

    /// <summary>False where it is on hold already.</summary>
    public async Task<bool> HoldAsync(TicketId ticket, string reason, Actor by, CancellationToken ct) => await _db.ExecuteAsync(
        "insert into tickets.legal_hold (ticket_id, reason, actor, at) values ($1, $2, $3::text::jsonb, $4) on conflict do nothing",
        [ticket.Value, reason, EventJson.Write(by), _clock.Now()], ct) == 1;

    /// <summary>False where it is not on hold.</summary>
    public async Task<bool> ReleaseAsync(TicketId ticket, Actor by, CancellationToken ct) => await _db.ExecuteAsync(
        "update tickets.legal_hold set ended_by = $2::text::jsonb, ended_at = $3 where ticket_id = $1 and ended_at is null", [ticket.Value, EventJson.Write(by), _clock.Now()], ct) == 1;

    /// <summary>The newest first.</summary>
    public async Task<IReadOnlyList<LegalHold>> ReadAsync(TicketId ticket, CancellationToken ct) => await _db.ReadAsync(
        "select reason, actor, at, ended_by, ended_at from tickets.legal_hold where ticket_id = $1 order by id desc", [ticket.Value],
        row => new LegalHold(
            row.GetString(0), EventJson.Read<Actor>(row.GetString(1)), row.Time(2), row.Maybe<string>(3) is { } by ? EventJson.Read<Actor>(by) : null, row.MaybeTime(4)), ct);
}
