using Hotline.Tickets.City;
using Hotline.Tickets.EventStore;
using Npgsql;

namespace Hotline.Tickets.Knowledge;

/// <summary>An article that was found.</summary>
/// <param name="Excerpt">The beginning of the content.</param>
public sealed record ArticleHit(ArticleVersionId Id, string Title, string Category, MaterialKind Kind, DepartmentId Unit, string? UnitName, DateOnly ValidUntil, ArticleState State, string Excerpt);

/// <param name="Text">What is looked for; null for everything.</param>
/// <param name="Region">Articles of the whole city and of this district.</param>
/// <param name="Category">A path or the beginning of one.</param>
public sealed record ArticleFilter(string? Text = null, string? Category = null, MaterialKind? Kind = null, string? Region = null, DepartmentId? Unit = null, bool PublicOnly = false, int Page = 1);

/// <summary>Finds what is published and valid at this moment (知识检索), by pairs of characters; and what is still worked on.</summary>
public sealed class ArticleSearch(NpgsqlDataSource db, CityRules rules, TimeProvider clock)
{
    private const int PageSize = 20;

    private const string Filters =
        """
        v.state = 'published' and v.expires_at > $1 and ($2::text is null or v.category = $2 or starts_with(v.category, $2 || '/'))
          and ($3::text is null or v.kind = $3) and ($4::text is null or v.region is null or v.region = $4) and ($5::text is null or v.unit = $5) and (not $6 or v.public)
        """;

    /// <summary>The best first: words of title and keywords weigh three times those of the content; at least half of what was asked must be met. Each article is compared once, and only those of the page are read whole.</summary>
    public async Task<IReadOnlyList<ArticleHit>> FindAsync(ArticleFilter f, CancellationToken ct)
    {
        var asked = Bigrams.Of(f.Text);
        return await ReadAsync(
            asked.Length == 0
                ? $"select {ArticleRows.Columns} from tickets.article_version v where {Filters} and $7::text[] is not null order by v.published_at desc, v.article_id limit $8 offset $9"
                : $"""
                   select {ArticleRows.Columns} from (
                     select v.article_id, v.version, 3 * m.head + m.whole as fits from tickets.article_version v
                     cross join lateral (select {Bigrams.Met("v.head_grams", "$7", asked.Length)} as head, {Bigrams.Met("v.grams", "$7", asked.Length)} as whole offset 0) m
                     where {Filters} and v.grams && $7 and 2 * m.whole >= cardinality($7) order by fits desc, v.published_at desc, v.article_id limit $8 offset $9) f
                   join tickets.article_version v on v.article_id = f.article_id and v.version = f.version order by f.fits desc, v.published_at desc, v.article_id
                   """,
            f, asked, PageSize, ct);
    }

    /// <summary>知识推荐 for a whole complaint: at least two pairs of the text stand in an article's title or keywords; the fullest share of them first.</summary>
    public async Task<IReadOnlyList<ArticleHit>> SuggestAsync(ArticleFilter f, int most, CancellationToken ct) => await ReadAsync(
        $"""
         select {ArticleRows.Columns} from tickets.article_version v, lateral (select count(*) as head from unnest(v.head_grams) g where g = any($7)) h
         where {Filters} and v.grams && $7 and h.head >= 2 order by h.head::float8 / sqrt(cardinality(v.head_grams)) desc, v.article_id limit $8 offset $9
         """,
        f, Bigrams.Of(f.Text), most, ct);

    /// <summary>What is drafted, under review, expired or withdrawn: the latest versions, the oldest first.</summary>
    public async Task<IReadOnlyList<ArticleVersion>> InStateAsync(ArticleState state, Actor by, int page, CancellationToken ct)
    {
        var now = clock.Now();
        return await db.ReadAsync(
            $"""
             select {ArticleRows.Columns} from tickets.article_version v
             where v.state = $1 and ($2::text is null or v.unit = $2)
               and case $3 when 'expired' then v.expires_at <= $4 when 'expiring' then v.expires_at > $4 and v.expires_at <= $5 when 'published' then v.expires_at > $5 else true end
             order by v.written_at, v.article_id limit {PageSize} offset $6
             """,
            [
                (state is ArticleState.Expired or ArticleState.Expiring ? ArticleState.Published : state).Code(), ArticleRules.IsOfUnit(by) ? by.Department?.Code ?? "" : null,
                state.Code(), now, now + ArticleRules.Notice, (Math.Clamp(page, 1, 10_000) - 1) * PageSize,
            ],
            row => ArticleRows.Read(row, now), ct);
    }

    private async Task<List<ArticleHit>> ReadAsync(string sql, ArticleFilter f, string[] asked, int most, CancellationToken ct)
    {
        var now = clock.Now();
        return await db.ReadAsync(
            sql, [now, f.Category?.Trim('/', ' '), f.Kind?.Code(), f.Region, f.Unit?.Code, f.PublicOnly, asked, most, (Math.Clamp(f.Page, 1, 10_000) - 1) * PageSize],
            row => Hit(ArticleRows.Read(row, now)), ct);
    }

    private ArticleHit Hit(ArticleVersion v) => new(
        v.Id, v.Text.Title!, v.Text.Category!, v.Text.Kind!.Value, v.Text.Unit!.Value, rules.NameOf(v.Text.Unit), v.Text.ValidUntil!.Value, v.State,
        v.Text.Content!.Length <= 120 ? v.Text.Content : v.Text.Content[..120] + "…");
}
