using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Delivery;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Requesters;
using Npgsql;

namespace Hotline.Tickets.Notices;

/// <summary>
/// Tells each receiver its new warnings in one message, and takes what nobody answered to the level above. Rows are locked while they are
/// told: on any number of hosts each is told once.
/// </summary>
internal sealed class NoticeOffice(NpgsqlDataSource db, PersonalDataKey key, NoticeContacts contacts, CityRules rules, TimeProvider clock)
{
    private const int AtOnce = 500;

    /// <param name="Below">Whose silence brought it here; null for what is told first.</param>
    private sealed record Untold(long Id, Receiver To, string[]? Ways, Receiver? Below, LimitUnit Unit, NoticeWords.Line Line);

    private sealed record Silent(long Id, Receiver To, bool Answered);

    /// <returns>How many warnings were told.</returns>
    internal async Task<int> TellAsync(CancellationToken ct)
    {
        var (now, valid) = (clock.Now(), rules.At(clock.Now()));
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var untold = await connection.ReadAsync(
            $"""
            select n.id, n.role, n.unit, n.ways, r.role, r.unit, coalesce(c.limit_unit, 'working-hours'), t.number, n.clock, n.due_at, n.card, n.overdue
            from tickets.notice n join tickets.ticket t on t.id = n.ticket_id left join tickets.notice r on r.id = n.raised_from
            left join lateral (select limit_unit from tickets.clock c where c.ticket_id = n.ticket_id and c.name = n.clock and c.task = n.task order by c.version desc limit 1) c on true
            where n.told_at is null order by n.id limit {AtOnce} for update of n skip locked
            """,
            [], row => new Untold(
                row.GetInt64(0), new(row.Code<Role>(1), row.GetString(2)), row.Maybe<string[]>(3), row.IsDBNull(4) ? null : new(row.Code<Role>(4), row.GetString(5)), row.Code<LimitUnit>(6),
                new(row.Number(7), row.Code<ClockName>(8), row.Time(9), row.IsDBNull(10) ? null : row.Code<Card>(10), row.GetBoolean(11))), ct);
        if (untold.Count == 0) return 0;

        await using var batch = new NpgsqlBatch(connection);
        foreach (var group in untold.GroupBy(n => (n.To, Raised: n.Below is not null)))
        {
            var lines = group.Select(n => n.Line).DistinctBy(l => (l.Number, l.Clock)).ToList();
            var text = group.Key.Raised ? NoticeWords.Raised(lines, [.. group.Select(n => n.Below!.Value).Distinct()], valid) : NoticeWords.AtOnce(lines, valid);
            var ways = await WaysAsync(group.Key.To, [.. group.Select(n => n.Ways)], now, ct);
            var message = ways.Count == 0 ? (Guid?)null : Guid.NewGuid();
            if (message is { } id) foreach (var command in Message(id, group.Key.Raised ? "raised" : "at-once", group.Key.To, lines.Count, text, ways, now)) batch.BatchCommands.Add(command);
            foreach (var n in group) batch.BatchCommands.Add(Sql.Command(
                "update tickets.notice set told_at = $2, message_id = $3, silent_at = $4 where id = $1", n.Id, now, Or(message), SilentAt(n, valid, now)));
        }

        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return untold.Count;
    }

    /// <summary>沉默升级: what nobody acted on in time goes up one level; what was done has ended.</summary>
    /// <returns>How many warnings were looked at.</returns>
    internal async Task<int> RaiseAsync(CancellationToken ct)
    {
        var now = clock.Now();
        await using var connection = await db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var silent = await connection.ReadAsync(
            $"""
            select n.id, n.role, n.unit,
              not exists (select from tickets.clock c join tickets.ticket t on t.id = c.ticket_id where c.ticket_id = n.ticket_id and c.name = n.clock and c.task = n.task
                and c.due_at = n.due_at and c.stopped_at is null and c.paused_at is null and t.merged_into is null)
              or exists (select from tickets.event e where e.ticket_id = n.ticket_id and e.at > n.told_at
                and case when n.unit <> '' then e.actor ->> 'department' = n.unit else e.actor ->> 'role' = n.role end)
            from tickets.notice n where n.ended_at is null and n.silent_at <= $1 order by n.silent_at limit {AtOnce} for update skip locked
            """,
            [now], row => new Silent(row.GetInt64(0), new(row.Code<Role>(1), row.GetString(2)), row.GetBoolean(3)), ct);
        if (silent.Count == 0) return 0;

        await using var batch = new NpgsqlBatch(connection);
        foreach (var notice in silent) foreach (var command in Ended(notice, now)) batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return silent.Count;
    }

    /// <summary>One message with its way on each channel; the same id again changes nothing.</summary>
    internal IEnumerable<NpgsqlBatchCommand> Message(Guid id, string kind, Receiver to, int lines, LetterText text, IReadOnlyList<(DeliveryChannel Channel, string Address)> ways, DateTimeOffset now)
    {
        yield return Sql.Command(
            "insert into tickets.notice_message (id, kind, role, unit, lines, sealed, at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
            id, kind, to.Role.Code(), to.Unit, lines, key.Seal(new SealedLetter(text, null), id.ToString()), now);
        foreach (var (channel, address) in ways)
        {
            var way = Guid.NewGuid();
            yield return Sql.Command(
                "insert into tickets.delivery (id, message_id, channel, sealed_address, state, next_at) values ($1, $2, $3, $4, 'queued', $5) on conflict do nothing",
                way, id, channel.Code(), key.Seal(address, way.ToString()), now);
        }
    }

    private static IEnumerable<NpgsqlBatchCommand> Ended(Silent notice, DateTimeOffset now)
    {
        var above = notice.Answered ? null : notice.To.Above;
        yield return Sql.Command("update tickets.notice set ended_at = $2, outcome = $3 where id = $1", notice.Id, now, notice.Answered ? "acted" : above is null ? "unanswered" : "raised");
        if (above is { } to) yield return Sql.Command(
            """
            insert into tickets.notice (ticket_id, version, clock, task, due_at, card, overdue, role, unit, raised_from, made_at)
            select n.ticket_id, n.version, n.clock, n.task, n.due_at, n.card, n.due_at <= $4, $2, $3, n.id, $4 from tickets.notice n
            where n.id = $1 and not exists (select from tickets.notice o where o.ticket_id = n.ticket_id and o.clock = n.clock and o.task = n.task and o.due_at = n.due_at
              and o.role = $2 and o.unit = $3 and o.ended_at is null)
            on conflict do nothing
            """,
            notice.Id, to.Role.Code(), to.Unit, now);
    }

    /// <summary>The receiver's addresses, as far as a rule lets any of these warnings leave the desk.</summary>
    private async Task<IReadOnlyList<(DeliveryChannel Channel, string Address)>> WaysAsync(Receiver to, IReadOnlyList<string[]?> said, DateTimeOffset now, CancellationToken ct)
    {
        if (said.All(w => w is not null && w.All(way => way == NoticeWay.Desk.Code()))) return [];
        return await contacts.OfAsync(to, now, ct);
    }

    /// <summary>Counted as the clock is; never later than its end, while that lies ahead.</summary>
    private static DateTimeOffset SilentAt(Untold n, CityRules rules, DateTimeOffset now)
    {
        var silence = rules.Handling.Notices.Silence;
        var working = n.Unit is LimitUnit.WorkingHours or LimitUnit.WorkingDays || silence.Unit is not LimitUnit.WorkingHours;
        var at = rules.Within(ClockName.FollowUp, working ? silence : new Limit(silence.Value * 60, LimitUnit.Minutes), now).DueAt;
        return now < n.Line.Due && n.Line.Due < at ? n.Line.Due : at;
    }

    private static NpgsqlParameter Or(Guid? id) => new() { Value = (object?)id ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid };
}
