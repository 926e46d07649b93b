using System.Security.Cryptography;
using System.Text;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Invitations;
using Hotline.Tickets.Requesters;
using Npgsql;

namespace Hotline.Tickets.Delivery;

/// <summary>A letter as it lies sealed: its texts, and the query code and the link's code in them, which staff must not see.</summary>
internal sealed record SealedLetter(LetterText Text, string? Code, string? Invitation = null);

/// <summary>
/// Writes one letter to the citizen and queues it on every channel of theirs (告知). Writing the same letter again, by its ticket,
/// cause and kind, changes nothing.
/// </summary>
internal sealed class LetterOffice(NpgsqlDataSource db, TicketStore store, PersonalDataKey key, CityRules rules, DeliveryOptions options, TimeProvider clock)
{
    private static readonly Limit CallWithin = new(1, LimitUnit.WorkingDays);
    private readonly LetterBook _book = new(db, clock);

    /// <summary>No letter for whoever wished no reply, and none about a unit's whistle.</summary>
    internal async Task PostAsync(NewLetter letter, CancellationToken ct)
    {
        if (await store.LoadAsync(letter.Ticket, ct) is { } stored) await PostAsync(letter, stored.Ticket, ct);
    }

    /// <inheritdoc cref="PostAsync(NewLetter, CancellationToken)"/>
    internal async Task PostAsync(NewLetter letter, Ticket ticket, CancellationToken ct)
    {
        if (!ticket.Facts.WantsReply || ticket.Facts.Kind != TicketKind.Request) return;

        var (requester, code) = await RequesterAsync(letter, ct);
        var invitation = letter.Invites is null ? (InvitationCode?)null : InvitationCode.New();
        var form = await _book.FormAsync(letter.Kind, ct);
        var values = new Dictionary<string, string?>(letter.Values, StringComparer.Ordinal) { ["number"] = ticket.Number.ToString(), ["site"] = options.Site, ["code"] = code, ["link"] = options.LinkTo(invitation) };
        var text = LetterTexts.Write(form, requester.Language, ticket.Facts.Confidential, values);

        var now = clock.Now();
        var id = IdOf(letter);
        var addresses = MayRing(ticket, letter, now) ? Addresses(requester).Where(a => form.Channels.Contains(a.Channel)).ToList() : [];
        await using var batch = db.CreateBatch();
        batch.BatchCommands.Add(Sql.Command(
            "insert into tickets.letter (id, ticket_id, cause, kind, reply, sealed, at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
            id, letter.Ticket.Value, letter.Cause, letter.Kind.Code(), letter.Reply, key.Seal(new SealedLetter(text, code, invitation?.Text), id.ToString()), letter.At));
        foreach (var (purpose, mac) in Links(letter, id, invitation)) batch.BatchCommands.Add(Invite(mac, letter, id, purpose, ticket, now));
        batch.BatchCommands.Add(OnThePage(id, letter.Ticket, now));
        foreach (var (channel, address) in addresses) batch.BatchCommands.Add(Queue(id, letter.Ticket, channel, address, QuietHours.Next(now, rules)));
        if (OwesCall(form, ticket, requester, letter, now) is { } why) batch.BatchCommands.Add(Call(id, letter.Ticket, why, now));
        if (code is not null) batch.BatchCommands.Add(Sql.Command("delete from tickets.letter_code where ticket_id = $1", letter.Ticket.Value));
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>回拨任务, due in one working day; one for each letter.</summary>
    internal NpgsqlBatchCommand Call(Guid letter, TicketId ticket, string why, DateTimeOffset now) => Sql.Command(
        "insert into tickets.call_task (ticket_id, letter_id, reason, made_at, due_at) values ($1, $2, $3, $4, $5) on conflict do nothing",
        ticket.Value, letter, why, now, rules.Within(ClockName.FollowUp, CallWithin, now).DueAt);

    /// <summary>The query code's way from the reception to the letter, in the transaction that accepts the ticket.</summary>
    internal static NpgsqlBatchCommand Keep(TicketId ticket, QueryCode code, PersonalDataKey key) => Sql.Command(
        "insert into tickets.letter_code (ticket_id, sealed) values ($1, $2)", ticket.Value, key.Seal(code, ticket.ToString()));

    /// <summary>A phone that lights up may endanger whoever called the police; and what is old is no news.</summary>
    private bool MayRing(Ticket ticket, NewLetter letter, DateTimeOffset now) =>
        ticket.State is not TicketState.TransferredToPolice && now - letter.At <= TimeSpan.FromDays(options.NewsDays);

    /// <summary>Extensions and suspensions of a complaint are told by voice too, and whatever a landline cannot read.</summary>
    private string? OwesCall(LetterForm form, Ticket ticket, Requester requester, NewLetter letter, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(requester.Phone) || !MayRing(ticket, letter, now)) return null;
        if (form.Call?.Contains(ticket.Facts.Type) == true) return "notice-by-call";
        return letter.Kind is not LetterKind.Accepted && form.Channels.Contains(DeliveryChannel.Sms) && Addresses(requester).Count == 0 ? "no-text-channel" : null;
    }

    private static List<(DeliveryChannel Channel, string Address)> Addresses(Requester r)
    {
        var found = new List<(DeliveryChannel, string)>();
        if (r.Phone is { } phone && PhoneNumber.IsMobile(phone)) found.Add((DeliveryChannel.Sms, PhoneNumber.Normalize(phone)));
        if (!string.IsNullOrEmpty(r.Mail)) found.Add((DeliveryChannel.Mail, r.Mail));
        if (!string.IsNullOrEmpty(r.WeChat)) found.Add((DeliveryChannel.WeChat, r.WeChat));
        return found;
    }

    private NpgsqlBatchCommand Queue(Guid letter, TicketId ticket, DeliveryChannel channel, string address, DateTimeOffset at)
    {
        var id = Named($"{letter}\u001f{channel}");
        return Sql.Command(
            "insert into tickets.delivery (id, letter_id, ticket_id, channel, sealed_address, state, next_at) values ($1, $2, $3, $4, $5, 'queued', $6) on conflict do nothing",
            id, letter, ticket.Value, channel.Code(), key.Seal(address, id.ToString()), at);
    }

    private IEnumerable<(InvitationPurpose Purpose, byte[] Mac)> Links(NewLetter letter, Guid id, InvitationCode? code)
    {
        if (letter.Invites is not { } purpose) yield break;
        yield return (purpose, code!.Value.Mac(key));
        if (purpose == InvitationPurpose.Survey) yield return (InvitationPurpose.NotSolved, key.Fingerprint("message-answer", id.ToString()));
    }

    /// <summary>Of a letter that was written before the first link stays the one that holds: it is the one in the text.</summary>
    private NpgsqlBatchCommand Invite(byte[] mac, NewLetter letter, Guid id, InvitationPurpose purpose, Ticket ticket, DateTimeOffset now) => Sql.Command(
        """
        insert into tickets.invitation (mac, ticket_id, letter_id, purpose, round, made_at, expires_at)
        select $1, $2, $3, $4, $5, $6, $7 where exists (select 1 from tickets.letter where id = $3) on conflict do nothing
        """,
        mac, letter.Ticket.Value, id, purpose.Code(), letter.Closing ?? ticket.Closings, now, Until(ticket, letter.At));

    /// <summary>As long as the citizen may speak up again, counted from the limit of the follow-up where one is owed.</summary>
    private DateTimeOffset Until(Ticket ticket, DateTimeOffset told) =>
        ticket.ClockOf(ClockName.Archive)?.DueAt ?? rules.Within(ClockName.Archive, new Limit(rules.Handling.ReopenDays, LimitUnit.NaturalDays), ticket.ClockOf(ClockName.FollowUp)?.DueAt ?? told).DueAt;

    private static NpgsqlBatchCommand OnThePage(Guid letter, TicketId ticket, DateTimeOffset now) => Sql.Command(
        "insert into tickets.delivery (id, letter_id, ticket_id, channel, state, sent_at, ended_at) values ($1, $2, $3, 'web', 'delivered', $4, $4) on conflict do nothing",
        Named($"{letter}\u001fWeb"), letter, ticket.Value, now);

    /// <summary>With the query code, which the letter of acceptance tells.</summary>
    private async Task<(Requester Requester, string? Code)> RequesterAsync(NewLetter letter, CancellationToken ct)
    {
        var (ticket, of) = (letter.Ticket.Value, letter.Ticket.ToString());
        var found = await db.ReadAsync(
            "select r.sealed, c.sealed from tickets.requester r left join tickets.letter_code c on c.ticket_id = r.ticket_id and $2 where r.ticket_id = $1", [ticket, letter.Kind == LetterKind.Accepted],
            row => (key.Open<Requester>(row.GetFieldValue<byte[]>(0), of), row.Maybe<byte[]>(1) is { } code ? key.Open<QueryCode>(code, of).Digits : null), ct);
        return found is [var one] ? one : (new Requester(null, null), null);
    }

    private static Guid IdOf(NewLetter letter) => Named($"{letter.Ticket}\u001f{letter.Cause}\u001f{letter.Kind}");

    /// <summary>The same id for the same name, on every host and in every try.</summary>
    private static Guid Named(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}
