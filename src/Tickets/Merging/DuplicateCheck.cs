using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Serialization;
using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.Requesters;
using Npgsql;

namespace Hotline.Tickets.Merging;

/// <summary>重复诉求的两种</summary>
[JsonConverter(typeof(KebabJson<DuplicateLabel>))]
public enum DuplicateLabel
{
    [Description("一人多诉")] SamePerson,
    [Description("多人同诉")] ManyPeople,
}

/// <summary>What to do rather than make a new ticket that is handled on its own.</summary>
[JsonConverter(typeof(KebabJson<DuplicateAdvice>))]
public enum DuplicateAdvice
{
    [Description("告知进展，登记催办")] Urge,
    [Description("告知进展，登记补充信息")] Supplement,
    [Description("告知结果；有异议的重办，有新事实的另立并关联")] TellResult,
    [Description("受理后建议并单")] Merge,
}

/// <summary>What an agent has of a request so far. The number is in no log and no answer.</summary>
public sealed record DuplicateQuery(string? Phone, string? Category, string? Place, string? Title, string? Text, string? District = null);

/// <param name="Master">The ticket it follows: merge into that one.</param>
/// <param name="Holder">Who has it now, to tell the caller.</param>
/// <param name="Score">How alike, 0 to 1.</param>
/// <param name="Reasons">Why it is shown, in Chinese.</param>
public sealed record DuplicateCandidate(
    TicketId Id, TicketNumber Number, TicketNumber? Master, DuplicateLabel Label, DuplicateAdvice Advice, StateName State, string Title, string? Place, DateTimeOffset AcceptedAt,
    string? Holder, DateTimeOffset? Due, double Score, IReadOnlyList<string> Reasons);

/// <summary>
/// 查重 while a request is taken: the same person with the same matter (任何在办的，及三十天内的), and other people with the same matter
/// within 72 hours. Another caller's confidential ticket is never among them.
/// </summary>
public sealed class DuplicateCheck
{
    private const int DaysOfOne = 30, HoursOfMany = 72, Most = 20;
    private const string Purpose = "查重";

    private readonly NpgsqlDataSource _db;
    private readonly PersonalDataKey _key;
    private readonly CityRules _rules;
    private readonly TimeProvider _clock;

    internal DuplicateCheck(NpgsqlDataSource db, PersonalDataKey key, CityRules rules, TimeProvider clock) => (_db, _key, _rules, _clock) = (db, key, rules, clock);

    private sealed record Row(DuplicateCandidate Shown, Matter Matter);

    /// <summary>The most alike first; that several tickets belong to one number is personal data, so each such ticket gets a line in the view ledger.</summary>
    public async Task<IReadOnlyList<DuplicateCandidate>> FindAsync(DuplicateQuery query, Actor by, CancellationToken ct)
    {
        if (by.IsOfUnit || by.Role == Role.Citizen) throw new UnauthorizedAccessException($"Role {by.Role} may not look for duplicates.");
        var asked = new Matter(query.Title, query.Text, query.Place, query.Category);
        var found = (await RowsAsync(query, ct))
            .Select(r => (Row: r, Alike: Alikeness.Of(asked, r.Matter, _rules))).Where(r => r.Alike.IsSameMatter)
            .Select(r => Told(r.Row, asked, r.Alike)).OrderBy(c => c.Label).ThenByDescending(c => c.Score).ThenByDescending(c => c.AcceptedAt).Take(Most).ToList();
        await RememberAsync([.. found.Where(c => c.Label == DuplicateLabel.SamePerson).Select(c => c.Id.Value)], by, ct);
        return found;
    }

    private static DuplicateCandidate Told(Row row, Matter asked, Alikeness alike) => row.Shown with
    {
        Score = Math.Round(alike.Score, 2),
        Reasons = [.. Reasons(row, alike)],
        Advice = (row.Shown.Label, Transitions.Open.Contains(row.Shown.State)) switch
        {
            (DuplicateLabel.ManyPeople, _) => DuplicateAdvice.Merge,
            (_, false) => DuplicateAdvice.TellResult,
            _ => (asked.Text?.Length ?? 0) > 1.5 * (row.Matter.Text?.Length ?? 0) ? DuplicateAdvice.Supplement : DuplicateAdvice.Urge,
        },
    };

    private static IEnumerable<string> Reasons(Row row, Alikeness alike)
    {
        yield return row.Shown.Label == DuplicateLabel.SamePerson ? "同一来电号码" : $"{HoursOfMany} 小时内其他诉求人";
        if (alike.Category is { } category) yield return category >= 1 ? "同一分类" : "同一大类";
        if (alike.Place is { } place) yield return place >= 1 ? "同一地点" : string.Create(CultureInfo.InvariantCulture, $"地点相近 {place:0.00}");
        yield return string.Create(CultureInfo.InvariantCulture, $"内容相似 {alike.Words:0.00}");
    }

    private async Task<List<Row>> RowsAsync(DuplicateQuery query, CancellationToken ct)
    {
        var (now, open) = (_clock.Now(), Transitions.Open.Select(s => s.Code()).ToArray());
        return await _db.ReadAsync(
            """
            with own as (
              select t.id from tickets.requester r join tickets.ticket t on t.id = r.ticket_id
              where r.phone_mac = $1 and t.kind = 'request' and (t.state = any ($2) or t.accepted_at > $3) order by t.accepted_at desc limit 50),
            others as (
              select t.id from tickets.ticket t left join tickets.requester r on r.ticket_id = t.id
              where t.accepted_at > $4 and t.kind = 'request' and not t.confidential and r.phone_mac is distinct from $1 and (t.state = any ($2) or t.state in ('closed', 'answered'))
                and (t.category = $5 or t.place = $6 or t.district = $7 or ($5::text is null and $6::text is null and $7::text is null))
              order by t.place is not distinct from $6 desc, t.category is not distinct from $5 desc, t.accepted_at desc limit 1000)
            select t.id, t.number, m.number, w.own, t.state, t.title, t.text, t.place, t.category, t.accepted_at, coalesce(m.department, t.department), coalesce(m.handling_due_at, t.handling_due_at)
            from (select id, true as own from own union all select id, false from others) w join tickets.ticket t on t.id = w.id
            left join tickets.ticket m on m.id = t.merged_into and not m.confidential
            """,
            [
                string.IsNullOrEmpty(query.Phone) ? null : _key.Phone(query.Phone), open, now.AddDays(-DaysOfOne), now.AddHours(-HoursOfMany), query.Category, query.Place, query.District,
            ],
            row => new Row(
                new(
                    new(row.GetGuid(0)), row.Number(1), row.IsDBNull(2) ? null : row.Number(2), row.GetBoolean(3) ? DuplicateLabel.SamePerson : DuplicateLabel.ManyPeople,
                    DuplicateAdvice.Merge, row.Code<StateName>(4), row.GetString(5), row.Maybe<string>(7), row.Time(9), _rules.NameOf(row.Department(10)), row.MaybeTime(11), 0, []),
                new(row.GetString(5), row.GetString(6), row.Maybe<string>(7), row.Maybe<string>(8))),
            ct);
    }

    private Task<int> RememberAsync(Guid[] tickets, Actor by, CancellationToken ct) => tickets.Length == 0 ? Task.FromResult(0) : _db.ExecuteAsync(
        "insert into tickets.personal_data_view (ticket_id, actor, purpose, at) select t, $2::text::jsonb, $3, $4 from unnest($1) t", [tickets, EventJson.Write(by), Purpose, _clock.Now()], ct);
}
