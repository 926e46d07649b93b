using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Knowledge;

/// <summary>One line of an article's history.</summary>
public sealed record ArticleLogLine(int Version, ArticleStep Step, Actor By, string? Reason, DateTimeOffset At);

/// <summary>An article as staff see it.</summary>
/// <param name="Published">On show now, or just expired; null where nothing is.</param>
/// <param name="Latest">The newest version, perhaps a draft.</param>
public sealed record ArticleView(Guid Id, string? Unit, ArticleVersion? Published, ArticleVersion Latest, IReadOnlyList<ArticleLogLine> Log);

/// <summary>使用统计 for the unit that owns the article.</summary>
/// <param name="Cited">Replies that cite any of its versions.</param>
/// <param name="Errors">Times an agent reported an error.</param>
public sealed record ArticleUsage(Guid Article, string Title, DepartmentId Unit, long Opened, long Cited, long Errors);

/// <summary>What a citizen reads (公开知识).</summary>
public sealed record PublicArticle(Guid Id, string Title, string Category, string Content, MaterialKind Kind, string? Basis, string? Unit, DateOnly ValidUntil, DateTimeOffset PublishedAt);

/// <summary>Reads articles with their versions.</summary>
public sealed class ArticleFile(NpgsqlDataSource db, CityRules rules, TimeProvider clock)
{
    /// <summary>Null where there is none, or it is another unit's and not published.</summary>
    public async Task<ArticleView?> ReadAsync(Guid article, Actor by, CancellationToken ct)
    {
        var versions = await VersionsAsync(article, ct);
        if (versions.Count == 0) return null;
        var (latest, published) = (versions[^1], versions.FirstOrDefault(v => v.State is ArticleState.Published or ArticleState.Expiring or ArticleState.Expired));
        var insider = MayEdit(by, latest);
        if (!insider && published is null) return null;
        if (published is not null) await CountAsync(published.Id, ct);
        return new(article, rules.NameOf(latest.Text.Unit), published, insider ? latest : published!, insider ? await LogAsync(article, ct) : []);
    }

    /// <summary>Every version that was ever written, the first first.</summary>
    public async Task<IReadOnlyList<ArticleVersion>> VersionsAsync(Guid article, CancellationToken ct)
    {
        var now = clock.Now();
        return await db.ReadAsync(
            $"select {ArticleRows.Columns} from tickets.article_version v where v.article_id = $1 order by v.version", [article], row => ArticleRows.Read(row, now), ct);
    }

    /// <summary>The versions this reader may see: others' drafts stay with those who work on them.</summary>
    public async Task<IReadOnlyList<ArticleVersion>> VersionsAsync(Guid article, Actor by, CancellationToken ct)
    {
        var versions = await VersionsAsync(article, ct);
        return versions.Count > 0 && MayEdit(by, versions[^1]) ? versions : [.. versions.Where(v => v.PublishedAt is not null)];
    }

    public async Task<PublicArticle?> ReadPublicAsync(Guid article, CancellationToken ct)
    {
        var now = clock.Now();
        var found = await db.ReadAsync(
            $"select {ArticleRows.Columns} from tickets.article_version v where v.article_id = $1 and v.state = 'published' and v.public and v.expires_at > $2", [article, now],
            row => ArticleRows.Read(row, now), ct);
        return found is [var v] ? Public(v) : null;
    }

    internal PublicArticle Public(ArticleVersion v) => new(
        v.Id.Article, v.Text.Title!, v.Text.Category!, v.Text.Content!, v.Text.Kind!.Value, v.Text.Basis, rules.NameOf(v.Text.Unit), v.Text.ValidUntil!.Value, v.PublishedAt!.Value);

    /// <summary>The most used first; a unit gets its own.</summary>
    public async Task<IReadOnlyList<ArticleUsage>> UsageAsync(Actor by, CancellationToken ct) => await db.ReadAsync(
        """
        select a.id, (array_agg(v.title order by v.version desc))[1], a.unit, sum(v.opened)::bigint,
          (select count(distinct (c.ticket_id, c.version)) from tickets.citation c where c.article_id = a.id), (select count(*) from tickets.article_error e where e.article_id = a.id)
        from tickets.article a join tickets.article_version v on v.article_id = a.id
        where $1::text is null or a.unit = $1 group by a.id order by 5 desc, 4 desc, 1 limit 1000
        """,
        [ArticleRules.IsOfUnit(by) ? by.Department?.Code ?? "" : null],
        row => new ArticleUsage(row.GetGuid(0), row.GetString(1), new(row.GetString(2)), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5)), ct);

    /// <summary>Which of these versions were not published at a moment: what may not be cited then.</summary>
    public async Task<IReadOnlySet<ArticleVersionId>> NotPublishedAsync(IReadOnlyCollection<ArticleVersionId> cited, DateTimeOffset at, CancellationToken ct)
    {
        if (cited.Count == 0) return new HashSet<ArticleVersionId>();
        var good = await db.ReadAsync(
            """
            select v.article_id, v.version from tickets.article_version v join unnest($1::uuid[], $2::int[]) c (article, version) on c.article = v.article_id and c.version = v.version
            where v.published_at <= $3 and coalesce(v.ended_at, 'infinity') > $3 and v.expires_at > $3
            """,
            [cited.Select(c => c.Article).ToArray(), cited.Select(c => c.Version).ToArray(), at], row => new ArticleVersionId(row.GetGuid(0), row.GetInt32(1)), ct);
        return cited.Except(good).ToHashSet();
    }

    private static bool MayEdit(Actor by, ArticleVersion latest) =>
        ArticleRules.IsOfUnit(by) ? by.Department == latest.Text.Unit : ArticleReview.Publishers.Contains(by.Role) || by.Role is Role.Auditor;

    private Task<int> CountAsync(ArticleVersionId id, CancellationToken ct) => db.ExecuteAsync(
        "update tickets.article_version set opened = opened + 1 where article_id = $1 and version = $2", [id.Article, id.Version], ct);

    private async Task<IReadOnlyList<ArticleLogLine>> LogAsync(Guid article, CancellationToken ct) => await db.ReadAsync(
        "select version, step, actor, reason, at from tickets.article_step where article_id = $1 order by id", [article],
        row => new ArticleLogLine(row.GetInt32(0), row.Code<ArticleStep>(1), EventJson.Read<Actor>(row.GetString(2)), row.Maybe<string>(3), row.Time(4)), ct);
}
