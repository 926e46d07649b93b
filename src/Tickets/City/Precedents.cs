using Hotline.Tickets.EventStore;
using Hotline.Tickets.Feed;
using Npgsql;

namespace Hotline.Tickets.City;

/// <summary>
/// The rulings that route equal cases (裁定先例库): written from the events of the dispute desk, kept in memory, read anew on every
/// host when one is added or ended.
/// </summary>
public sealed class Precedents(NpgsqlDataSource db, TimeProvider clock)
{
    private volatile IReadOnlyList<Precedent> _all = [];

    /// <summary>Also those that hold no more.</summary>
    public IReadOnlyList<Precedent> All => _all;

    internal async Task ReloadAsync(CancellationToken ct) => _all = await db.ReadAsync(
        "select number, category, district, words, department, reason, basis, valid_from, valid_to from tickets.precedent order by valid_from", [],
        row => new Precedent(
            row.GetString(0), row.Maybe<string>(1), row.Maybe<string>(2), row.GetFieldValue<string[]>(3), new(row.GetString(4)), row.GetString(5), row.GetString(6),
            row.Time(7), row.MaybeTime(8)), ct);

    /// <summary>Ends one, such as when the city's catalogue has taken it over. False where it does not hold.</summary>
    public async Task<bool> EndAsync(string number, string reason, Actor by, CancellationToken ct)
    {
        var now = clock.Now();
        var ended = await db.ExecuteAsync(
            "update tickets.precedent set valid_to = $2, ended_by = $3::jsonb, ended_because = $4 where number = $1 and (valid_to is null or valid_to > $2)",
            [number, now, EventJson.Write(by), reason], ct);
        if (ended == 0) return false;
        await TellAsync(ct);
        return true;
    }

    internal async Task AddAsync(TicketId ticket, Precedent p, CancellationToken ct) => await db.ExecuteAsync(
        """
        insert into tickets.precedent (number, ticket_id, category, district, words, department, reason, basis, valid_from)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (number) do nothing
        """,
        [p.Number, ticket.Value, p.Category, p.District, p.Words.ToArray(), p.Department.Code, p.Reason, p.Basis, p.From], ct);

    /// <summary>Every host reads again, this one at once.</summary>
    internal async Task TellAsync(CancellationToken ct)
    {
        await db.ExecuteAsync("select pg_notify('profiles', '')", [], ct);
        await ReloadAsync(ct);
    }
}

/// <summary>Makes precedents of rulings. The number is that of the ruling, so doing it again changes nothing.</summary>
internal sealed class PrecedentKeeper(TicketStore store, Precedents precedents, CityRules rules) : ITicketSubscriber
{
    public string Name => "precedents";

    public async Task HandleAsync(IReadOnlyList<FedEvent> events, CancellationToken ct)
    {
        var rulings = events.Where(e => e.Recorded.Event is TicketEvent.Adjudicated { Precedent: not null }).ToList();
        foreach (var ruling in rulings) await KeepAsync(ruling.Recorded, ct);
        if (rulings.Count > 0) await precedents.TellAsync(ct);
    }

    private async Task KeepAsync(RecordedEvent ruling, CancellationToken ct)
    {
        var ruled = (TicketEvent.Adjudicated)ruling.Event;
        var facts = (await store.LoadAsync(ruling.Ticket, ct))!.Ticket.Facts;
        await precedents.AddAsync(
            ruling.Ticket, new(ruled.Precedent!, facts.Category, facts.District, WordsOf(facts), ruled.To, ruled.Reason, ruled.Basis, ruling.At), ct);
    }

    private IReadOnlyList<string> WordsOf(RequestFacts facts) => facts.Category is { } code
        ? [.. (rules.Categories.GetValueOrDefault(code)?.Keywords ?? []).Where(w => $"{facts.Title}\n{facts.Text}".Contains(w, StringComparison.Ordinal))]
        : [];
}
