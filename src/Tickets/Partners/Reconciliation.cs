using Hotline.Tickets.Accepting;
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
    /// <param name="ours">Of the day, and whatever else the partner's ledger names.</param>
    internal static LedgerMatch Of(IReadOnlyList<OurLine> ours, IReadOnlyList<LedgerEntry> theirs)
    {
        var there = theirs.GroupBy(e => e.Key).ToDictionary(g => g.Key, g => g.Last());
        var both = ours.Where(l => there.ContainsKey(l.Entry.Key)).Select(l => l.Entry).ToList();
        var here = both.Select(e => e.Key).ToHashSet();
        return new(
            both.Count, [.. ours.Where(l => l.Expected && !here.Contains(l.Entry.Key) && l.Entry.State != ExchangeState.Offered).Select(l => l.Entry)], [.. there.Values.Where(e => !here.Contains(e.Key))],
            [.. both.Where(e => IsTold(e.State) && IsTold(there[e.Key].State) && e.State != there[e.Key].State)]);
    }

    private static bool IsTold(ExchangeState state) => state is ExchangeState.Accepted or ExchangeState.Refused or ExchangeState.Returned;
}

/// <param name="Expected">The partner's ledger of the day must have it: a line close to midnight, only where the ledger of the day beside it has not.</param>
internal sealed record OurLine(long Id, LedgerEntry Entry, bool Expected);

/// <param name="MadeAt">When both ledgers were last held against each other.</param>
public sealed record DayMatch(string Partner, DateOnly Day, LedgerMatch Match, DateTimeOffset MadeAt);

/// <summary>日对账: both ledgers of a day held against each other; what the partner does not know is sent again, which it knows by its number.</summary>
public sealed class Reconciliation
{
    private const string Us = "12345";
    private const string Final = "#final";
    private const string Columns = "direction, kind, correlation, state";
    private const string Moment = "coalesce(acked_at, offered_at)"; // as indexed
    private const int MostLines = 20_000;

    /// <summary>So far apart the clocks of both sides and the two ends of one packet may be around midnight.</summary>
    private static readonly TimeSpan Edge = TimeSpan.FromMinutes(10);
    private readonly NpgsqlDataSource _db;
    private readonly CityRules _rules;
    private readonly TimeProvider _clock;

    internal Reconciliation(NpgsqlDataSource db, CityRules rules, TimeProvider clock) => (_db, _rules, _clock) = (db, rules, clock);

    /// <summary>Our ledger of a day of the city, for the partner to match.</summary>
    public async Task<IReadOnlyList<LedgerEntry>> OursAsync(string partner, DateOnly day, CancellationToken ct) => await _db.ReadAsync(
        $"select {Columns} from tickets.partner_exchange where partner = $1 and {Moment} >= $2 and {Moment} < $3 order by id", [partner, Start(day), Start(day.AddDays(1))], row => Entry(partner, row), ct);

    /// <param name="day">One that is over: what is on its way today would look lost.</param>
    /// <param name="theirs">The partner's ledger of that day.</param>
    /// <exception cref="InvalidRequestException">Names what is wrong with the day or the ledger; nothing was matched.</exception>
    public async Task<DayMatch> MatchAsync(string partner, DateOnly day, IReadOnlyList<LedgerEntry> theirs, CancellationToken ct)
    {
        var errors = new FieldErrors()
            .Check("day", day < _rules.DayOf(_clock.GetUtcNow()), "只能核对已经结束的日子，请在次日核对")
            .Check("body", theirs.Count <= MostLines && theirs.All(e => e is { From.Length: > 0 and <= 20, Correlation.Length: > 0 and <= 80 }), $"台账最多 {MostLines} 行，每行须有 from（20 字内）和 correlation（80 字内）").Found;
        if (errors.Count > 0) throw new InvalidRequestException(errors);

        var ours = await KnownAsync(partner, day, theirs, ct);
        var match = new DayMatch(partner, day, LedgerMatch.Of(ours, theirs), _clock.Now());
        await WriteAsync(match, ours, [.. theirs.Select(e => e.Key)], ct);
        return match;
    }

    /// <summary>Ours of the day up to close before its end (the rest is looked for tomorrow as well, once), and whatever else their ledger names.</summary>
    private Task<List<OurLine>> KnownAsync(string partner, DateOnly day, IReadOnlyList<LedgerEntry> theirs, CancellationToken ct) => _db.ReadAsync(
        $"""
        select {Columns}, id, {Moment} >= $2 - $4 and {Moment} < $3 - $4 and ({Moment} >= $2 or exists (select from tickets.partner_match m where m.partner = $1 and m.day = $5 - 1)) and (matched_on is null or matched_on = $5)
        from tickets.partner_exchange
        where partner = $1 and (({Moment} >= $2 - $4 and {Moment} < $3)
          or (direction in ('out', 'in') and kind in ('call', 'case', 'outcome') and (correlation = any($6) or correlation = any(select n || '{Final}' from unnest($6) n)))) order by id
        """, [partner, Start(day), Start(day.AddDays(1)), Edge, day, theirs.Select(e => e.Correlation).Distinct().ToArray()], row => new OurLine(row.GetInt64(4), Entry(partner, row), row.GetBoolean(5)), ct);

    private async Task WriteAsync(DayMatch m, List<OurLine> ours, HashSet<(string, ExchangeKind, string)> theirs, CancellationToken ct)
    {
        var missing = m.Match.OnlyHere.Where(e => e.From == Us).Select(e => e.Key).ToHashSet();
        await using var batch = _db.CreateBatch();
        batch.BatchCommands.Add(Sql.Command("update tickets.partner_exchange set matched_on = $2 where id = any($1) and matched_on is null", Ids(theirs), m.Day));
        batch.BatchCommands.Add(Sql.Command(
            "update tickets.partner_exchange set state = 'offered', next_at = $2, matched_on = null where id = any($1) and direction = 'out' and state = 'acked' and sealed is not null", Ids(missing), m.MadeAt));
        batch.BatchCommands.Add(Sql.Command(
            """
            insert into tickets.partner_match (partner, day, matched, only_here, only_there, differing, made_at) values ($1, $2, $3, $4::text::jsonb, $5::text::jsonb, $6::text::jsonb, $7)
            on conflict (partner, day) do update set matched = excluded.matched, only_here = excluded.only_here, only_there = excluded.only_there, differing = excluded.differing, made_at = excluded.made_at
            """, m.Partner, m.Day, m.Match.Matched, EventJson.Write(m.Match.OnlyHere), EventJson.Write(m.Match.OnlyThere), EventJson.Write(m.Match.Differing), m.MadeAt));
        await batch.ExecuteNonQueryAsync(ct);

        long[] Ids(HashSet<(string, ExchangeKind, string)> keys) => [.. ours.Where(l => keys.Contains(l.Entry.Key)).Select(l => l.Id)];
    }

    /// <summary>The last matches, the newest day first.</summary>
    public async Task<IReadOnlyList<DayMatch>> ReadAsync(CancellationToken ct) => await _db.ReadAsync(
        "select partner, day, matched, only_here, only_there, differing, made_at from tickets.partner_match order by day desc, partner limit 60", [],
        row => new DayMatch(row.GetString(0), row.GetFieldValue<DateOnly>(1), new(row.GetInt32(2), Entries(row, 3), Entries(row, 4), Entries(row, 5)), row.Time(6)), ct);

    private static List<LedgerEntry> Entries(NpgsqlDataReader row, int column) => EventJson.Read<List<LedgerEntry>>(row.GetString(column));

    private static LedgerEntry Entry(string partner, NpgsqlDataReader row) => new(
        row.Code<ExchangeDirection>(0) == ExchangeDirection.Out ? Us : partner, row.Code<ExchangeKind>(1), row.GetString(2).Replace(Final, "", StringComparison.Ordinal), row.Code<ExchangeState>(3));

    private DateTimeOffset Start(DateOnly day) => _rules.StartOf(day).ToUniversalTime();
}

/// <summary>两线联动日对账: yesterday, with every partner whose ledger has an address.</summary>
internal sealed class ReconciliationJob(Reconciliation reconciliation, PartnerConnector connector, PartnerOptions options, CityRules rules, TimeProvider clock) : IRecurringJob
{
    /// <summary>A partner whose ledger is not to be had keeps no other's from being matched.</summary>
    public async Task<string> RunAsync(CancellationToken ct)
    {
        var (day, said, failed) = (rules.DayOf(clock.GetUtcNow()).AddDays(-1), new List<string>(), false);
        foreach (var partner in options.All.Keys)
        {
            try
            {
                if (await connector.LedgerAsync(partner, day, ct) is not { } theirs) continue;
                var match = (await reconciliation.MatchAsync(partner, day, theirs, ct)).Match;
                said.Add($"{partner} 相符 {match.Matched}，我方独有 {match.OnlyHere.Count}，对方独有 {match.OnlyThere.Count}，状态不一 {match.Differing.Count}");
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                failed = true;
                said.Add($"{partner} 未能对账（{PartnerConnector.KindOf(e)}）");
            }
        }

        if (failed) throw new InvalidOperationException(string.Join("；", said));
        return said.Count == 0 ? "没有联动单位提供对账地址，等待对方推送账单" : string.Join("；", said);
    }
}
