using System.Security.Cryptography;
using System.Text;
using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Statistics;

/// <param name="Hash">SHA-256 over the hash of the month before, the body and the cases, in hexadecimal.</param>
public sealed record FrozenMonth(DateOnly Month, DateTimeOffset FrozenAt, Actor By, string Hash, MonthBody Body);

/// <param name="Hash">SHA-256 over the hash before it, of the month or of the erratum before, and the body.</param>
public sealed record Erratum(DateOnly Month, int No, DateTimeOffset FoundAt, Actor By, string Hash, ErratumBody Body);

/// <summary>
/// 月报: a closed month is frozen with every value, chained to the month before. What changes later changes nothing in it: it is told as
/// an erratum beside it, with the tickets that made the difference.
/// </summary>
public sealed class MonthBook
{
    private readonly NpgsqlDataSource _db;
    private readonly CityRules _rules;
    private readonly TimeProvider _clock;
    private readonly MonthCount _count;

    public MonthBook(NpgsqlDataSource db, KpiFacts facts, CityRules rules, TimeProvider clock, ICallMonth? calls = null) =>
        (_db, _rules, _clock, _count) = (db, rules, clock, new(db, facts, rules, clock, calls));

    /// <returns>The frozen month, or why not.</returns>
    public async Task<(FrozenMonth? Frozen, Decision.Refused? Not)> FreezeAsync(DateOnly month, Actor by, CancellationToken ct)
    {
        var now = _clock.Now();
        if (_rules.StartOf(month.AddMonths(1)) > now) return (null, NotOver);
        if (await FindAsync(month, ct) is not null) return (null, FrozenBefore);

        var (counted, cases) = await _count.CountAsync(month, chosen: null, ct);
        var (body, packed, previous) = (EventJson.Write(counted), MonthCases.Pack(cases), await HashBeforeAsync(month, ct));
        var written = await _db.ExecuteAsync(
            """
            insert into tickets.kpi_month (month, frozen_at, actor, rules, body, cases, previous, hash)
            select $1, $2, $3::text::jsonb, $4, $5, $6, $7, $8 on conflict do nothing
            """,
            [month, now, EventJson.Write(by), _rules.Version, body, packed, previous, Hash(previous, body, packed)], ct);
        return written == 1 ? (await FindAsync(month, ct), null) : (null, FrozenBefore);
    }

    /// <summary>Counts a frozen month again. A difference that has not been told yet becomes the next erratum.</summary>
    /// <returns>Null where there is nothing new to tell, or the month is not frozen.</returns>
    public async Task<Erratum?> CheckAsync(DateOnly month, Actor by, CancellationToken ct)
    {
        if (await FindAsync(month, ct) is not { } frozen) return null;
        var chosen = frozen.Body.Figures.Where(f => f is { Chosen: true, By: null }).ToDictionary(f => f.Kpi, f => f.Variant, StringComparer.Ordinal);
        var (counted, cases) = await _count.CountAsync(month, chosen, ct);
        var told = await ErrataAsync(month, ct);
        var found = new ErratumBody(month, counted.AsOf, Changes(frozen.Body, counted), Differences(await CasesAsync(month, ct), cases)) { Calls = Changes(frozen.Body.Calls, counted.Calls) };
        if (Same(found, told.Count > 0 ? told[^1].Body : null)) return null;

        var (no, body, previous) = (told.Count + 1, EventJson.Write(found), Convert.FromHexString(told.Count > 0 ? told[^1].Hash : frozen.Hash));
        var written = await _db.ExecuteAsync(
            "insert into tickets.kpi_erratum (month, no, found_at, actor, body, hash) values ($1, $2, $3, $4::text::jsonb, $5, $6) on conflict do nothing",
            [month, no, _clock.Now(), EventJson.Write(by), body, Hash(previous, body, [])], ct);
        return written == 1 ? (await ErrataAsync(month, ct))[^1] : null;
    }

    public async Task<FrozenMonth?> FindAsync(DateOnly month, CancellationToken ct) => (await MonthsAsync(month, ct)).SingleOrDefault();

    /// <summary>All of them, the first first.</summary>
    public async Task<IReadOnlyList<FrozenMonth>> AllAsync(CancellationToken ct) => await MonthsAsync(null, ct);

    public async Task<IReadOnlyList<Erratum>> ErrataAsync(DateOnly month, CancellationToken ct) => await _db.ReadAsync(
        "select month, no, found_at, actor, hash, body from tickets.kpi_erratum where month = $1 order by no", [month],
        row => new Erratum(
            row.GetFieldValue<DateOnly>(0), row.GetInt32(1), row.Time(2), EventJson.Read<Actor>(row.GetString(3)), Convert.ToHexString(row.GetFieldValue<byte[]>(4)),
            EventJson.Read<ErratumBody>(row.GetString(5))),
        ct);

    /// <summary>The numbers of the tickets that made the difference; of a sealed ticket none.</summary>
    public async Task<IReadOnlyDictionary<Guid, TicketNumber>> NumbersAsync(IReadOnlyList<Erratum> errata, CancellationToken ct) => (await _db.ReadAsync(
        "select t.id, t.number from tickets.ticket t join tickets.kpi_ticket k on k.ticket_id = t.id where t.id = any($1) and not k.sealed",
        [errata.SelectMany(e => e.Body.Tickets).Select(t => t.Ticket).Distinct().ToArray()],
        row => (Id: row.GetGuid(0), Number: row.Number(1)), ct)).ToDictionary(t => t.Id, t => t.Number);

    /// <summary>Months and errata whose text or cases no longer fit their hash, or that do not follow what was before them.</summary>
    public async Task<IReadOnlyList<string>> BrokenAsync(CancellationToken ct)
    {
        var months = await _db.ReadAsync(
            "select month, body, cases, previous, hash, lag(hash) over (order by month) from tickets.kpi_month order by month", [],
            row => (Name: $"{row.GetFieldValue<DateOnly>(0):yyyy-MM}",
                Fits: Hash(row.Maybe<byte[]>(3), row.GetString(1), row.GetFieldValue<byte[]>(2)).AsSpan().SequenceEqual(row.GetFieldValue<byte[]>(4)),
                Follows: row.Maybe<byte[]>(3) is not { } before || (row.Maybe<byte[]>(5) is { } last && before.AsSpan().SequenceEqual(last))),
            ct);
        var errata = await _db.ReadAsync(
            """
            select e.month, e.no, e.body, e.hash, coalesce(lag(e.hash) over (partition by e.month order by e.no), m.hash)
            from tickets.kpi_erratum e join tickets.kpi_month m using (month) order by e.month, e.no
            """,
            [],
            row => (Name: $"{row.GetFieldValue<DateOnly>(0):yyyy-MM} 勘误 {row.GetInt32(1)}",
                Fits: Hash(row.GetFieldValue<byte[]>(4), row.GetString(2), []).AsSpan().SequenceEqual(row.GetFieldValue<byte[]>(3)), Follows: true),
            ct);
        return [.. months.Concat(errata).Where(m => !m.Fits || !m.Follows).Select(m => m.Name)];
    }

    private static List<MonthChange> Changes(MonthBody was, MonthBody now)
    {
        var (before, after) = (was.Figures.ToDictionary(f => f.Name), now.Figures.ToDictionary(f => f.Name));
        return [.. was.Figures.Concat(now.Figures).Select(f => f.Name).Distinct()
            .Select(n => new MonthChange(before.GetValueOrDefault(n), after.GetValueOrDefault(n))).Where(c => c.Was != c.Now)];
    }

    /// <summary>Null where nothing has changed, or there is nothing to compare: a host without telephony finds no fault with the calls.</summary>
    private static List<CallMonthChange>? Changes(IReadOnlyList<CallMonthFigure>? was, IReadOnlyList<CallMonthFigure>? now)
    {
        if (was is null || now is null) return null;
        var (before, after) = (was.ToDictionary(f => f.Name), now.ToDictionary(f => f.Name));
        var changes = was.Concat(now).Select(f => f.Name).Distinct().Select(n => new CallMonthChange(before.GetValueOrDefault(n), after.GetValueOrDefault(n))).Where(c => c.Was != c.Now).ToList();
        return changes.Count == 0 ? null : changes;
    }

    private static List<MonthTicket> Differences(Dictionary<(string Kpi, Guid Ticket, int No), string> was, Dictionary<(string Kpi, Guid Ticket, int No), string> now) =>
        [.. was.Keys.Union(now.Keys).Select(k => new MonthTicket(k.Kpi, k.Ticket, k.No, was.GetValueOrDefault(k), now.GetValueOrDefault(k))).Where(t => t.Was != t.Now)];

    private static bool Same(ErratumBody found, ErratumBody? told) => told is null
        ? found is { Changes.Count: 0, Tickets.Count: 0, Calls: null }
        : found.Changes.SequenceEqual(told.Changes) && found.Tickets.ToHashSet().SetEquals(told.Tickets) && (found.Calls ?? []).SequenceEqual(told.Calls ?? []);

    private Task<List<FrozenMonth>> MonthsAsync(DateOnly? month, CancellationToken ct) => _db.ReadAsync(
        "select month, frozen_at, actor, hash, body from tickets.kpi_month where $1::date is null or month = $1 order by month", [month],
        row => new FrozenMonth(
            row.GetFieldValue<DateOnly>(0), row.Time(1), EventJson.Read<Actor>(row.GetString(2)), Convert.ToHexString(row.GetFieldValue<byte[]>(3)), EventJson.Read<MonthBody>(row.GetString(4))),
        ct);

    private async Task<Dictionary<(string Kpi, Guid Ticket, int No), string>> CasesAsync(DateOnly month, CancellationToken ct) =>
        MonthCases.Unpack((await _db.ReadAsync("select cases from tickets.kpi_month where month = $1", [month], row => row.GetFieldValue<byte[]>(0), ct))[0]);

    private async Task<byte[]?> HashBeforeAsync(DateOnly month, CancellationToken ct) =>
        (await _db.ReadAsync("select hash from tickets.kpi_month where month < $1 order by month desc limit 1", [month], row => row.GetFieldValue<byte[]>(0), ct)).SingleOrDefault();

    private static byte[] Hash(byte[]? previous, string body, byte[] cases) => SHA256.HashData([.. previous ?? [], .. Encoding.UTF8.GetBytes(body), .. cases]);

    public static Decision.Refused NotOver { get; } = new("month-not-over", "该月尚未结束，不能冻结", "The month is not over and cannot be frozen.");
    public static Decision.Refused FrozenBefore { get; } = new("frozen-before", "该月已冻结，后来的变化见勘误", "The month was frozen before; what changed since stands in its errata.");
}
