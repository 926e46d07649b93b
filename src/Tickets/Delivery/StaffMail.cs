using Hotline.Tickets.EventStore;
using Hotline.Tickets.Notices;
using Hotline.Tickets.Requesters;
using Npgsql;

namespace Hotline.Tickets.Delivery;

/// <summary>附件, such as a report.</summary>
public sealed record MessageFile(string Name, string ContentType, byte[] Content);

/// <summary>Mail to staff with a file (报表寄送): in the same queue, with the same tries and the same list of failures as every message.</summary>
public sealed class StaffMail
{
    private readonly NpgsqlDataSource _db;
    private readonly PersonalDataKey _key;
    private readonly TimeProvider _clock;

    internal StaffMail(NpgsqlDataSource db, PersonalDataKey key, TimeProvider clock) => (_db, _key, _clock) = (db, key, clock);

    /// <param name="kind">What it is, such as report; kebab case.</param>
    /// <param name="to">One message each; an id that is queued or sent already changes nothing.</param>
    public async Task QueueAsync(string kind, string subject, string text, MessageFile file, IReadOnlyList<(Guid Id, string Address)> to, CancellationToken ct)
    {
        var (now, id) = (_clock.Now(), Guid.NewGuid());
        await using var batch = _db.CreateBatch();
        batch.BatchCommands.Add(Sql.Command("insert into tickets.message_file (id, name, content_type, content, at) values ($1, $2, $3, $4, $5)", id, file.Name, file.ContentType, file.Content, now));
        foreach (var (message, address) in to)
        {
            var way = Guid.NewGuid();
            batch.BatchCommands.Add(Sql.Command(
                "insert into tickets.notice_message (id, kind, role, unit, lines, sealed, at, file_id) values ($1, $2, $3, '', 0, $4, $5, $6) on conflict do nothing",
                message, kind, Role.Supervisor.Code(), _key.Seal(new SealedLetter(new LetterText(subject, text, text), null), message.ToString()), now, id));
            batch.BatchCommands.Add(Sql.Command(
                "insert into tickets.delivery (id, message_id, channel, sealed_address, state, next_at) values ($1, $2, 'mail', $3, 'queued', $4) on conflict do nothing",
                way, message, _key.Seal(address, way.ToString()), now));
        }

        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>How far each has come, by the message's id.</summary>
    public async Task<IReadOnlyDictionary<Guid, NoticeDelivery>> StatesAsync(IReadOnlyList<Guid> messages, CancellationToken ct) => (await _db.ReadAsync(
        "select message_id, channel, state, sent_at, failure from tickets.delivery where message_id = any($1)", [messages.ToArray()],
        row => (Id: row.GetGuid(0), Way: new NoticeDelivery(row.Code<DeliveryChannel>(1), row.Code<DeliveryState>(2), row.MaybeTime(3), row.Maybe<string>(4))), ct)).ToDictionary(m => m.Id, m => m.Way);
}
