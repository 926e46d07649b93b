using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Delivery;
using Hotline.Tickets.Enterprises;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Merging;
using Hotline.Tickets.Requesters;
using Npgsql;

namespace Hotline.Tickets.Accepting;

/// <summary>回执: what the citizen is told at once.</summary>
/// <param name="Due">When an answer is promised, were it dispatched now; null where none is owed.</param>
public sealed record Receipt(TicketId Id, TicketNumber Number, QueryCode Code, DateTimeOffset AcceptedAt, DateTimeOffset? Due);

/// <summary>A request that cannot be taken as it is. Nothing was stored.</summary>
/// <param name="errors">By field name, each with how to mend it, in Chinese.</param>
public sealed class InvalidRequestException(IReadOnlyDictionary<string, string[]> errors) : Exception("The request has errors in: " + string.Join(", ", errors.Keys))
{
    public IReadOnlyDictionary<string, string[]> Errors { get; } = errors;
}

/// <summary>Takes requests in (受理): number, query code, event 1.</summary>
public sealed class Reception
{
    private readonly TicketStore _store;
    private readonly PersonalDataKey _key;
    private readonly CityRules _rules;
    private readonly TimeProvider _clock;
    private readonly DayNumbers _numbers;
    private readonly KnownFacts? _known;
    private readonly Onces _once;

    internal Reception(NpgsqlDataSource db, TicketStore store, PersonalDataKey key, CityRules rules, TimeProvider clock, KnownFacts? known = null) =>
        (_store, _key, _rules, _clock, _numbers, _known, _once) = (store, key, rules, clock, new DayNumbers(db), known, new Onces(db, key));

    /// <exception cref="InvalidRequestException">Names the fields and the fix.</exception>
    public Task<Receipt> AcceptAsync(Request request, Actor actor, CancellationToken ct) => AcceptAsync(request, actor, once: null, ct);

    /// <summary>The same, but a repetition with the same key gets the first receipt and makes no second ticket.</summary>
    /// <exception cref="InvalidRequestException">Also when the key was used for another request.</exception>
    public async Task<Receipt> AcceptOnceAsync(string? key, Request request, Actor actor, CancellationToken ct) =>
        (await _once.DoAsync(key, request, actor, async once => (Receipt?)await AcceptAsync(request, actor, once, ct), ct))!;

    private async Task<Receipt> AcceptAsync(Request request, Actor actor, Once? once, CancellationToken ct)
    {
        var now = _clock.Now();
        var rules = _rules.At(now);
        var wrong = AcceptTicket.Wrong(request, rules);
        if (wrong.Count > 0) throw new InvalidRequestException(wrong);
        if (_known is not null) request = await _known.CompleteAsync(request, ct);
        var original = await OriginalAsync(request, ct);
        if (!Transitions.Allowed(ticket: null, actor).Contains(Step.Accept)) throw new InvalidOperationException($"Role {actor.Role} may not accept tickets.");
        return await AcceptWithAsync(request, actor, rules, now, receipt => [.. Onces.Row(once, receipt, now), .. DuplicateRow(receipt, original, request, actor)], ct);
    }

    /// <summary>A request that was found right, with what must stand or fall with it.</summary>
    internal async Task<Receipt> AcceptWithAsync(Request request, Actor actor, CityRules rules, DateTimeOffset now, Func<Receipt, IEnumerable<NpgsqlBatchCommand>> more, CancellationToken ct)
    {
        var number = await NextNumberAsync(now, ct);
        var events = AcceptTicket.Decide(request, number, rules, now);
        var receipt = new Receipt(TicketId.New(), number, QueryCode.New(), now, Due(events, rules, now));
        await _store.CreateAsync(receipt.Id, events, new Signature(actor, now, rules.Version), [RequesterRow(receipt, request), LetterOffice.Keep(receipt.Id, receipt.Code, _key), .. CompanyRows(request, now), .. more(receipt)], ct);
        return receipt;
    }

    private static DateTimeOffset? Due(IReadOnlyList<TicketEvent> events, CityRules rules, DateTimeOffset now) => events is [TicketEvent.Accepted e] ? Expected(e.Facts, rules, now) : null;

    /// <summary>预计答复: what the citizen is told while no unit has the matter yet; null where no reply is wanted.</summary>
    internal static DateTimeOffset? Expected(RequestFacts facts, CityRules rules, DateTimeOffset accepted) => facts.WantsReply ? rules.Start(ClockName.Handling, facts, accepted).DueAt : null;

    /// <summary>For whoever makes tickets by <see cref="AcceptWithAsync"/>.</summary>
    internal Onces Once => _once;

    internal async Task<TicketNumber> NextNumberAsync(DateTimeOffset now, CancellationToken ct)
    {
        var day = _rules.DayOf(now);
        return TicketNumber.Create(day, await _numbers.NextAsync(day, ct));
    }

    private IEnumerable<NpgsqlBatchCommand> CompanyRows(Request request, DateTimeOffset now) =>
        request.Company is { } company ? Companies.Rows(company, request.RequesterName, request.Phone, _key, now) : [];

    /// <summary>重复件: the ticket it repeats, where the caller insisted on a new one.</summary>
    private async Task<TicketId?> OriginalAsync(Request request, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(request.DuplicateOf)) return null;
        if (!TicketNumber.TryParse(request.DuplicateOf, out var number, out var problem)) throw new InvalidRequestException(Named("duplicateOf", problem!));
        return await _store.FindAsync(number, ct) ?? throw new InvalidRequestException(Named("duplicateOf", "没有这张工单，请核对单号"));
    }

    private static IEnumerable<NpgsqlBatchCommand> DuplicateRow(Receipt receipt, TicketId? original, Request request, Actor actor) => original is not { } of ? [] :
        [RelationLog.Line([receipt.Id], RelationKind.Duplicate, of, request.DuplicateReason is { Length: > 0 } why ? why : "诉求人坚持另立新单", after: null, actor, receipt.AcceptedAt)];

    private NpgsqlBatchCommand RequesterRow(Receipt receipt, Request request) => Sql.Command(
        "insert into tickets.requester (ticket_id, sealed, phone_mac, code_mac) values ($1, $2, $3, $4)",
        receipt.Id.Value,
        _key.Seal(new Requester(request.RequesterName, request.Phone, request.Mail, request.WeChat, request.Language), receipt.Id.ToString()),
        string.IsNullOrEmpty(request.Phone) ? null : _key.Phone(request.Phone),
        _key.Code(receipt.Number, receipt.Code));

    private static Dictionary<string, string[]> Named(string field, string error) => new(StringComparer.Ordinal) { [field] = [error] };
}
