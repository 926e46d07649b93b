using Hotline.Tickets.Lines;

namespace Hotline.Tickets.Knowledge;

/// <summary>知识随行: the articles beside a call, for the agent's page.</summary>
public sealed class KnowledgeBeside
{
    private const int Most = 5;
    private const int LongestText = 2000;
    private const int LongestReport = 1000;
    private readonly ArticleSearch _search;
    private readonly ArticleFile _file;
    private readonly ArticleErrors _errors;
    private readonly LineBooks _lines;

    internal KnowledgeBeside(ArticleSearch search, ArticleFile file, ArticleErrors errors, LineBooks lines) => (_search, _file, _errors, _lines) = (search, file, errors, lines);

    /// <summary>By what was heard and written so far, in the category of the line that was called.</summary>
    public async Task<IReadOnlyList<ArticleHit>> SuggestAsync(string text, string? district, string? line, CancellationToken ct) =>
        await _search.SuggestAsync(Filter(text, district, line), Most, ct);

    /// <summary>By words that the agent looks for.</summary>
    public async Task<IReadOnlyList<ArticleHit>> FindAsync(string text, string? line, CancellationToken ct) =>
        [.. (await _search.FindAsync(Filter(text, null, line), ct)).Take(Most)];

    /// <summary>The published version; the opening is counted. Null where it is published no more.</summary>
    public async Task<ArticleVersion?> OpenAsync(Guid article, Actor by, CancellationToken ct) => (await _file.ReadAsync(article, by, ct))?.Published;

    /// <summary>纠错: what is wrong with it, answered by its unit within a working day.</summary>
    public async Task<Decision> ReportAsync(Guid article, string text, Actor by, CancellationToken ct)
    {
        if (new FieldErrors().Required("text", text, LongestReport).Decision is { } wrong) return wrong;
        return await _errors.ReportAsync(article, text, by, ct) is null ? ArticleErrors.UnknownError : new Decision.Happened();
    }

    /// <summary>Which of the cited versions are valid no more.</summary>
    public Task<IReadOnlySet<ArticleVersionId>> NotPublishedAsync(IReadOnlyCollection<ArticleVersionId> cited, DateTimeOffset at, CancellationToken ct) => _file.NotPublishedAsync(cited, at, ct);

    private ArticleFilter Filter(string text, string? district, string? line) =>
        new(text.Length > LongestText ? text[^LongestText..] : text, line is null ? null : _lines.Now.Find(line)?.Knowledge, Region: district is { Length: > 0 } ? district : null);
}
