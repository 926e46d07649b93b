using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Knowledge;

/// <summary>How versions of articles lie in their tables.</summary>
internal static class ArticleRows
{
    internal const string Columns =
        """
        v.article_id, v.version, v.state, v.unit, v.category, v.title, v.content, v.kind, v.keywords, v.basis, v.region, v.valid_until, v.public, encode(v.hash, 'hex'),
        v.author, v.written_at, v.unit_approver, v.unit_approved_at, v.approver, v.published_at, v.expires_at, v.ended_at, v.end_reason, v.opened
        """;

    internal static ArticleVersion Read(NpgsqlDataReader row, DateTimeOffset now)
    {
        var text = new ArticleText(
            new(row.GetString(3)), row.GetString(4), row.GetString(5), row.GetString(6), row.Code<MaterialKind>(7), row.GetFieldValue<string[]>(8),
            row.Maybe<string>(9), row.Maybe<string>(10), row.GetFieldValue<DateOnly>(11), row.GetBoolean(12));
        return new(
            new(row.GetGuid(0), row.GetInt32(1)), ArticleRules.StateAt(row.Code<ArticleState>(2), row.Time(20), now), text, row.GetString(13),
            EventJson.Read<Actor>(row.GetString(14)), row.Time(15), Person(row, 16), row.MaybeTime(17), Person(row, 18), row.MaybeTime(19), row.Time(20),
            row.MaybeTime(21), row.Maybe<string>(22), row.GetInt64(23));
    }

    internal static NpgsqlBatchCommand Insert(ArticleVersion v)
    {
        var t = v.Text;
        return Sql.Command(
            """
            insert into tickets.article_version (article_id, version, state, unit, category, title, content, kind, keywords, basis, region, valid_until, public,
              hash, author, written_at, expires_at, head_grams, grams)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, decode($14, 'hex'), $15, $16, $17, $18, $19)
            """,
            v.Id.Article, v.Id.Version, v.State.Code(), t.Unit!.Value.Code, t.Category, t.Title, t.Content, t.Kind!.Value.Code(), t.Keywords!.ToArray(), t.Basis, t.Region,
            t.ValidUntil, t.Public, v.Hash, EventJson.Parameter(v.Author), v.WrittenAt, v.ExpiresAt,
            Bigrams.Of([t.Title, .. t.Keywords!]), Bigrams.Of([t.Title, .. t.Keywords!, t.Category, t.Content, t.Basis]));
    }

    internal static NpgsqlBatchCommand Step(ArticleVersionId id, ArticleStep step, Actor by, string? reason, DateTimeOffset at) => Sql.Command(
        "insert into tickets.article_step (article_id, version, step, actor, reason, at) values ($1, $2, $3, $4, $5, $6)",
        id.Article, id.Version, step.Code(), EventJson.Parameter(by), reason, at);

    internal static NpgsqlBatchCommand To(ArticleVersionId id, ArticleState state) => Sql.Command(
        "update tickets.article_version set state = $3 where article_id = $1 and version = $2", id.Article, id.Version, state.Code());

    internal static NpgsqlBatchCommand UnitApproved(ArticleVersionId id, Actor by, DateTimeOffset at) => Sql.Command(
        "update tickets.article_version set state = 'hotline-review', unit_approver = $3, unit_approved_at = $4 where article_id = $1 and version = $2",
        id.Article, id.Version, EventJson.Parameter(by), at);

    /// <summary>The old version leaves as the new one comes: at no moment are there two.</summary>
    internal static IEnumerable<NpgsqlBatchCommand> Published(ArticleVersionId id, Actor by, DateTimeOffset at) =>
    [
        Sql.Command(
            "update tickets.article_version set state = 'replaced', ended_at = $2, end_reason = '已发布新版' where article_id = $1 and state = 'published'", id.Article, at),
        Sql.Command(
            "update tickets.article_version set state = 'published', approver = $3, published_at = $4 where article_id = $1 and version = $2",
            id.Article, id.Version, EventJson.Parameter(by), at),
        Sql.Command("update tickets.article set published = $2 where id = $1", id.Article, id.Version),
        TasksDone(id.Article, at),
    ];

    internal static IEnumerable<NpgsqlBatchCommand> Withdrawn(Guid article, string reason, DateTimeOffset at) =>
    [
        Sql.Command(
            "update tickets.article_version set state = 'withdrawn', ended_at = $2, end_reason = $3 where article_id = $1 and state not in ('replaced', 'withdrawn')", article, at, reason),
        Sql.Command("update tickets.article set published = null, withdrawn_at = $2 where id = $1", article, at),
        Sql.Command("delete from tickets.article_title where article_id = $1", article),
        TasksDone(article, at),
    ];

    private static NpgsqlBatchCommand TasksDone(Guid article, DateTimeOffset at) =>
        Sql.Command("update tickets.article_task set done_at = $2 where article_id = $1 and done_at is null", article, at);

    private static Actor? Person(NpgsqlDataReader row, int column) => row.Maybe<string>(column) is { } json ? EventJson.Read<Actor>(json) : null;
}
