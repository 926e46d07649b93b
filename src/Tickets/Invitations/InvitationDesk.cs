using Hotline.Tickets.Citizens;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Requesters;
using Npgsql;

namespace Hotline.Tickets.Invitations;

/// <summary>
/// 邀评: who holds a letter's link rates the reply it told, once, or has the matter handled again while that is possible. Looking uses
/// nothing up: message apps open links too.
/// </summary>
public sealed class InvitationDesk
{
    private const int MostTries = 10;

    private readonly NpgsqlDataSource _db;
    private readonly TicketStore _store;
    private readonly PersonalDataKey _key;
    private readonly ITicketDesk _desk;
    private readonly TimeProvider _clock;
    private readonly WrongGuesses _guesses;

    internal InvitationDesk(NpgsqlDataSource db, TicketStore store, PersonalDataKey key, ITicketDesk desk, TimeProvider clock) =>
        (_db, _store, _key, _desk, _clock, _guesses) = (db, store, key, desk, clock, new(db, clock));

    private sealed record Row(byte[] Mac, TicketId Ticket, InvitationPurpose Purpose, int Round, DateTimeOffset ExpiresAt, int Tries, DateTimeOffset? UsedAt);

    /// <param name="number">Where it is given, the code has to be of that ticket.</param>
    /// <param name="address">Of the one who asks, such as an IP address.</param>
    public Task<InvitationResult> LookAsync(InvitationCode code, TicketNumber? number, string address, CancellationToken ct) => WithAsync(code, number, address, LookAsync, ct);

    /// <summary>评价: with a link of that purpose, and never a second time.</summary>
    public Task<InvitationResult> RateAsync(InvitationCode code, TicketNumber? number, RateTicket rating, string address, CancellationToken ct) =>
        WithAsync(code, number, address, (row, t) => row.Purpose == InvitationPurpose.Survey ? UseAsync(row, rating, t) : Task.FromResult<InvitationResult>(Refuse(NotForRating)), ct);

    /// <summary>申请重办: by either link; what was rated stays as it is.</summary>
    public Task<InvitationResult> ReopenAsync(InvitationCode code, TicketNumber? number, ReopenTicket reopening, string address, CancellationToken ct) =>
        WithAsync(code, number, address, (row, t) => UseAsync(row, reopening, t), ct);

    /// <summary>短信回复: "2" and, if they like, the citizen's words, in answer to the message that asked.</summary>
    /// <param name="delivery">The message that is answered; the gateway knows it as its idempotency key.</param>
    internal async Task<InvitationResult> AnswerAsync(Guid delivery, string? text, CancellationToken ct)
    {
        var rows = await ReadAsync("i.letter_id = (select letter_id from tickets.delivery where id = $1) and i.purpose = 'not-solved'", [delivery], ct);
        if (rows is not [var row]) return new InvitationResult.NotFound();
        var said = (text ?? "").Trim().Normalize(System.Text.NormalizationForm.FormKC);
        if (!said.StartsWith('2')) return Refuse(NotUnderstood);
        var words = said[1..].Trim(' ', ',', '.', ':', ';', '，', '。', '：', '；', '、');
        return await UseAsync(row, new ReopenTicket(words.Length == 0 ? "短信回复：未解决" : words), ct);
    }

    private async Task<InvitationResult> WithAsync(InvitationCode code, TicketNumber? number, string address, Func<Row, CancellationToken, Task<InvitationResult>> then, CancellationToken ct)
    {
        (byte[], int)[] who = [(_key.Fingerprint("invitation-address", address), WrongGuesses.PerAddress)];
        if (await _guesses.BlockedForAsync(who, ct) is { } wait) return new InvitationResult.TooMany(wait);
        var rows = await ReadAsync("i.mac = $1 and i.purpose <> 'not-solved' and ($2::text is null or t.number = $2)", [code.Mac(_key), number?.Digits], ct);
        if (rows is [var row]) return await then(row, ct);

        await _guesses.RememberAsync(who, ct);
        return new InvitationResult.NotFound();
    }

    private Task<List<Row>> ReadAsync(string where, object?[] values, CancellationToken ct) => _db.ReadAsync(
        $"select i.mac, i.ticket_id, i.purpose, i.round, i.expires_at, i.tries, i.used_at from tickets.invitation i join tickets.ticket t on t.id = i.ticket_id where {where}", values,
        row => new Row(row.GetFieldValue<byte[]>(0), new(row.GetGuid(1)), row.Code<InvitationPurpose>(2), row.GetInt32(3), row.Time(4), row.GetInt32(5), row.MaybeTime(6)), ct);

    private async Task<InvitationResult> LookAsync(Row row, CancellationToken ct)
    {
        var ticket = (await _store.LoadAsync(row.Ticket, ct))!.Ticket;
        if (Over(row, ticket) is { } over) return Refuse(over);
        var allowed = Transitions.Allowed(ticket, Actor.Citizen);
        return new InvitationResult.Open(new(
            ticket.Number, row.Purpose, row.ExpiresAt, row is { Purpose: InvitationPurpose.Survey, UsedAt: null } && !ticket.RatedByCitizen && allowed.Contains(Step.Rate),
            allowed.Contains(Step.Reopen), ticket.Facts.Confidential ? null : ticket.UnifiedReply));
    }

    /// <summary>Each use is a try, whatever comes of it; what the ticket refuses uses the link not up.</summary>
    private async Task<InvitationResult> UseAsync(Row row, ITicketCommand command, CancellationToken ct)
    {
        if (await _store.LoadAsync(row.Ticket, ct) is not { } stored) return new InvitationResult.NotFound();
        if (Over(row, stored.Ticket) is { } over) return Refuse(over);
        if (row.UsedAt is not null && !(row.Purpose == InvitationPurpose.Survey && command is ReopenTicket)) return Refuse(Used);
        if (await _db.ExecuteAsync("update tickets.invitation set tries = tries + 1 where mac = $1 and tries < $2", [row.Mac, MostTries], ct) == 0) return Refuse(TriedTooOften);

        var decision = await _desk.HandleAsync(row.Ticket, command, Actor.Citizen, ct);
        if (decision is Decision.Happened) await _db.ExecuteAsync("update tickets.invitation set used_at = coalesce(used_at, $2) where mac = $1", [row.Mac, _clock.Now()], ct);
        return new InvitationResult.Decided(decision);
    }

    private Decision.Refused? Over(Row row, Ticket ticket) => row switch
    {
        _ when _clock.Now() >= row.ExpiresAt => Expired,
        _ when row.Round != ticket.Closings => OfEarlierReply,
        { Tries: >= MostTries } => TriedTooOften,
        _ => null,
    };

    private static InvitationResult.Decided Refuse(Decision.Refused why) => new(why);

    public static Decision.Refused Expired { get; } = new("link-expired", "链接已过期；如仍需反映，请拨打12345", "The link has expired. Call 12345 if there is more to say.");

    public static Decision.Refused Used { get; } = new("link-used", "该链接已使用过，评价不可更改", "The link has been used; a rating is never changed.");

    public static Decision.Refused OfEarlierReply { get; } = new("link-of-earlier-reply", "之后已有新的答复，请使用最近一次短信中的链接", "There is a newer reply; use the link in the last message.");

    public static Decision.Refused TriedTooOften { get; } = new("link-tried-too-often", "该链接尝试次数过多，已停用；请拨打12345", "The link was tried too often and no longer works. Call 12345.");

    public static Decision.Refused NotForRating { get; } = new("link-not-for-rating", "该链接只用于申请重办", "The link serves to have the matter handled again, not to rate it.");

    public static Decision.Refused NotUnderstood { get; } = new("answer-not-understood", "只能识别以 2 开头的回复（未解决，可附说明）；评价请用短信中的链接", "Only answers that begin with 2 (not solved) are understood; rate by the link in the message.");
}
