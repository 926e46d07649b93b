using Hotline.Tickets.Auditing;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Requesters;
using Npgsql;

namespace Hotline.Tickets.Partners;

/// <summary>两线联动台账: what went to partner lines and came from them. Writing a line twice is writing it once.</summary>
public sealed class ExchangeLedger
{
    private const string Columns =
        "e.id, e.partner, e.direction, e.kind, e.correlation, e.state, e.urgent, t.number, t.title, t.state, e.offered_at, e.acked_at, e.answered_at, e.returned_at, e.due_at, e.reason, e.tries, e.failure, e.state = 'offered' and e.next_at is null and e.sealed is not null";

    private const string Waiting = "e.direction = 'out' and e.state = 'offered' and e.sealed is not null"; // what was erased can no longer go

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60); // five packets of ten seconds each
    private readonly NpgsqlDataSource _db;
    private readonly PersonalDataKey _key;
    private readonly TimeProvider _clock;

    internal ExchangeLedger(NpgsqlDataSource db, PersonalDataKey key, TimeProvider clock) => (_db, _key, _clock) = (db, key, clock);

    /// <summary>Writes down what is about to be sent; whoever does so tries first, and the worker only when that has taken too long.</summary>
    /// <param name="packet">As it goes over the wire.</param>
    /// <returns>Its id; null where it stands in the ledger already.</returns>
    public async Task<long?> OfferCallAsync(string partner, string correlation, string packet, CancellationToken ct)
    {
        var now = _clock.Now();
        var made = await _db.ReadAsync(OfferText, OfferValues(partner, ExchangeKind.Call, correlation, packet, ticket: null, urgent: true, now, now + Lease), row => row.GetInt64(0), ct);
        return made is [var id] ? id : null;
    }

    /// <summary>A packet for the worker, within the caller's batch.</summary>
    /// <param name="held">It waits until somebody releases it.</param>
    internal NpgsqlBatchCommand Offer<T>(string partner, ExchangeKind kind, string correlation, T packet, TicketId ticket, bool urgent, bool held = false)
    {
        var now = _clock.Now();
        return Sql.Command(OfferText, OfferValues(partner, kind, correlation, EventJson.Write(packet), ticket, urgent, now, held ? null : now));
    }

    /// <summary>补发: what was held goes now.</summary>
    /// <returns>False where it was released before.</returns>
    public async Task<bool> ReleaseAsync(long id, CancellationToken ct) => await _db.ExecuteAsync(
        "update tickets.partner_exchange set next_at = $2 where id = $1 and direction = 'out' and state = 'offered' and next_at is null and sealed is not null", [id, _clock.Now()], ct) > 0;

    private const string OfferText =
        """
        insert into tickets.partner_exchange (partner, direction, kind, correlation, ticket_id, sealed, state, urgent, offered_at, next_at)
        values ($1, 'out', $2, $3, $4, $5, 'offered', $6, $7, $8) on conflict do nothing returning id
        """;

    private object?[] OfferValues(string partner, ExchangeKind kind, string correlation, string packet, TicketId? ticket, bool urgent, DateTimeOffset now, DateTimeOffset? next) =>
        [partner, kind.Code(), correlation, ticket?.Value, _key.SealBytes(System.Text.Encoding.UTF8.GetBytes(packet), Of(partner, ExchangeDirection.Out, correlation)), urgent, now, next];

    /// <summary>What came in, in the transaction that makes its ticket.</summary>
    internal NpgsqlBatchCommand Received(string partner, PartnerCase what, TicketId ticket, DateTimeOffset now, DateTimeOffset due) => Sql.Command(
        """
        insert into tickets.partner_exchange (partner, direction, kind, correlation, ticket_id, sealed, state, urgent, offered_at, acked_at, due_at)
        values ($1, 'in', 'case', $2, $3, $4, 'acked', $5, $6, $6, $7)
        """,
        partner, what.Correlation, ticket.Value, _key.Seal(what, Of(partner, ExchangeDirection.In, what.Correlation!)), what.Urgent, now, due);

    /// <summary>签收 of what came in, told to the partner in the same transaction.</summary>
    /// <returns>False where it was signed for, or sent back, before.</returns>
    internal async Task<bool> SignAsync(long id, Actor by, CancellationToken ct)
    {
        var now = _clock.Now();
        await using var connection = await _db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var signed = await connection.ReadAsync(
            """
            update tickets.partner_exchange e set state = 'accepted', answered_at = $2, by_actor = $3::text::jsonb from tickets.ticket t
            where e.id = $1 and e.direction = 'in' and e.state = 'acked' and t.id = e.ticket_id returning e.partner, e.correlation, e.ticket_id, t.number, e.urgent
            """, [id, now, EventJson.Write(by)], row => (Partner: row.GetString(0), Correlation: row.GetString(1), Ticket: new TicketId(row.GetGuid(2)), Number: row.Number(3), Urgent: row.GetBoolean(4)), ct);
        if (signed is not [var one]) return false;

        var packet = new OutcomePacket("outcome", one.Correlation, 0, now, one.Number.Digits, ExchangeState.Accepted, "signed-for", Text: null, Final: false);
        await using var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { Offer(one.Partner, ExchangeKind.Outcome, $"{one.Correlation}#0", packet, one.Ticket, one.Urgent) } };
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>已回执: the partner has it. A repetition changes nothing.</summary>
    public Task AckedAsync(long id, CancellationToken ct) => _db.ExecuteAsync(
        """
        with acked as (
          update tickets.partner_exchange set state = 'acked', acked_at = $2, next_at = null, failure = null, tries = tries + 1 where id = $1 and state = 'offered' returning partner, kind, correlation)
        update tickets.partner_exchange c set state = 'returned', returned_at = $2
        from acked a where a.kind = 'outcome' and c.partner = a.partner and c.direction = 'in' and c.kind = 'case' and c.correlation = split_part(a.correlation, '#', 1)
          and c.state = 'accepted' and c.returned_at is null and a.correlation like '%#final%'
        """, [id, _clock.Now()], ct);

    /// <summary>Not taken: the worker goes on trying.</summary>
    /// <param name="failure">A status or the kind of error; no data of the packet.</param>
    public Task FailedAsync(long id, string failure, CancellationToken ct) => _db.ExecuteAsync(
        "update tickets.partner_exchange set tries = tries + 1, failure = $2, next_at = $3 + least(60, 2 * power(2, least(tries, 5))) * interval '1 second' where id = $1 and state = 'offered'",
        [id, failure, _clock.Now()], ct);

    /// <summary>What is due to be sent to a partner, leased to the caller, the oldest first.</summary>
    internal async Task<IReadOnlyList<Claimed>> ClaimAsync(string partner, int atMost, CancellationToken ct)
    {
        var now = _clock.Now();
        return await _db.ReadAsync(
            """
            with due as (select id from tickets.partner_exchange where next_at <= $1 and partner = $4 and sealed is not null order by next_at limit $2 for update skip locked)
            update tickets.partner_exchange e set next_at = $3 from due where e.id = due.id returning e.id, e.partner, e.correlation, e.sealed
            """,
            [now, atMost, now + Lease, partner], row => new Claimed(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetFieldValue<byte[]>(3)), ct);
    }

    /// <exception cref="System.Security.Cryptography.CryptographicException">It was sealed with another key.</exception>
    internal string Opened(Claimed packet) => System.Text.Encoding.UTF8.GetString(_key.OpenBytes(packet.Sealed, Of(packet.Partner, ExchangeDirection.Out, packet.Correlation)));

    /// <summary>A packet that is due, and ours to send for a while.</summary>
    internal sealed record Claimed(long Id, string Partner, string Correlation, byte[] Sealed);

    /// <summary>Lines of a list, newest or most urgent first.</summary>
    /// <param name="partner">All where null.</param>
    public async Task<Slice<Exchange>> ReadAsync(ExchangeList which, string? partner, int page, int size, CancellationToken ct)
    {
        var (where, order) = which switch
        {
            ExchangeList.ToSign => ("e.direction = 'in' and e.state = 'acked'", "e.due_at, e.id"),
            ExchangeList.Unacked => (Waiting, "e.offered_at, e.id"),
            ExchangeList.Refused => ("e.direction = 'out' and e.state = 'refused'", "e.answered_at, e.id"),
            _ => ("true", "e.offered_at desc, e.id desc"),
        };
        var rows = await _db.ReadAsync(
            $"select {Columns} from tickets.partner_exchange e left join tickets.ticket t on t.id = e.ticket_id where {where} and ($1::text is null or e.partner = $1) order by {order} limit $2 offset $3",
            [partner, size + 1, (Math.Max(1, page) - 1) * size], Row, ct);
        return new([.. rows.Take(size)], Math.Max(1, page), rows.Count > size);
    }

    /// <summary>Null where there is none.</summary>
    public async Task<Exchange?> FindAsync(long id, CancellationToken ct) => (await _db.ReadAsync(
        $"select {Columns} from tickets.partner_exchange e left join tickets.ticket t on t.id = e.ticket_id where e.id = $1", [id], Row, ct)).SingleOrDefault();

    /// <summary>How many wait in each list that asks for somebody.</summary>
    public async Task<IReadOnlyDictionary<ExchangeList, int>> CountsAsync(CancellationToken ct) => (await _db.ReadAsync(
        $"""
        select (select count(*) from tickets.partner_exchange where direction = 'in' and state = 'acked')::int,
          (select count(*) from tickets.partner_exchange e where {Waiting})::int,
          (select count(*) from tickets.partner_exchange where direction = 'out' and state = 'refused')::int
        """, [], row => new Dictionary<ExchangeList, int> { [ExchangeList.ToSign] = row.GetInt32(0), [ExchangeList.Unacked] = row.GetInt32(1), [ExchangeList.Refused] = row.GetInt32(2) }, ct))[0];

    /// <summary>What a line carried, for people. It holds personal data: the opening is written down first.</summary>
    /// <returns>JSON; null where there is no such line, its packet was erased, or there is no ticket under which the opening could be written down.</returns>
    /// <exception cref="UnauthorizedAccessException">Departments and citizens may not open it.</exception>
    public async Task<string?> OpenAsync(long id, Actor by, string purpose, CancellationToken ct)
    {
        if (by.IsOfUnit || by.Role == Role.Citizen) throw new UnauthorizedAccessException($"Role {by.Role} may not open what goes to partners.");
        ArgumentException.ThrowIfNullOrWhiteSpace(purpose);
        var found = await _db.ReadAsync(
            """
            with opened as (
              insert into tickets.personal_data_view (ticket_id, actor, purpose, at)
              select ticket_id, $2::text::jsonb, $3, $4 from tickets.partner_exchange where id = $1 and ticket_id is not null)
            select partner, direction, correlation, sealed from tickets.partner_exchange where id = $1 and ticket_id is not null and sealed is not null
            """,
            [id, EventJson.Write(by), purpose, _clock.Now()],
            row => System.Text.Encoding.UTF8.GetString(_key.OpenBytes(row.GetFieldValue<byte[]>(3), Of(row.GetString(0), row.Code<ExchangeDirection>(1), row.GetString(2)))), ct);
        return found is [var json] ? json : null;
    }

    /// <summary>Calls whose packets belong to no ticket: with a ticket they go as its requester goes.</summary>
    public async Task<IReadOnlyList<Guid>> CallsWithoutTicketAsync(CancellationToken ct) => await _db.ReadAsync(
        "select correlation from tickets.partner_exchange where kind = 'call' and ticket_id is null and sealed is not null", [], row => Guid.TryParse(row.GetString(0), out var call) ? call : Guid.Empty, ct);

    /// <summary>What such packets carried goes with the details of their calls (保存期限); the lines stay.</summary>
    /// <returns>How many packets that was.</returns>
    public Task<int> ForgetCallsAsync(IReadOnlyCollection<Guid> calls, CancellationToken ct) => _db.ExecuteAsync(
        "update tickets.partner_exchange set sealed = null, reason = null, next_at = null where kind = 'call' and ticket_id is null and sealed is not null and correlation = any($1)", [calls.Select(c => c.ToString()).ToArray()], ct);

    internal static string Of(string partner, ExchangeDirection direction, string correlation) => $"{partner}\u001f{direction.Code()}\u001f{correlation}";

    private static Exchange Row(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.Code<ExchangeDirection>(2), row.Code<ExchangeKind>(3), Shown(row.GetString(4)), row.Code<ExchangeState>(5), row.GetBoolean(6),
        row.IsDBNull(7) ? null : row.Number(7), row.Maybe<string>(8), row.IsDBNull(9) ? null : row.Code<StateName>(9), row.Time(10), row.MaybeTime(11), row.MaybeTime(12), row.MaybeTime(13), row.MaybeTime(14), row.Maybe<string>(15), row.GetInt32(16), row.Maybe<string>(17), row.GetBoolean(18));

    private static string Shown(string correlation) => correlation.Split('#')[0];
}
