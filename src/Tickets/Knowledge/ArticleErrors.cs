using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Knowledge;

/// <summary>纠错: what somebody found wrong in an article, and what its unit answered.</summary>
/// <param name="DueAt">One working day after it was reported.</param>
/// <param name="RightSo">采纳: it was wrong indeed; null until answered.</param>
public sealed record ArticleError(
    long Id, ArticleVersionId Article, string Title, DepartmentId Unit, string Text, Actor Reporter, DateTimeOffset At, DateTimeOffset DueAt, bool Overdue,
    bool? RightSo, string? Answer, Actor? AnsweredBy, DateTimeOffset? AnsweredAt);

/// <summary>Takes error reports of agents and the answers of units (知识纠错).</summary>
public sealed class ArticleErrors(NpgsqlDataSource db, CityRules rules, TimeProvider clock)
{
    private static readonly Limit Answered = new(1, LimitUnit.WorkingDays);

    /// <summary>Null where nothing of that article is published.</summary>
    public async Task<long?> ReportAsync(Guid article, string text, Actor by, CancellationToken ct)
    {
        var now = clock.Now();
        var ids = await db.ReadAsync(
            """
            insert into tickets.article_error (article_id, version, unit, text, reporter, at, due_at)
            select a.id, a.published, a.unit, $2, $3::text::jsonb, $4, $5 from tickets.article a where a.id = $1 and a.published is not null returning id
            """,
            [article, text, EventJson.Write(by), now, rules.Within(ClockName.Review, Answered, now).DueAt], row => row.GetInt64(0), ct);
        return ids is [var id] ? id : null;
    }

    /// <summary>Once: an answer is not changed.</summary>
    public async Task<Decision> AnswerAsync(long id, bool rightSo, string answer, Actor by, CancellationToken ct)
    {
        var found = await db.ReadAsync("select unit, answered_at is not null from tickets.article_error where id = $1", [id], row => (Unit: new DepartmentId(row.GetString(0)), Done: row.GetBoolean(1)), ct);
        if (found is not [var error]) return UnknownError;
        if (ArticleRules.IsOfUnit(by) && by.Department != error.Unit) return ArticleReview.NotYourUnit;

        var changed = await db.ExecuteAsync(
            "update tickets.article_error set right_so = $2, answer = $3, answered_by = $4::text::jsonb, answered_at = $5 where id = $1 and answered_at is null",
            [id, rightSo, answer, EventJson.Write(by), clock.Now()], ct);
        return changed == 1 ? new Decision.Happened() : AnsweredBefore;
    }

    /// <summary>The open ones first, by due time; a unit sees those of its own articles, an agent their own reports.</summary>
    public async Task<IReadOnlyList<ArticleError>> ListAsync(Actor by, CancellationToken ct)
    {
        var now = clock.Now();
        return await db.ReadAsync(
            """
            select e.id, e.article_id, e.version, v.title, e.unit, e.text, e.reporter, e.at, e.due_at, coalesce(e.answered_at, $3) > e.due_at, e.right_so, e.answer, e.answered_by, e.answered_at
            from tickets.article_error e join tickets.article_version v on v.article_id = e.article_id and v.version = e.version
            where ($1::text is null or e.unit = $1) and ($2::text is null or e.reporter ->> 'id' = $2)
            order by e.answered_at is not null, e.due_at, e.id limit 200
            """,
            [ArticleRules.IsOfUnit(by) ? by.Department?.Code ?? "" : null, ArticleReview.Reviewers.Contains(by.Role) || by.Role is Role.Auditor or Role.Supervisor ? null : by.Id, now],
            row => new ArticleError(
                row.GetInt64(0), new(row.GetGuid(1), row.GetInt32(2)), row.GetString(3), new(row.GetString(4)), row.GetString(5), EventJson.Read<Actor>(row.GetString(6)), row.Time(7), row.Time(8),
                row.GetBoolean(9), row.MaybeValue<bool>(10), row.Maybe<string>(11), row.Maybe<string>(12) is { } json ? EventJson.Read<Actor>(json) : null, row.MaybeTime(13)),
            ct);
    }

    internal static Decision.Refused UnknownError { get; } = new("unknown-error", "没有这条纠错记录", "There is no such error report.");
    internal static Decision.Refused AnsweredBefore { get; } = new("answered-before", "该纠错已答复，不能更改", "This report has been answered; an answer is not changed.");
}
