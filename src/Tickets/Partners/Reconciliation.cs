using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Jobs;
using Npgsql;

namespace Hotline.Tickets.Partners;

/// <summary>One line of a day's ledger, the same on both sides.</summary>
/// <param name="From">Who sent it: 12345 or the partner's number.</param>
/// <param name="Correlation">The sender's number; of an outcome the case's number, # and the packet's step.</param>
/// <param name="State">acked, accepted, refused or returned; offered where the sender has no receipt.</param>
public sealed record LedgerEntry(string From, ExchangeKind Kind, string Correlation, ExchangeState State)
{
    internal (string, ExchangeKind, string) Key => (From, Kind, Correlation);
}

/// <summary>对账: what both sides have, what only one has, and where they differ in what became of it.</summary>
public sealed record LedgerMatch(int Matched, IReadOnlyList<LedgerEntry> OnlyHere, IReadOnlyList<LedgerEntry> OnlyThere, IReadOnlyList<LedgerEntry> Differing)
{
    /// <summary>账实相符: nothing unknown on either side.</summary>
    public bool IsClean => OnlyHere.Count + OnlyThere.Count + Differing.Count == 0;

    /// <summary>Pure. A line that has no receipt yet is not missed on the other side: it is still on its way.</summary>
    /// <param name="beside">Ours of the days beside it, which are known but not looked for.</param>
    internal static LedgerMatch Of(IReadOnlyList<LedgerEntry> ours, IReadOnlyList<LedgerEntry> theirs, IReadOnlyList<LedgerEntry> beside)
    {
        var there = theirs.GroupBy(e => e.Key).ToDictionary(g => g.Key, g => g.Last());
        var here = ours.Concat(beside).Select(e => e.Key).ToHashSet();
        var both = ours.Where(e => there.ContainsKey(e.Key)).ToList();
        return new(
            both.Count, [.. ours.Where(e => !there.ContainsKey(e.Key) && e.State != ExchangeState.Offered)], [.. theirs.Where(e => !here.Contains(e.Key)).DistinctBy(e => e.Key)],
            [.. both.Where(e => IsTold(e.State) && IsTold(there[e.Key].State) && e.State != there[e.Key].State)]);
    }

    private static bool IsTold(ExchangeState state) => state is ExchangeState.Accepted or ExchangeState.Refused or ExchangeState.Returned;
}

/// <param name="MadeAt">When both ledgers were last held against each other.</param>
public sealed record DayMatch(string Partner, DateOnly Day, LedgerMatch Match, DateTimeOffset MadeAt);

/// <summary>日对账: both ledgers of a day held against each other; what the partner does not know is sent again, which it knows by its number.</summary>
public sealed class Reconciliation
{
    private readonly NpgsqlDataSource _db;
    private readonly CityRules _rules;
    private readonly TimeProvider _clock;

    internal Reconciliation(NpgsqlDataSource db, CityRules rules, TimeProvider clock) => (_db, _rules, _clock) = (db, rules, clock);

    /// <summary>Our ledger of a day of the city, for the partner to match.</summary>
    public async Task<IReadOnlyList<LedgerEntry>> OursAsync(string partner, DateOnly day, CancellationToken ct) => [.. (await AroundAsync(partner, day, ct)).Where(e => e.OfDay).Select(e => e.Entry)];

    /// <summary>Ours of the day and of the days beside it: what was sent just before midnight arrives just after it.</summary>
    private async Task<List<(LedgerEntry Entry, bool OfDay)>> AroundAsync(string partner, DateOnly day, CancellationToken ct) => await _db.ReadAsync(
        """
        select direction, kind, correlation, state, coalesce(acked_at, offered_at) >= $2 and coalesce(acked_at, offered_at) < $3 from tickets.partner_exchange
        where partner = $1 and offered_at >= $2 - interval '1 day' and offered_at < $3 + interval '1 day' order by id
        """, [partner, _rules.StartOf(day).ToUniversalTime(), _rules.StartOf(day.AddDays(1)).ToUniversalTime()],
        row => (new LedgerEntry(row.Code<ExchangeDirection>(0) == ExchangeDirection.Out ? "12345" : partner, row.Code<ExchangeKind>(1), row.GetString(2).Replace("#final", "", StringComparison.Ordinal), row.Code<ExchangeState>(3)), row.GetBoolean(4)), ct);

    /// <param name="theirs">The partner's ledger of that day.</param>
    public async Task<DayMatch> MatchAsync(string partner, DateOnly day, IReadOnlyList<LedgerEntry> theirs, CancellationToken ct)
    {
        var ours = await AroundAsync(partner, day, ct);
        var match = new DayMatch(partner, day, LedgerMatch.Of([.. ours.Where(e => e.OfDay).Select(e => e.Entry)], theirs, [.. ours.Where(e => !e.OfDay).Select(e => e.Entry)]), _clock.Now());
        await SendAgainAsync(partner, match.Match, ct);
        await _db.ExecuteAsync(
            """
            insert into tickets.partner_match (partner, day, matched, only_here, only_there, differing, made_at) values ($1, $2, $3, $4::text::jsonb, $5::text::jsonb, $6::text::jsonb, $7)
            on conflict (partner, day) do update set matched = excluded.matched, only_here = excluded.only_here, only_there = excluded.only_there, differing = excluded.differing, made_at = excluded.made_at
            """, [partner, day, match.Match.Matched, EventJson.Write(match.Match.OnlyHere), EventJson.Write(match.Match.OnlyThere), EventJson.Write(match.Match.Differing), match.MadeAt], ct);
        return match;
    }

    /// <summary>The last matches, the newest day first.</summary>
    public async Task<IReadOnlyList<DayMatch>> ReadAsync(CancellationToken ct) => await _db.ReadAsync(
        "select partner, day, matched, only_here, only_there, differing, made_at from tickets.partner_match order by day desc, partner limit 60", [],
        row => new DayMatch(row.GetString(0), row.GetFieldValue<DateOnly>(1), new(row.GetInt32(2), Entries(row, 3), Entries(row, 4), Entries(row, 5)), row.Time(6)), ct);

    private static List<LedgerEntry> Entries(NpgsqlDataReader row, int column) => EventJson.Read<List<LedgerEntry>>(row.GetString(column));

    private async Task SendAgainAsync(string partner, LedgerMatch match, CancellationToken ct)
    {
        var missing = match.OnlyHere.Where(e => e.From == "12345").Select(e => e.Correlation).ToArray();
        if (missing.Length > 0) await _db.ExecuteAsync(
            "update tickets.partner_exchange set state = 'offered', next_at = $3 where partner = $1 and direction = 'out' and state = 'acked' and replace(correlation, '#final', '') = any($2)", [partner, missing, _clock.Now()], ct);
    }
}

/// <summary>两线联动日对账: yesterday, with every partner whose ledger has an address.</summary>
internal sealed class ReconciliationJob(Reconciliation reconciliation, PartnerConnector connector, PartnerOptions options, CityRules rules, TimeProvider clock) : IRecurringJob
{
    public async Task<string> RunAsync(CancellationToken ct)
    {
        var (day, said) = (rules.DayOf(clock.GetUtcNow()).AddDays(-1), new List<string>());
        foreach (var partner in options.All.Keys)
        {
            if (await connector.LedgerAsync(partner, day, ct) is not { } theirs) continue;
            var match = (await reconciliation.MatchAsync(partner, day, theirs, ct)).Match;
            said.Add($"{partner} 相符 {match.Matched}，我方独有 {match.OnlyHere.Count}，对方独有 {match.OnlyThere.Count}，状态不一 {match.Differing.Count}");
        }

        return said.Count == 0 ? "没有联动单位提供对账地址，等待对方推送账单" : string.Join("；", said);
    }
}
