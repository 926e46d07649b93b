using Hotline.Tickets.EventStore;
using Hotline.Tickets.Requesters;
using Npgsql;

namespace Hotline.Tickets.Delivery;

/// <summary>One letter's way on one channel (送达记录); the address is not shown.</summary>
public sealed record DeliveryLine(Guid Id, DeliveryChannel Channel, DeliveryState State, int Tries, DateTimeOffset? NextAt, DateTimeOffset? SentAt, DateTimeOffset? EndedAt, string? Receipt, string? Failure);

/// <summary>A letter that was written to the citizen, with its ways.</summary>
/// <param name="Reply">Which version of the reply it tells.</param>
/// <param name="Text">As it left; query code and link in it are blotted out.</param>
public sealed record LetterLine(Guid Id, LetterKind Kind, DateTimeOffset At, int? Reply, string Subject, string Text, IReadOnlyList<DeliveryLine> Deliveries);

/// <summary>A letter on the citizen's own page.</summary>
public sealed record CitizenLetter(LetterKind Kind, DateTimeOffset At, string Subject, string Text);

/// <summary>回拨任务: tell by voice what this letter says.</summary>
/// <param name="Reason">sms-failed, no-text-channel or notice-by-call.</param>
public sealed record CallTask(long Id, TicketNumber Number, LetterKind Letter, string Reason, DateTimeOffset MadeAt, DateTimeOffset DueAt, bool Overdue);

/// <summary>Reads letters with their deliveries, and the calls they have led to.</summary>
internal sealed class DeliveryFile(NpgsqlDataSource db, PersonalDataKey key, TimeProvider clock)
{
    internal async Task<IReadOnlyList<LetterLine>> ReadAsync(TicketId ticket, CancellationToken ct)
    {
        var ways = await db.ReadAsync(
            "select letter_id, id, channel, state, tries, next_at, sent_at, ended_at, receipt, failure from tickets.delivery where ticket_id = $1 order by channel", [ticket.Value],
            row => (Letter: row.GetGuid(0), Line: new DeliveryLine(
                row.GetGuid(1), row.Code<DeliveryChannel>(2), row.Code<DeliveryState>(3), row.GetInt32(4), row.MaybeTime(5), row.MaybeTime(6), row.MaybeTime(7), row.Maybe<string>(8), row.Maybe<string>(9))), ct);
        var byLetter = ways.ToLookup(w => w.Letter, w => w.Line);
        return [.. (await LettersAsync(ticket, ct)).Select(l => new LetterLine(l.Id, l.Kind, l.At, l.Reply, l.Sealed.Text.Subject, Blotted(l.Sealed), [.. byLetter[l.Id]]))];
    }

    /// <summary>What the citizen's page shows, the last first.</summary>
    internal async Task<IReadOnlyList<CitizenLetter>> ForCitizenAsync(TicketId ticket, CancellationToken ct) =>
        [.. (await LettersAsync(ticket, ct)).Select(l => new CitizenLetter(l.Kind, l.At, l.Sealed.Text.Subject, l.Sealed.Text.Full)).Reverse()];

    /// <summary>Open ones, what is due first on top.</summary>
    internal async Task<IReadOnlyList<CallTask>> CallsAsync(CancellationToken ct) => await db.ReadAsync(
        """
        select c.id, t.number, l.kind, c.reason, c.made_at, c.due_at, c.due_at < $1
        from tickets.call_task c join tickets.ticket t on t.id = c.ticket_id join tickets.letter l on l.id = c.letter_id
        where c.done_at is null order by c.due_at, c.id limit 200
        """,
        [clock.Now()], row => new CallTask(row.GetInt64(0), row.Number(1), row.Code<LetterKind>(2), row.GetString(3), row.Time(4), row.Time(5), row.GetBoolean(6)), ct);

    /// <summary>Once.</summary>
    internal async Task<Decision> DoneAsync(long call, bool reached, string? note, Actor by, CancellationToken ct)
    {
        var changed = await db.ExecuteAsync(
            "update tickets.call_task set done_at = $2, done_by = $3::text::jsonb, reached = $4, note = $5 where id = $1 and done_at is null", [call, clock.Now(), EventJson.Write(by), reached, note], ct);
        return changed == 1 ? new Decision.Happened() : NoOpenCall;
    }

    private Task<List<(Guid Id, LetterKind Kind, DateTimeOffset At, int? Reply, SealedLetter Sealed)>> LettersAsync(TicketId ticket, CancellationToken ct) => db.ReadAsync(
        "select id, kind, at, reply, sealed from tickets.letter where ticket_id = $1 order by at, reply, id", [ticket.Value],
        row => (row.GetGuid(0), row.Code<LetterKind>(1), row.Time(2), row.MaybeValue<int>(3), key.Open<SealedLetter>(row.GetFieldValue<byte[]>(4), row.GetGuid(0).ToString())), ct);

    private static string Blotted(SealedLetter letter) => new[] { letter.Code, letter.Invitation }.OfType<string>().Aggregate(letter.Text.Full, (text, code) => text.Replace(code, "******", StringComparison.Ordinal));

    internal static Decision.Refused NoOpenCall { get; } = new("no-open-call", "没有这个未完成的回拨任务", "There is no such open call task.");
}
