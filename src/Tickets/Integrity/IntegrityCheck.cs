using System.Globalization;
using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Jobs;
using Npgsql;

namespace Hotline.Tickets.Integrity;

/// <summary>The first thing that does not fit.</summary>
/// <param name="Number">The ticket; null where it is a day's root or the ticket itself is gone.</param>
/// <param name="Version">The event's place in the ticket.</param>
/// <param name="Day">Of the root that does not fit.</param>
public sealed record IntegrityFault(TicketNumber? Number, TicketId? Ticket, int? Version, DateOnly? Day, string What, string English);

/// <param name="Fault">Null: everything fits.</param>
public sealed record IntegrityReport(long Events, int Days, IntegrityFault? Fault)
{
    public bool Holds => Fault is null;
}

/// <summary>
/// 验真: walks the chain of every ticket, the snapshots' versions, the days' roots and their anchors, and names the first ticket
/// and event that does not fit. A change in one row shows in its ticket's chain; a chain rewritten as a whole shows in the root
/// of its day; roots rewritten as well show in the anchors.
/// </summary>
public sealed class IntegrityCheck : IRecurringJob
{
    private readonly NpgsqlDataSource _db;
    private readonly DayRoots _roots;
    private readonly Anchors _anchors;
    private readonly CityRules _rules;

    internal IntegrityCheck(NpgsqlDataSource db, DayRoots roots, Anchors anchors, CityRules rules) => (_db, _roots, _anchors, _rules) = (db, roots, anchors, rules);

    public async Task<string> RunAsync(CancellationToken ct)
    {
        var report = await VerifyAsync(from: null, to: null, ct);
        return report.Fault is { } fault ? throw new InvalidOperationException(fault.What) : string.Create(CultureInfo.InvariantCulture, $"{report.Events} 个事件、{report.Days} 个日根全部相符");
    }

    /// <param name="from">The first day to look at, with the whole chain of each ticket it touched; null for the beginning.</param>
    public async Task<IntegrityReport> VerifyAsync(DateOnly? from, DateOnly? to, CancellationToken ct)
    {
        var (first, last) = (from ?? DateOnly.MinValue.AddDays(1), to ?? DateOnly.MaxValue.AddDays(-2));
        var roots = (await _roots.ReadAsync(first, last, ct)).Reverse().ToList();
        var within = from is null && to is null ? null : new object[] { _rules.StartOf(first), _rules.StartOf(last.AddDays(1)) };
        var (events, fault) = await ChainsAsync(within, ct);
        return new(events, roots.Count, fault ?? await SnapshotsAsync(within, ct) ?? await RootsAsync(roots, ct));
    }

    private async Task<(long Events, IntegrityFault? Fault)> ChainsAsync(object[]? within, CancellationToken ct)
    {
        var rows = await _db.ReadAsync(
            $"""
            select count(*), min(seq) filter (where not holds) from (
              select seq, version = row_number() over w and hash = tickets.chain(lag(hash) over w, ticket_id, version, kind, body, actor, rules, at) as holds
              from tickets.event e {Touched("e.ticket_id", within)} window w as (partition by ticket_id order by version)) checked
            """,
            within ?? [], row => (Events: row.GetInt64(0), Wrong: row.MaybeValue<long>(1)), ct);
        if (rows[0].Wrong is not { } seq) return (rows[0].Events, null);
        var where = await _db.ReadAsync(
            "select t.number, e.ticket_id, e.version from tickets.event e join tickets.ticket t on t.id = e.ticket_id where e.seq = $1", [seq],
            row => (Number: row.Number(0), Id: new TicketId(row.GetGuid(1)), Version: row.GetInt32(2)), ct);
        var (number, id, version) = where[0];
        return (rows[0].Events, new(number, id, version, null,
            $"工单 {number} 的第 {version} 个事件与其哈希链不符：它或它之前的事件被改动或删除", $"Event {version} of ticket {number} does not fit its chain: it, or one before it, was changed or removed."));
    }

    private async Task<IntegrityFault?> SnapshotsAsync(object[]? within, CancellationToken ct)
    {
        var rows = await _db.ReadAsync(
            $"""
            select t.id, t.number, t.version, e.last from tickets.ticket t
            left join (select ticket_id, max(version) as last from tickets.event group by ticket_id) e on e.ticket_id = t.id
            {Touched("t.id", within)} {(within is null ? "where" : "and")} t.version is distinct from e.last order by t.number limit 1
            """,
            within ?? [], row => (Id: new TicketId(row.GetGuid(0)), Number: row.Number(1), Version: row.GetInt32(2), Last: row.MaybeValue<int>(3) ?? 0), ct);
        return rows is not [var (id, number, version, last)] ? null : new(number, id, last + 1, null,
            $"工单 {number} 记有 {version} 个事件，日志中只有 {last} 个：其后的事件被删除", $"Ticket {number} is at version {version}, its log at {last}: events were removed from its end.");
    }

    private async Task<IntegrityFault?> RootsAsync(List<DayRoot> roots, CancellationToken ct)
    {
        var anchored = await _anchors.RootsAsync(ct);
        DayRoot? before = null;
        foreach (var stored in roots)
        {
            var (heads, events) = await _roots.HeadsAsync(stored.Day, ct);
            var now = DayRoot.Of(stored.Day, events, heads, stored.Previous);
            var chained = before is null || before.Day.AddDays(1) != stored.Day || stored.Previous == before.Root;
            if (now != stored || !chained || (anchored.TryGetValue(stored.Day, out var anchor) && anchor != stored.Root)) return await WhichAsync(stored.Day, heads, ct);
            before = stored;
        }

        var missing = anchored.Keys.Where(d => before is not null && d > roots[0].Day && d < before.Day).Except(roots.Select(r => r.Day)).Order().ToList();
        return missing.Count == 0 ? null : Root(missing[0]);
    }

    /// <summary>Which ticket of the day: the first whose head is not the anchored one.</summary>
    private async Task<IntegrityFault> WhichAsync(DateOnly day, IReadOnlyList<DayHead> now, CancellationToken ct)
    {
        var then = await _anchors.HeadsAsync(day, ct);
        var wrong = then?.Except(now).Concat(now.Except(then)).OrderBy(h => h.Ticket.Value).FirstOrDefault();
        if (wrong is null) return Root(day);
        var found = await _db.ReadAsync("select number from tickets.ticket where id = $1", [wrong.Ticket.Value], row => row.Number(0), ct);
        var name = found.Count == 0 ? wrong.Ticket.ToString() : found[0].Digits;
        return new(found.Count == 0 ? null : found[0], wrong.Ticket, wrong.Version, day,
            string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd} 的日根与日志不符：工单 {name} 截至当日的第 {wrong.Version} 个事件与锚定值不同"),
            string.Create(CultureInfo.InvariantCulture, $"The root of {day:yyyy-MM-dd} does not fit the log: event {wrong.Version} of ticket {name} is not the one that was anchored."));
    }

    private static IntegrityFault Root(DateOnly day) => new(null, null, null, day,
        string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd} 的日根被改动或删除"), string.Create(CultureInfo.InvariantCulture, $"The root of {day:yyyy-MM-dd} was changed or removed."));

    private static string Touched(string column, object[]? within) =>
        within is null ? "" : $"where {column} in (select ticket_id from tickets.event where at >= $1 and at < $2)";
}
