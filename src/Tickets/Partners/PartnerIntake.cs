using Hotline.Tickets.Accepting;
using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Police;
using Npgsql;

namespace Hotline.Tickets.Partners;

/// <summary>从110接入: a case that comes in is a ticket at once, with a clock of its own until somebody signs for it or sends it back.</summary>
public sealed class PartnerIntake
{
    private const string Which = "select t.number, e.state, e.due_at from tickets.partner_exchange e join tickets.ticket t on t.id = e.ticket_id where e.partner = $1 and e.direction = 'in' and e.kind = 'case' and e.correlation = $2";
    private static readonly SemaphoreSlim Answering = new(8);
    private readonly NpgsqlDataSource _db;
    private readonly Reception _reception;
    private readonly ITicketDesk _desk;
    private readonly ExchangeLedger _ledger;
    private readonly PartnerOptions _options;
    private readonly CityRules _rules;
    private readonly TimeProvider _clock;
    private readonly TicketStore _store;

    internal PartnerIntake(NpgsqlDataSource db, TicketStore store, Reception reception, ITicketDesk desk, ExchangeLedger ledger, PartnerOptions options, CityRules rules, TimeProvider clock) =>
        (_db, _store, _reception, _desk, _ledger, _options, _rules, _clock) = (db, store, reception, desk, ledger, options, rules, clock);

    /// <summary>The same number again gets the receipt of the first.</summary>
    /// <exception cref="InvalidRequestException">Names the fields and the fix; nothing was stored.</exception>
    public async Task<CaseReceipt> ReceiveAsync(string partner, PartnerCase what, CancellationToken ct)
    {
        var line = _options.All[partner];
        if (what.Wrong() is { Count: > 0 } wrong) throw new InvalidRequestException(wrong);
        if (await FindAsync(partner, what.Correlation!, ct) is { } earlier) return earlier;

        var now = _clock.Now();
        var (request, rules) = (what.ToRequest(), _rules.At(now));
        if (AcceptTicket.Wrong(request, rules) is { Count: > 0 } errors) throw new InvalidRequestException(errors);
        var due = now + (what.Urgent ? line.SignUrgentWithin : line.SignWithin);
        try
        {
            var receipt = await _reception.AcceptWithAsync(request, By(partner), rules, now, r => [_ledger.Received(partner, what, r.Id, now, due)], ct);
            return new(what.Correlation!, receipt.Number, ExchangeState.Acked, due);
        }
        catch (PostgresException e) when (e is { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "partner_exchange" })
        {
            return (await FindAsync(partner, what.Correlation!, ct))!; // the same case came twice at once
        }
    }

    /// <summary>签收: from now on it is ours, and the partner is told.</summary>
    public async Task<Decision> SignAsync(long id, Actor by, CancellationToken ct) => await _ledger.SignAsync(id, by, ct) ? new Decision.Happened() : NotWaiting;

    /// <summary>退回: it is theirs. The ticket goes to the partner's side with the reason.</summary>
    public async Task<Decision> SendBackAsync(long id, string? reason, Actor by, CancellationToken ct)
    {
        if (new FieldErrors().Required("reason", reason, 300).Decision is { } wrong) return wrong;
        var found = await _db.ReadAsync(
            "select ticket_id, partner from tickets.partner_exchange where id = $1 and direction = 'in' and state = 'acked'", [id], row => (Ticket: new TicketId(row.GetGuid(0)), Partner: row.GetString(1)), ct);
        if (found is not [var line]) return NotWaiting;

        var decision = await _desk.HandleAsync(line.Ticket, new TransferToPolice(reason, line.Partner), by, ct);
        if (decision is not Decision.Happened) return decision;
        await _db.ExecuteAsync(
            "update tickets.partner_exchange set state = 'refused', answered_at = $2, reason = $3, by_actor = $4::text::jsonb where id = $1 and state = 'acked'", [id, _clock.Now(), reason!.Trim(), EventJson.Write(by)], ct);
        return decision;
    }

    /// <summary>What the partner says of something we sent: taken, refused, or what came of it. A repetition changes nothing, be it beside the first or after a host died half-way.</summary>
    /// <returns>Null where nothing of that number went out.</returns>
    public async Task<Decision?> AnswerAsync(string partner, PartnerAnswer answer, CancellationToken ct)
    {
        if (WrongIn(answer) is { } wrong) return wrong;
        await Answering.WaitAsync(ct); // each holds a connection while the ticket's desk takes another
        try
        {
            return await AnswerInTurnAsync(partner, answer, ct);
        }
        finally
        {
            Answering.Release();
        }
    }

    /// <summary>The line is held until the ticket knows: of two answers at once, the second finds what the first left.</summary>
    private async Task<Decision?> AnswerInTurnAsync(string partner, PartnerAnswer answer, CancellationToken ct)
    {
        await using var connection = await _db.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var found = await connection.ReadAsync(
            "select id, ticket_id, state from tickets.partner_exchange where partner = $1 and direction = 'out' and kind <> 'outcome' and correlation = $2 order by kind desc limit 1 for update", [partner, answer.Correlation],
            row => (Id: row.GetInt64(0), Ticket: row.MaybeValue<Guid>(1), State: row.Code<ExchangeState>(2)), ct);
        if (found is not [var sent]) return null;

        var to = answer.Result is not null ? ExchangeState.Returned : answer.Accepted == false ? ExchangeState.Refused : ExchangeState.Accepted;
        if (sent.State == to) return new Decision.Happened();
        if (sent.State is ExchangeState.Returned) return AlreadyReturned;
        if (sent.Ticket is { } ticket && await TellAsync(new(ticket), partner, answer, to, ct) is Decision.Refused or Decision.Invalid) return NotNow;
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                Sql.Command(
                    """
                    update tickets.partner_exchange set state = $2, reason = coalesce($3, reason), acked_at = coalesce(acked_at, $4), next_at = null, failure = null,
                      answered_at = coalesce(answered_at, $4), returned_at = case when $2 = 'returned' then $4 else returned_at end where id = $1
                    """, sent.Id, to.Code(), answer.Reason ?? answer.Result, _clock.Now()),
            },
        };
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return new Decision.Happened();
    }

    private async Task<Decision?> TellAsync(TicketId ticket, string partner, PartnerAnswer answer, ExchangeState to, CancellationToken ct)
    {
        if (to == ExchangeState.Returned) return await _desk.HandleAsync(ticket, new RecordPoliceResult(answer.Result), By(partner), ct);
        var note = $"{_options.All[partner].Name}退回：{answer.Reason}";
        if (to != ExchangeState.Refused || (await _store.NotesAsync(ticket, ct)).Contains(note)) return null;
        var back = await _desk.HandleAsync(ticket, new AcceptAfterAll(note), By(partner), ct); // what is sent back is ours again, with a clock
        return back is Decision.Refused ? await _desk.HandleAsync(ticket, new NoteTicket(note), By(partner), ct) : back;
    }

    private static Decision? WrongIn(PartnerAnswer a) => new FieldErrors().Required("correlation", a.Correlation, 60).Longest("result", a.Result, 500).Longest("reason", a.Reason, 300)
        .Check("accepted", a.Accepted is not null || a.Result is not null, "accepted 与 result 至少填一项")
        .Check("reason", a.Accepted != false || !string.IsNullOrWhiteSpace(a.Reason), "退回必须说明理由").Decision;

    private async Task<CaseReceipt?> FindAsync(string partner, string correlation, CancellationToken ct) => (await _db.ReadAsync(
        Which, [partner, correlation], row => new CaseReceipt(correlation, row.Number(0), row.Code<ExchangeState>(1), row.MaybeTime(2)), ct)).SingleOrDefault();

    /// <summary>The partner's line takes part as one that accepts requests.</summary>
    private Actor By(string partner) => new(partner, _options.All[partner].Name, Role.Agent, null);

    private static Decision.Refused NotWaiting { get; } = new("not-waiting", "该事项已有人签收或退回，请刷新", "Somebody has signed for it or sent it back already. Load the list again.");
    private static Decision.Refused AlreadyReturned { get; } = new("already-returned", "该事项已反馈结果", "Its result has been told already.");
    private static Decision.Refused NotNow { get; } = new("not-now", "工单现在不能记录该结果，请先核对工单状态", "The ticket cannot take this now. Check the ticket's state.");
}
