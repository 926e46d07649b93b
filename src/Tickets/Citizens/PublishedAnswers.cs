using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Knowledge;
using Hotline.Tickets.Requesters;
using Npgsql;

namespace Hotline.Tickets.Citizens;

/// <summary>A question that was answered, as everybody may read it (公开答复): nothing of who asked.</summary>
/// <param name="Category">Main and own name.</param>
/// <param name="Unit">Who answered.</param>
public sealed record PublishedAnswer(Guid Id, string Title, string Question, string Answer, string? Category, string? District, string? Unit, DateOnly AnsweredOn);

/// <summary>One page of them.</summary>
/// <param name="All">How many there are altogether.</param>
public sealed record AnswerList(IReadOnlyList<PublishedAnswer> Items, int Page, int Pages, int All);

/// <summary>A question and its answer that could be published, with what the rules would blot out blotted out.</summary>
public sealed record AnswerProposal(TicketNumber Number, string Title, string Question, string Answer, DateTimeOffset ConsentedAt);

/// <summary>
/// 答复公开: only where the citizen agreed, the reply was approved, and a person has looked at the anonymised words. A confidential matter, a
/// report of wrongdoing or a company's is never published. Taken back consent takes it down.
/// </summary>
public sealed class PublishedAnswers
{
    private const int PageSize = 10, ToDoSize = 20;
    private static readonly Role[] Publishers = [Role.Reviewer, Role.Supervisor, Role.KnowledgeEditor];
    private readonly NpgsqlDataSource _db;
    private readonly TicketStore _store;
    private readonly CityRules _rules;
    private readonly Catalogue _catalogue;
    private readonly TimeProvider _clock;

    internal PublishedAnswers(NpgsqlDataSource db, TicketStore store, CityRules rules, Catalogue catalogue, TimeProvider clock) =>
        (_db, _store, _rules, _catalogue, _clock) = (db, store, rules, catalogue, clock);

    private const string Publishable =
        """
        c.withdrawn_at is null and t.state in ('closed', 'answered', 'archived') and not t.confidential and t.type <> 'report' and t.company is null
          and not coalesce((t.body #>> '{facts,neverPublic}')::boolean, false) and coalesce(t.body ->> 'unifiedReply', t.body #>> '{state,answer}') is not null
        """;

    /// <summary>The newest first; with a text, what holds at least half of its pairs of characters.</summary>
    /// <param name="page">From 1.</param>
    public async Task<AnswerList> FindAsync(string? text, int page, CancellationToken ct)
    {
        var asked = Bigrams.Of(text);
        var where = asked.Length == 0 ? "withdrawn_at is null and $1::text[] is not null" : $"withdrawn_at is null and grams && $1 and 2 * ({Bigrams.Met("grams", "$1", asked.Length)}) >= cardinality($1)";
        var at = Math.Clamp(page, 1, 1_000_000);
        var found = await PageAsync(where, asked, at, ct);
        if (found.Count == 0 && at > 1)
        {
            at = Pages(await CountAsync(where, asked, ct)); // there are fewer
            found = await PageAsync(where, asked, at, ct);
        }

        var all = found.Count == 0 ? 0 : found[0].All;
        return new([.. found.Select(f => f.Answer)], Math.Min(at, Pages(all)), Pages(all), all);
    }

    private static int Pages(int all) => Math.Max(1, (all + PageSize - 1) / PageSize);

    private async Task<int> CountAsync(string where, string[] asked, CancellationToken ct) =>
        (await _db.ReadAsync($"select count(*)::int from tickets.published_answer where {where}", [asked], row => row.GetInt32(0), ct))[0];

    /// <summary>What is looked for is found and counted in one reading; the texts are read of the page only.</summary>
    private Task<List<(PublishedAnswer Answer, int All)>> PageAsync(string where, string[] asked, int page, CancellationToken ct) => _db.ReadAsync(
        $"""
        with found as {(asked.Length == 0 ? "not " : "")}materialized (select id, published_at from tickets.published_answer where {where})
        select {Columns}, (select count(*)::int from found) as found_in_all from (select id from found order by published_at desc, id limit $2 offset $3) f
        join tickets.published_answer using (id) order by published_at desc, id
        """,
        [asked, PageSize, (page - 1) * PageSize], row => (Read(row), row.GetInt32(row.GetOrdinal("found_in_all"))), ct);

    /// <summary>Null where it was never published or was taken down.</summary>
    public async Task<PublishedAnswer?> ReadAsync(Guid id, CancellationToken ct) =>
        (await _db.ReadAsync($"select {Columns} from tickets.published_answer where id = $1 and withdrawn_at is null", [id], Read, ct)).SingleOrDefault();

    /// <summary>待公开: the oldest consent first.</summary>
    public async Task<IReadOnlyList<AnswerProposal>> ToDoAsync(Actor by, CancellationToken ct)
    {
        May(by);
        return await _db.ReadAsync(
            $"""
             select t.number, t.title, t.text, coalesce(t.body ->> 'unifiedReply', t.body #>> '{'{'}state,answer{'}'}'), c.given_at
             from tickets.publish_consent c join tickets.ticket t on t.id = c.ticket_id
             where {Publishable} and not exists (select from tickets.published_answer a where a.ticket_id = t.id) order by c.given_at limit {ToDoSize}
             """,
            [], row => new AnswerProposal(row.Number(0), Blotted(row.GetString(1)), Blotted(row.GetString(2)), Blotted(row.GetString(3)), row.Time(4)), ct);
    }

    /// <summary>公开: the words as a person has checked them. Digits that look like a number are refused whoever typed them, but a unit's own.</summary>
    public async Task<Decision> PublishAsync(TicketNumber number, string? title, string? question, string? answer, Actor by, CancellationToken ct)
    {
        May(by);
        var errors = new FieldErrors().Required("title", title, 60).Required("question", question, 2000).Required("answer", answer, 4000);
        foreach (var (field, text) in new[] { ("title", title), ("question", question), ("answer", answer) }) errors.Check(field, text is null || PersonalText.Mask(text, OfUnit) == text, "含有电话、证件号或邮箱，请删去");
        if (errors.Decision is { } invalid) return invalid;
        if (await _store.FindAsync(number, ct) is not { } id || await _store.LoadAsync(id, ct) is not { Ticket: var ticket }) return Deciding.UnknownTicket;

        var now = _clock.Now();
        var made = await _db.ExecuteAsync(
            $"""
             insert into tickets.published_answer (id, ticket_id, title, question, answer, category, district, unit, answered_on, grams, published_at, actor)
             select $1, t.id, $3, $4, $5, t.category, t.district, $6, $7, $8, $9, $10::text::jsonb from tickets.ticket t join tickets.publish_consent c on c.ticket_id = t.id
             where t.id = $2 and {Publishable} on conflict (ticket_id) do nothing
             """,
            [
                Guid.CreateVersion7(), id.Value, title!.Trim(), question!.Trim(), answer!.Trim(), ticket.LastDepartment?.Code, _rules.DayOf(now), Bigrams.Of(title, question, answer), now, EventJson.Write(by),
            ], ct);
        return made == 1 ? new Decision.Happened() : NotPublishable;
    }

    private string Blotted(string text) => PublicText.Anonymise(text, OfUnit);

    /// <summary>A unit's own public number (值班电话), with its area code or without: people are to call it.</summary>
    private bool OfUnit(string digits) => digits.Length >= PhoneCodes.ShortestNumber && _rules.Profile.Departments.Any(d => PhoneNumber.Normalize(d.DutyPhone).EndsWith(digits, StringComparison.Ordinal));

    /// <summary>撤下</summary>
    public async Task<Decision> TakeDownAsync(Guid id, Actor by, CancellationToken ct)
    {
        May(by);
        var done = await _db.ExecuteAsync("update tickets.published_answer set withdrawn_at = $2, actor = $3::text::jsonb where id = $1 and withdrawn_at is null", [id, _clock.Now(), EventJson.Write(by)], ct);
        return done == 1 ? new Decision.Happened() : NotPublishable;
    }

    private const string Columns = "id, title, question, answer, category, district, unit, answered_on";

    private PublishedAnswer Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), _catalogue.PathOf(row.Maybe<string>(4)), _rules.Profile.Districts.FirstOrDefault(d => d.Code == row.Maybe<string>(5))?.Name,
        row.Maybe<string>(6) is { } unit ? _rules.NameOf(new DepartmentId(unit)) : null, row.GetFieldValue<DateOnly>(7));

    private static void May(Actor by)
    {
        if (!Publishers.Contains(by.Role)) throw new UnauthorizedAccessException($"Role {by.Role} may not publish answers.");
    }

    public static Decision.Refused NotPublishable { get; } = new(
        "not-publishable", "不能公开：诉求人未同意或已撤回、事项不宜公开，或已经公开", "It cannot be published: no consent, not a public matter, or published already.");
}
