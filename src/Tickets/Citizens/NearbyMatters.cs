using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Grids;
using Hotline.Tickets.Merging;
using Npgsql;

namespace Hotline.Tickets.Citizens;

/// <summary>附近已有人反映: an open matter as others may see it, without anything of who reported it.</summary>
/// <param name="Id">The ticket that is handled, the master where others follow it.</param>
/// <param name="Title">Anonymised.</param>
/// <param name="Place">As far as the street.</param>
/// <param name="People">How many callers it has.</param>
public sealed record NearbyMatter(TicketId Id, string Title, string? Place, string? Category, StateName State, DateOnly Day, string? Unit, DateTimeOffset? Due, int People);

/// <summary>Finds the same matter near a place among open public tickets of the last thirty days. Confidential ones, reports of wrongdoing and companies' matters are never shown.</summary>
public sealed class NearbyMatters
{
    private const int Days = 30, Most = 3;
    private const double LeastWords = 0.25;
    private readonly NpgsqlDataSource _db;
    private readonly CityRules _rules;
    private readonly Catalogue _catalogue;
    private readonly TimeProvider _clock;

    internal NearbyMatters(NpgsqlDataSource db, CityRules rules, Catalogue catalogue, TimeProvider clock) => (_db, _rules, _catalogue, _clock) = (db, rules, catalogue, clock);

    private sealed record Row(NearbyMatter Shown, Matter Matter, bool SameGrid);

    /// <summary>The most alike first.</summary>
    /// <param name="found">Where it is; null where the map does not know it.</param>
    public async Task<IReadOnlyList<NearbyMatter>> FindAsync(ReportDraft draft, PlaceFound? found, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(draft.Text) || (found is null && string.IsNullOrWhiteSpace(draft.Place))) return [];
        var category = _catalogue.CategoriesIn($"{draft.Title}。{draft.Text}") is [{ Certain: true } only, ..] ? only.Category.Code : null;
        var asked = new Matter(draft.ShownTitle, draft.Text, draft.Place, category);
        return [.. (await RowsAsync(draft, found, ct))
            .Select(r => (r.Shown, Alike: Likeness(asked, r))).Where(r => r.Alike > 0)
            .OrderByDescending(r => r.Alike).ThenByDescending(r => r.Shown.Day).Select(r => r.Shown).DistinctBy(m => m.Id).Take(Most)];
    }

    /// <summary>Pure. That both name the same place makes them no more alike: their words are compared without it. In the same grid two addresses may be written in two ways; then the words alone decide.</summary>
    private double Likeness(Matter asked, Row row)
    {
        var (one, other) = (Bare(asked), Bare(row.Matter));
        var alike = Alikeness.Of(one, other, _rules);
        if (alike is { Words: >= LeastWords, IsSameMatter: true }) return alike.Score;
        return row.SameGrid && Alikeness.Of(one with { Place = null }, other, _rules) is { Words: >= LeastWords, IsSameMatter: true } near ? near.Score : 0;
    }

    private static Matter Bare(Matter m) => PublicText.Street(m.Place ?? "") is { Length: > 1 } street
        ? m with { Title = m.Title?.Replace(street, "", StringComparison.Ordinal), Text = m.Text?.Replace(street, "", StringComparison.Ordinal) } : m;

    /// <summary>What is cheap to see comes first; the bodies of the few that are left are opened after it.</summary>
    private Task<List<Row>> RowsAsync(ReportDraft draft, PlaceFound? found, CancellationToken ct) => _db.ReadAsync(
        $"""
         with near as (
           select t.id from tickets.ticket t
           where t.accepted_at > $3 and t.kind = 'request' and t.state = any ($4) and not t.confidential and t.type <> 'report' and t.company is null and {Near(found).Where}
           order by t.grid is not distinct from $1::text desc, t.accepted_at desc limit 300)
         select coalesce(m.id, t.id), t.title, t.text, t.place, t.category, coalesce(m.state, t.state), t.accepted_at, coalesce(m.department, t.department), coalesce(m.handling_due_at, t.handling_due_at),
           1 + (select count(*) from tickets.ticket f where f.merged_into = coalesce(m.id, t.id)), t.grid is not null and t.grid = $1::text
         from near join tickets.ticket t using (id) left join tickets.ticket m on m.id = t.merged_into
         where not coalesce((t.body #>> {NeverPublic})::boolean, false) and (m.id is null or (not m.confidential and m.state = any ($4)))
         """,
        [found?.Grid?.Code, Near(found).Value ?? draft.Place, _clock.Now().AddDays(-Days), Transitions.Open.Except([StateName.AwaitingFollowUp]).Select(s => s.Code()).ToArray()],
        row => new Row(
            new(
                new(row.GetGuid(0)), PublicText.Anonymise(row.GetString(1)), row.Maybe<string>(3) is { } place ? PublicText.Street(place) : null, _catalogue.PathOf(row.Maybe<string>(4)),
                row.Code<StateName>(5), _rules.DayOf(row.Time(6)), _rules.NameOf(row.Department(7)), row.MaybeTime(8), (int)row.GetInt64(9)),
            new(row.GetString(1), row.GetString(2), row.Maybe<string>(3), row.Maybe<string>(4)), row.GetBoolean(10)), ct);

    private const string NeverPublic = "'{facts,neverPublic}'";

    /// <summary>One condition for each kind of place, so that each finds its index.</summary>
    private static (string Where, string? Value) Near(PlaceFound? found) => found switch
    {
        { Grid: not null, Town: { } town } => ("(t.grid = $1::text or t.town = $2::text)", town.Code),
        { Town: { } town } => ("t.town = $2::text", town.Code),
        { District: { } district } => ("t.district = $2::text", district.Code),
        _ => ("t.place = $2::text", null),
    };
}
