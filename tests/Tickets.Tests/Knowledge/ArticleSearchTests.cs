using Hotline.Tickets.Knowledge;

namespace Hotline.Tickets.Tests.Knowledge;

public sealed class ArticleSearchTests
{
    [Fact]
    public void A_text_is_found_by_pairs_of_characters_and_by_whole_words()
    {
        Assert.Equal(["12345", "热线", "线停", "停水"], Bigrams.Of("１２３４５热线停水"));
        Assert.Equal(["etc", "办"], Bigrams.Of("办ETC").Order());
        Assert.Empty(Bigrams.Of("，。 ", null));
    }

    [Fact]
    public async Task The_title_weighs_more_than_the_content_and_half_of_what_was_asked_must_be_met()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        await k.PublishedAsync();
        await k.PublishedAsync(KnowledgeHouse.Text with { Title = "水表怎么更换", Content = "更换水表期间可能短时停水。", Keywords = ["水表"] });
        await k.PublishedAsync(KnowledgeHouse.Text with { Title = "社保卡补办", Content = "携带身份证到窗口办理。", Keywords = ["社保卡"], Category = "社会保障/社保卡" });

        Assert.Equal(["居民小区停水怎么办", "水表怎么更换"], await k.FoundAsync("停水"));
        Assert.Equal("水表怎么更换", (await k.FoundAsync("更换水表")).First());
        Assert.Empty(await k.FoundAsync("天然气价格调整"));
        Assert.Equal(3, (await k.Search.FindAsync(new(), Ct)).Count);
        Assert.Equal("社保卡补办", Assert.Single(await k.Search.FindAsync(new(Category: "社会保障"), Ct)).Title);
    }

    [Fact]
    public async Task A_whole_complaint_brings_the_article_whose_words_it_speaks()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        await k.PublishedAsync();
        await k.PublishedAsync(KnowledgeHouse.Text with { Title = "噪声扰民由谁管", Content = "施工噪声由城管部门负责。", Keywords = ["夜间施工", "噪声"] });
        var hits = await k.Search.SuggestAsync(new("你好，我住金水路，我们小区从昨天晚上开始停水，到现在也没人管，请帮忙催一下抢修"), 5, Ct);
        Assert.Equal("居民小区停水怎么办", hits[0].Title);
        Assert.DoesNotContain(hits, h => h.Title == "噪声扰民由谁管");
    }

    [Fact]
    public async Task The_whole_citys_articles_and_the_districts_own_are_found_there()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        await k.PublishedAsync();
        await k.PublishedAsync(KnowledgeHouse.Text with { Title = "滨海区停水公告", Region = "binhai" });
        Assert.Equal(2, (await k.Search.FindAsync(new("停水", Region: "binhai"), Ct)).Count);
        Assert.Single(await k.Search.FindAsync(new("停水", Region: "gaoxin"), Ct));
    }

    [Fact]
    public async Task Citizens_find_what_is_public_only()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        var open = await k.PublishedAsync();
        var closed = await k.PublishedAsync(KnowledgeHouse.Text with { Title = "停水事件内部处置指引", Public = false });
        Assert.Equal(open, Assert.Single(await k.Search.FindAsync(new("停水", PublicOnly: true), Ct)).Id);
        Assert.NotNull(await k.File.ReadPublicAsync(open.Article, Ct));
        Assert.Null(await k.File.ReadPublicAsync(closed.Article, Ct));
    }

    [Fact]
    public async Task What_has_expired_leaves_the_search_and_the_suggestions_at_that_very_midnight()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        var id = await k.PublishedAsync(KnowledgeHouse.Text with { ValidUntil = new DateOnly(2026, 12, 20) });
        Assert.Equal(ArticleState.Published, Assert.Single(await k.Search.FindAsync(new("停水"), Ct)).State);
        k.House.Clock.Now = new DateTimeOffset(2026, 12, 20, 15, 59, 59, TimeSpan.Zero); // 23:59:59 in the city
        Assert.Equal(ArticleState.Expiring, Assert.Single(await k.Search.FindAsync(new("停水"), Ct)).State);
        Assert.Empty(await k.File.NotPublishedAsync([id], k.House.Clock.Now, Ct));

        k.House.Clock.Now += TimeSpan.FromSeconds(1);
        Assert.Empty(await k.FoundAsync("停水"));
        Assert.Empty(await k.Search.SuggestAsync(new("小区停水供水抢修"), 5, Ct));
        Assert.Null(await k.File.ReadPublicAsync(id.Article, Ct));
        Assert.Equal([id], await k.File.NotPublishedAsync([id], k.House.Clock.Now, Ct));
        Assert.Equal(id, Assert.Single(await k.Search.InStateAsync(ArticleState.Expired, KnowledgeHouse.Writer, 1, Ct)).Id);
    }

    [Fact]
    public async Task A_version_may_be_cited_while_it_was_published_and_at_no_other_time()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        var before = k.House.Clock.Now;
        k.House.Clock.Now += TimeSpan.FromHours(1);
        var first = await k.PublishedAsync();
        var between = k.House.Clock.Now += TimeSpan.FromHours(1);
        k.House.Clock.Now += TimeSpan.FromHours(1);
        var second = await k.RevisedAsync(first.Article, KnowledgeHouse.Text with { Content = "改了" });
        Assert.Equal([first, second], (await k.File.NotPublishedAsync([first, second], before, Ct)).OrderBy(v => v.Version));
        Assert.Equal([second], await k.File.NotPublishedAsync([first, second], between, Ct));
        Assert.Equal([first], await k.File.NotPublishedAsync([first, second], k.House.Clock.Now, Ct));
    }
}
