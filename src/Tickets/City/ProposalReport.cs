using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.City;

/// <summary>How often dispatchers followed the catalogue's proposal for a category (派单建议采纳情况).</summary>
/// <param name="Category">Null where tickets had none: nothing was proposed.</param>
/// <param name="Accepted">Dispatched to the unit proposed.</param>
/// <param name="Declined">Dispatched to another one.</param>
/// <param name="Without">Nothing was proposed.</param>
/// <param name="Instead">The units most often chosen instead, with how often.</param>
public sealed record ProposalScore(string? Category, long Accepted, long Declined, long Without, IReadOnlyList<(DepartmentId Unit, int Times)> Instead);

/// <summary>
/// Compares dispatches with what the rules and precedents of their moment propose for the ticket as it stands now: a ticket whose
/// category was corrected afterwards counts under the corrected one.
/// </summary>
public sealed class ProposalReport(NpgsqlDataSource db, CityRules rules, Precedents precedents)
{
    /// <summary>What one reading looks at, the newest first.</summary>
    public const int Most = 5000;

    /// <summary>By category, the most declined first.</summary>
    public async Task<IReadOnlyList<ProposalScore>> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var dispatches = await db.ReadAsync(
            """
            select t.body, e.body ->> 'to', e.at from tickets.event e join tickets.ticket t on t.id = e.ticket_id
            where e.kind = 'dispatched' and t.accepted_at >= $1 and t.accepted_at < $2 and e.actor ->> 'role' <> 'system'
            order by t.accepted_at desc limit $3
            """,
            [from.ToUniversalTime(), to.ToUniversalTime(), Most], row => (EventJson.Read<Ticket>(row.GetString(0)).Facts, To: row.Department(1)!.Value, At: row.Time(2)), ct);
        return
        [
            .. dispatches.Select(d => (d.Facts.Category, d.To, Proposed: Catalogue.Propose(rules.At(d.At), precedents.All, DispatchQuestion.Of(d.Facts, d.At))?.Department.Code))
                .GroupBy(d => d.Category, StringComparer.Ordinal)
                .Select(g => new ProposalScore(
                    g.Key, g.Count(d => d.Proposed == d.To), g.Count(d => d.Proposed is { } p && p != d.To), g.Count(d => d.Proposed is null),
                    [.. g.Where(d => d.Proposed is { } p && p != d.To).GroupBy(d => d.To).Select(o => (o.Key, o.Count())).OrderByDescending(o => o.Item2).Take(3)]))
                .OrderByDescending(s => s.Declined).ThenByDescending(s => s.Accepted).ThenBy(s => s.Category, StringComparer.Ordinal),
        ];
    }
}
