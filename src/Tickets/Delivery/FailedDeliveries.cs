using Hotline.Tickets.Auditing;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Delivery;

/// <summary>A message that was given up (发送失败); the address is not shown.</summary>
/// <param name="Ticket">Null of a message to staff.</param>
/// <param name="Letter">Null of a message to staff.</param>
/// <param name="Again">It can be sent again: its address is still kept.</param>
public sealed record FailedDelivery(Guid Id, TicketNumber? Ticket, LetterKind? Letter, DeliveryChannel Channel, int Tries, DateTimeOffset EndedAt, string? Failure, bool Again)
{
    /// <summary>What a message to staff is: at-once, raised, digest (of warnings), report; null of a letter.</summary>
    public string? Message { get; init; }
}

/// <summary>Messages that did not arrive, and sending them again (补发).</summary>
public sealed class FailedDeliveries(NpgsqlDataSource db, AdminLog log, TimeProvider clock)
{
    private const string ByHand = "tries = 0, state = 'queued', next_at = $2, ended_at = null, failure = null";

    /// <summary>The last first.</summary>
    public async Task<Slice<FailedDelivery>> ReadAsync(int page, int size, CancellationToken ct)
    {
        var rows = await db.ReadAsync(
            """
            select d.id, t.number, l.kind, d.channel, d.tries, d.ended_at, d.failure, d.sealed_address is not null, m.kind
            from tickets.delivery d left join tickets.notice_message m on m.id = d.message_id left join tickets.ticket t on t.id = d.ticket_id left join tickets.letter l on l.id = d.letter_id
            where d.state = 'failed' order by d.ended_at desc limit $1 offset $2
            """,
            [size + 1, (page - 1) * size],
            row => new FailedDelivery(
                row.GetGuid(0), row.IsDBNull(1) ? null : row.Number(1), row.IsDBNull(2) ? null : row.Code<LetterKind>(2), row.Code<DeliveryChannel>(3), row.GetInt32(4), row.Time(5), row.Maybe<string>(6), row.GetBoolean(7)) { Message = row.Maybe<string>(8) }, ct);
        return new([.. rows.Take(size)], page, rows.Count > size);
    }

    /// <summary>Failed messages that nobody has sent again.</summary>
    public async Task<long> CountAsync(CancellationToken ct) => (await db.ReadAsync("select count(*) from tickets.delivery where state = 'failed'", [], row => row.GetInt64(0), ct))[0];

    /// <summary>Puts a failed message back into the queue, with all its tries; false where it is not failed any more or its address is gone.</summary>
    public async Task<bool> SendAgainAsync(Guid id, Actor by, CancellationToken ct)
    {
        var again = await db.ExecuteAsync($"update tickets.delivery set {ByHand} where id = $1 and state = 'failed' and sealed_address is not null", [id, clock.Now()], ct) == 1;
        if (again) await log.WriteAsync("delivery", "sent-again", id.ToString(), null, by, ct);
        return again;
    }
}
