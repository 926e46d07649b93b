using Hotline.Tickets.Accepting;
using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Requesters;
using Npgsql;

namespace Hotline.Tickets.Citizens;

/// <summary>What a citizen may read of their own ticket (办理进度).</summary>
/// <param name="Holder">Who is at it now, by name; null when nobody has to act.</param>
/// <param name="Due">办理时限; null before the first dispatch.</param>
/// <param name="UnifiedReply">统一答复, once approved.</param>
/// <param name="MayRate">Whether a rating can be given now.</param>
public sealed record PublicStatus(
    TicketNumber Number, StateName State, RequestType Type, string Title, DateTimeOffset AcceptedAt, string? Holder, DateTimeOffset? Due,
    string? UnifiedReply, bool MayRate, DateTimeOffset? ClosedAt)
{
    /// <summary>What the citizen may do now, such as urge, supply-information, reopen, withdraw.</summary>
    public IReadOnlyList<Step> Allowed { get; init; } = [];

    /// <summary>预计答复, as the receipt said, before the first dispatch; null where no reply is wanted.</summary>
    public DateTimeOffset? Expected { get; init; }

    /// <summary>并单: the ticket is handled with this one; holder and due time are the master's. Null where it follows nobody.</summary>
    public FollowedMaster? Following { get; init; }
}

/// <param name="Master">Null where one of the two is confidential.</param>
/// <param name="Note">For the citizen to read.</param>
public sealed record FollowedMaster(TicketNumber? Master, string Note);

/// <summary>What a look-up leads to.</summary>
public abstract record LookupResult
{
    private LookupResult() { }

    public sealed record Found(TicketId Id, PublicStatus Status) : LookupResult;

    /// <summary>No such number, or not its code: the two cannot be told apart from outside.</summary>
    public sealed record NotFound : LookupResult;

    /// <summary>Too many wrong codes for this number or from this address.</summary>
    public sealed record TooMany(TimeSpan RetryAfter) : LookupResult;
}

/// <summary>Number and query code open a ticket's public status. Guessing is slowed down per number and per address.</summary>
public sealed class CitizenLookup
{
    private readonly NpgsqlDataSource _db;
    private readonly TicketStore _store;
    private readonly PersonalDataKey _key;
    private readonly CityRules _rules;
    private readonly WrongGuesses _guesses;

    internal CitizenLookup(NpgsqlDataSource db, TicketStore store, PersonalDataKey key, CityRules rules, TimeProvider clock) =>
        (_db, _store, _key, _rules, _guesses) = (db, store, key, rules, new(db, clock));

    /// <param name="address">Of the one who asks, such as an IP address.</param>
    public async Task<LookupResult> FindAsync(TicketNumber number, QueryCode code, string address, CancellationToken ct)
    {
        (byte[], int)[] who = [(_key.Fingerprint("lookup-number", number.Digits), WrongGuesses.PerNumber), (_key.Fingerprint("lookup-address", address), WrongGuesses.PerAddress)];
        if (await _guesses.BlockedForAsync(who, ct) is { } wait) return new LookupResult.TooMany(wait);
        if (await OpenAsync(number, code, ct) is { } found) return found;

        await _guesses.RememberAsync(who, ct);
        return new LookupResult.NotFound();
    }

    private async Task<LookupResult.Found?> OpenAsync(TicketNumber number, QueryCode code, CancellationToken ct)
    {
        var rows = await _db.ReadAsync(
            """
            select t.id, t.accepted_at, t.closed_at, coalesce(t.handling_due_at, (select c.due_at from tickets.clock c where c.ticket_id = t.id and c.name = 'handling' order by c.version desc limit 1))
            from tickets.ticket t join tickets.requester r on r.ticket_id = t.id where t.number = $1 and r.code_mac = $2
            """,
            [number.Digits, _key.Code(number, code)],
            row => (Id: new TicketId(row.GetGuid(0)), Accepted: row.Time(1), Closed: row.MaybeTime(2), Due: row.MaybeTime(3)), ct);
        if (rows is not [var at]) return null;

        var ticket = (await _store.LoadAsync(at.Id, ct))!.Ticket;
        var mayRate = !ticket.RatedByCitizen && Transitions.Allowed(ticket, Actor.Citizen).Contains(Step.Rate);
        var status = new PublicStatus(
            ticket.Number, ticket.State.Name, ticket.Facts.Type, ticket.Facts.Title, at.Accepted, HolderName(ticket.State), at.Due, ticket.UnifiedReply, mayRate, at.Closed) 
        {
            Allowed = Transitions.Allowed(ticket, Actor.Citizen),
            Expected = at.Due is null && ticket.State.Name == StateName.AwaitingDispatch ? Reception.Expected(ticket.Facts, _rules, at.Accepted) : null,
        };
        return new(at.Id, ticket is { MergedInto: { } master, State.IsOpen: true } ? await FollowingAsync(status, ticket.Facts.Confidential, master, ct) : status);
    }

    private async Task<PublicStatus> FollowingAsync(PublicStatus own, bool confidential, TicketId masterId, CancellationToken ct)
    {
        var master = (await _store.LoadAsync(masterId, ct))!.Ticket;
        TicketNumber? number = confidential || master.Facts.Confidential ? null : master.Number;
        return own with
        {
            Holder = HolderName(master.State), Due = master.ClockOf(Deadlines.ClockName.Handling)?.DueAt ?? own.Due,
            Following = new(number, number is null ? "并入主单办理，办结后将单独答复您" : $"并入主单 {number} 办理，办结后将单独答复您"),
        };
    }

    private string? HolderName(TicketState state) => Holder.Of(state) switch
    {
        null => null,
        { Department: { } department } => _rules.NameOf(department),
        { Role: Role.Citizen } => "诉求人",
        _ => "市民热线中心",
    };
}
