using Hotline.Tickets.Accepting;
using Hotline.Tickets.Knowledge;

namespace Hotline.Tickets.Tests.Knowledge;

public sealed class ArticleImportTests
{
    private static ArticleText Item(int i) => KnowledgeHouse.Text with { Title = $"第{i}条", Content = $"内容{i}" };

    [Fact]
    public async Task A_thousand_drafts_are_made_at_once_and_not_one_more()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        var outcome = await k.Import.ImportAsync([.. Enumerable.Range(1, 1000).Select(Item)], KnowledgeHouse.Editor, null, Ct);
        Assert.Equal((1000, 0), (outcome.Made.Distinct().Count(), outcome.Wrong.Count));
        Assert.Equal("内容7", (await k.File.VersionsAsync(outcome.Made[6].Article, Ct))[0].Text.Content);
        var many = await Assert.ThrowsAsync<InvalidRequestException>(() => k.Import.ImportAsync([.. Enumerable.Range(1, 1001).Select(Item)], KnowledgeHouse.Editor, null, Ct));
        Assert.Equal(["items"], many.Errors.Keys);
        await Assert.ThrowsAsync<InvalidRequestException>(() => k.Import.ImportAsync([], KnowledgeHouse.Editor, null, Ct));
    }

    [Fact]
    public async Task One_wrong_row_and_nothing_is_made()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        var outcome = await k.Import.ImportAsync([Item(1), Item(2) with { ValidUntil = null }, Item(3), Item(1)], KnowledgeHouse.Editor, null, Ct);
        Assert.Empty(outcome.Made);
        Assert.Equal([(2, "validUntil"), (4, "title")], outcome.Wrong.Select(w => (w.Row, w.Errors.Keys.Single())));
        Assert.Empty(await k.Search.InStateAsync(ArticleState.Draft, KnowledgeHouse.Editor, 1, Ct));
    }

    [Fact]
    public async Task A_title_that_is_taken_already_names_its_row_and_nothing_is_made()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        await k.Import.ImportAsync([Item(2)], KnowledgeHouse.Editor, null, Ct);
        var outcome = await k.Import.ImportAsync([Item(1), Item(2), Item(3)], KnowledgeHouse.Editor, null, Ct);
        Assert.Equal((2, "第2条"), (Assert.Single(outcome.Wrong).Row, outcome.Wrong[0].Title));
        Assert.Single(await k.Search.InStateAsync(ArticleState.Draft, KnowledgeHouse.Editor, 1, Ct));
    }
}
