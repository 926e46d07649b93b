using Hotline.Tickets.Deadlines;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.City.Versions;

/// <summary>
/// Counts running clocks anew when a version that wants it becomes valid, and puts them back when it is rolled back (时限重算与恢复).
/// Ticket by ticket, each with its trace in one transaction: what was interrupted goes on where it stopped.
/// </summary>
internal sealed class ClockMover(NpgsqlDataSource db, ProfileStore store, ProfileShelf shelf, TimeProvider clock)
{
    /// <summary>Whatever there is to move or to put back by now; one host at a time.</summary>
    /// <returns>How many tickets were touched.</returns>
    internal async Task<int> PassAsync(CancellationToken ct)
    {
        var now = clock.Now();
        var (touched, versions) = (0, await store.ListAsync(ct));
        var (due, back) = (versions.Where(v => IsDue(v, now)).OrderBy(v => v.ValidFrom).ToList(), versions.Where(v => v is { State: ProfileState.RolledBack, MovesClocks: true, RestoredAt: null }).ToList());
        if (due.Count + back.Count == 0) return 0;

        await using var turn = await db.OpenConnectionAsync(ct);
        if (!await TurnAsync(turn, ct)) return 0;
        foreach (var version in due) touched += await MoveAsync(version, ct);
        foreach (var version in back) touched += await RestoreAsync(version, ct);
        return touched;
    }

    private static bool IsDue(ProfileVersion v, DateTimeOffset now) => v is { State: ProfileState.Published, MovesClocks: true, MovedAt: null } && v.ValidFrom <= now;

    private async Task<int> MoveAsync(ProfileVersion version, CancellationToken ct)
    {
        var (before, after) = (await BeforeAsync(version, ct), await shelf.RulesAsync(version.Id, ct));
        var reason = $"规则 {version.Name} 生效，时限重算";
        var moved = 0;
        await foreach (var (id, seen) in OpenTickets.ReadAsync(db, ct))
        {
            if (RescheduleTicket.Decide(seen.Ticket, before, after, reason, clock.Now()) is null) continue;
            if (await OneAsync(id, after.Version, version.Id, (ticket, trace, now) => trace is not null ? (null, trace) : Moved(RescheduleTicket.Decide(ticket, before, after, reason, now), ticket), ct)) moved++;
        }

        await db.ExecuteAsync("update tickets.profile set moved_at = $2 where id = $1 and state = 'published'", [version.Id, clock.Now()], ct);
        return moved;
    }

    private async Task<int> RestoreAsync(ProfileVersion version, CancellationToken ct)
    {
        var (after, rolled) = (await BeforeAsync(version, ct), await shelf.RulesAsync(version.Id, ct));
        var tickets = await db.ReadAsync("select ticket_id from tickets.moved_clocks where profile = $1 order by ticket_id", [version.Id], row => new TicketId(row.GetGuid(0)), ct);
        var (restored, reason) = (0, $"规则 {version.Name} 已回滚，时限恢复");
        foreach (var id in tickets)
        {
            if (await OneAsync(id, after.Version, version.Id, (ticket, trace, now) => (trace is null ? null : RestoreClocks.Decide(ticket, trace, rolled, after, reason, now), null), ct)) restored++;
        }

        await db.ExecuteAsync("update tickets.profile set restored_at = $2 where id = $1", [version.Id, clock.Now()], ct);
        return restored;
    }

    /// <summary>The rules that a version took over from, or gives back to.</summary>
    private async Task<CityRules> BeforeAsync(ProfileVersion version, CancellationToken ct)
    {
        var earlier = (await shelf.PublishedAsync(ct)).Where(v => v.Id != version.Id && (v.ValidFrom < version.ValidFrom || (v.ValidFrom == version.ValidFrom && v.Id < version.Id))).ToList();
        return await shelf.RulesAsync(earlier[^1].Id, ct);
    }

    private static (TicketEvent.Rescheduled?, ClockTrace?) Moved(TicketEvent.Rescheduled? happened, Ticket ticket) => happened is null
        ? (null, null)
        : (happened, new([.. happened.Changed!.Select(c => ticket.ClockOf(c.Name, c.Task)!)], happened.Changed!));

    /// <summary>One ticket under its lock: what happens to it, and the trace that is kept of it from now on.</summary>
    private async Task<bool> OneAsync(
        TicketId id, string rules, int profile, Func<Ticket, ClockTrace?, DateTimeOffset, (TicketEvent.Rescheduled? Happened, ClockTrace? Kept)> decide, CancellationToken ct)
    {
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var (stored, trace) = await LockAsync(connection, id, profile, ct);
        var now = clock.Now();
        var (happened, kept) = decide(stored.Ticket, trace, now);
        if (ReferenceEquals(kept, trace)) return false;

        if (happened is not null) await TicketStore.AppendAsync(connection, id, stored, [happened], new Signature(Actor.System, now, rules), ct);
        await TraceAsync(connection, id, profile, kept, ct);
        await transaction.CommitAsync(ct);
        return happened is not null;
    }

    private static async Task<(Stored Stored, ClockTrace? Trace)> LockAsync(NpgsqlConnection connection, TicketId id, int profile, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            select t.body, t.version, m.was, m.became from tickets.ticket t left join tickets.moved_clocks m on m.ticket_id = t.id and m.profile = $2
            where t.id = $1 for update of t
            """,
            connection) { Parameters = { new() { Value = id.Value }, new() { Value = profile } } };
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (new(EventJson.Read<Ticket>(row.GetString(0)), row.GetInt32(1)),
            row.IsDBNull(2) ? null : new(EventJson.Read<List<Clock>>(row.GetString(2)), EventJson.Read<List<Clock>>(row.GetString(3))));
    }

    private static async Task TraceAsync(NpgsqlConnection connection, TicketId id, int profile, ClockTrace? kept, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            kept is null ? "delete from tickets.moved_clocks where profile = $1 and ticket_id = $2" : "insert into tickets.moved_clocks (profile, ticket_id, was, became) values ($1, $2, $3, $4)",
            connection) { Parameters = { new() { Value = profile }, new() { Value = id.Value } } };
        if (kept is not null)
        {
            command.Parameters.Add(EventJson.Parameter(kept.Was));
            command.Parameters.Add(EventJson.Parameter(kept.Became));
        }

        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<bool> TurnAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended('tickets.profile.clocks', 0))", connection);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }
}
