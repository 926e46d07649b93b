using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Requesters;

/// <summary>Opens a requester's personal data; every opening is written down first, with its purpose (查看留痕).</summary>
public sealed class RequesterFile
{
    private readonly NpgsqlDataSource _db;
    private readonly PersonalDataKey _key;
    private readonly TimeProvider _clock;

    internal RequesterFile(NpgsqlDataSource db, PersonalDataKey key, TimeProvider clock) => (_db, _key, _clock) = (db, key, clock);

    /// <summary>Null where there is no such ticket.</summary>
    /// <exception cref="UnauthorizedAccessException">Departments and citizens may not open it.</exception>
    public async Task<Requester?> OpenAsync(TicketId id, Actor actor, string purpose, CancellationToken ct)
    {
        if (actor.IsOfUnit || actor.Role == Role.Citizen) throw new UnauthorizedAccessException($"Role {actor.Role} may not open personal data.");
        ArgumentException.ThrowIfNullOrWhiteSpace(purpose);
        var rows = await _db.ReadAsync(
            """
            with opened as (
              insert into tickets.personal_data_view (ticket_id, actor, purpose, at) select ticket_id, $2::text::jsonb, $3, $4 from tickets.requester where ticket_id = $1 returning ticket_id)
            select r.sealed from tickets.requester r join opened using (ticket_id)
            """,
            [id.Value, EventJson.Write(actor), purpose, _clock.Now()], row => row.GetFieldValue<byte[]>(0), ct);
        return rows is [var found] ? _key.Open<Requester>(found, id.ToString()) : null;
    }

    /// <summary>Who opened it, when and what for, the first first.</summary>
    public async Task<IReadOnlyList<DataView>> ViewsAsync(TicketId id, CancellationToken ct) => await _db.ReadAsync(
        "select actor, purpose, at from tickets.personal_data_view where ticket_id = $1 order by id", [id.Value],
        row => new DataView(EventJson.Read<Actor>(row.GetString(0)), row.GetString(1), row.Time(2)), ct);
}

/// <summary>One line of the view ledger (查看台账).</summary>
public sealed record DataView(Actor By, string Purpose, DateTimeOffset At);
