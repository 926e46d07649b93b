using Hotline.Tickets.Knowledge;

namespace Hotline.Tickets.Citizens;

/// <summary>公开知识 for citizens: what is published, valid now and meant for them.</summary>
public sealed class CitizenKnowledge
{
    /// <summary>Articles on a page.</summary>
    public const int PageSize = 20;

    private readonly ArticleSearch _search;
    private readonly ArticleFile _file;

    internal CitizenKnowledge(ArticleSearch search, ArticleFile file) => (_search, _file) = (search, file);

    /// <param name="page">From 1.</param>
    public async Task<IReadOnlyList<ArticleHit>> FindAsync(string? text, int page, CancellationToken ct) =>
        await _search.FindAsync(new ArticleFilter(string.IsNullOrWhiteSpace(text) ? null : text.Trim(), PublicOnly: true, Page: page), ct);

    /// <summary>Null where there is none, or not for citizens, or not any more.</summary>
    public Task<PublicArticle?> ReadAsync(Guid article, CancellationToken ct) => _file.ReadPublicAsync(article, ct);

    /// <summary>What may answer a whole complaint, the likeliest first.</summary>
    public async Task<IReadOnlyList<PublicArticle>> SuggestAsync(string text, int most, CancellationToken ct)
    {
        var found = new List<PublicArticle>();
        foreach (var hit in await _search.SuggestAsync(new ArticleFilter(text, PublicOnly: true), most, ct))
        {
            if (await _file.ReadPublicAsync(hit.Id.Article, ct) is { } article) found.Add(article);
        }

        return found;
    }
}
