using Hotline.Tickets.Accepting;
using Hotline.Tickets.Knowledge;
using Npgsql;

namespace Hotline.Tickets.Tests.Knowledge;

public sealed class ArticleDeskTests
{
    [Fact]
    public async Task A_draft_is_published_by_three_people_and_found_then()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        var id = await k.Desk.CreateAsync(KnowledgeHouse.Text, KnowledgeHouse.Writer, null, Ct);
        Assert.Empty(await k.FoundAsync("停水"));
        await k.DoAsync(id.Article, ArticleStep.Submit, KnowledgeHouse.Writer);
        await k.DoAsync(id.Article, ArticleStep.UnitApprove, KnowledgeHouse.Lead);
        Assert.Empty(await k.FoundAsync("停水"));
        await k.DoAsync(id.Article, ArticleStep.Publish, KnowledgeHouse.Editor);

        Assert.Equal([KnowledgeHouse.Text.Title], await k.FoundAsync("停水"));
        var view = (await k.File.ReadAsync(id.Article, KnowledgeHouse.Editor, Ct))!;
        Assert.Equal(("water-1", "water-2", "7001"), (view.Published!.Author.Id, view.Published.UnitApprover!.Id, view.Published.Approver!.Id));
        Assert.Equal([ArticleStep.Write, ArticleStep.Submit, ArticleStep.UnitApprove, ArticleStep.Publish], view.Log.Select(l => l.Step));
    }

    [Fact]
    public async Task Nobody_approves_what_they_wrote()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        var id = await k.Desk.CreateAsync(KnowledgeHouse.Text, KnowledgeHouse.Writer, null, Ct);
        await k.DoAsync(id.Article, ArticleStep.Submit, KnowledgeHouse.Writer);
        Assert.Equal(ArticleReview.OwnWork, await k.Desk.TakeAsync(id.Article, ArticleStep.UnitApprove, KnowledgeHouse.Writer, null, Ct));

        var editors = await k.Desk.CreateAsync(KnowledgeHouse.Text with { Title = "水费怎么交" }, KnowledgeHouse.Editor, null, Ct);
        await k.DoAsync(editors.Article, ArticleStep.Submit, KnowledgeHouse.Editor);
        await k.DoAsync(editors.Article, ArticleStep.UnitApprove, KnowledgeHouse.Lead);
        Assert.Equal(ArticleReview.OwnWork, await k.Desk.TakeAsync(editors.Article, ArticleStep.Publish, KnowledgeHouse.Editor, null, Ct));
        await k.DoAsync(editors.Article, ArticleStep.Publish, KnowledgeHouse.OtherEditor);
    }

    [Fact]
    public async Task A_unit_keeps_its_own_articles_only()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        var wrong = await Assert.ThrowsAsync<InvalidRequestException>(() => k.Desk.CreateAsync(KnowledgeHouse.Text, Sample.PowerClerk, null, Ct));
        Assert.Equal(["unit"], wrong.Errors.Keys);
        var id = await k.PublishedAsync();
        Assert.Equal(ArticleReview.NotYourUnit, await k.Desk.TakeAsync(id.Article, ArticleStep.Withdraw, Sample.PowerClerk, "不对", Ct));
        Assert.Equal(ArticleReview.NotYourUnit, (await k.Desk.ReviseAsync(id.Article, KnowledgeHouse.Text with { Unit = Sample.Power }, Sample.PowerClerk, null, Ct)).Refused);
    }

    [Fact]
    public async Task A_new_version_takes_the_place_of_the_old_one_only_when_it_is_published_and_both_are_kept()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        var first = await k.PublishedAsync();
        await k.Desk.ReviseAsync(first.Article, KnowledgeHouse.Text with { Content = "抢修一般6小时内恢复。" }, KnowledgeHouse.Writer, null, Ct);
        Assert.Equal(1, Assert.Single(await k.Search.FindAsync(new("停水"), Ct)).Id.Version);

        k.House.Clock.Now += TimeSpan.FromDays(1);
        await k.DoAsync(first.Article, ArticleStep.Submit, KnowledgeHouse.Writer);
        await k.DoAsync(first.Article, ArticleStep.UnitApprove, KnowledgeHouse.Lead);
        await k.DoAsync(first.Article, ArticleStep.Publish, KnowledgeHouse.Editor);
        Assert.Equal(2, Assert.Single(await k.Search.FindAsync(new("停水"), Ct)).Id.Version);
        var versions = await k.File.VersionsAsync(first.Article, Ct);
        Assert.Equal([ArticleState.Replaced, ArticleState.Published], versions.Select(v => v.State));
        Assert.Contains("4小时", versions[0].Text.Content);
        Assert.Equal(versions[0].EndedAt, versions[1].PublishedAt);
        Assert.NotEqual(versions[0].Hash, versions[1].Hash);
    }

    [Theory]
    [InlineData("update tickets.article_version set content = '改'")]
    [InlineData("update tickets.article_version set valid_until = '2030-01-01'")]
    [InlineData("update tickets.article_version set approver = author")]
    [InlineData("delete from tickets.article_version")]
    public async Task The_database_itself_changes_and_deletes_no_version(string sql)
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        await k.PublishedAsync();
        await Assert.ThrowsAsync<PostgresException>(() => k.House.Db.ExecuteAsync(sql, [], Ct));
    }

    [Fact]
    public async Task A_title_belongs_to_one_article_until_that_is_withdrawn()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        var id = await k.PublishedAsync();
        var taken = await Assert.ThrowsAsync<InvalidRequestException>(() => k.Desk.CreateAsync(KnowledgeHouse.Text, KnowledgeHouse.Writer, null, Ct));
        Assert.Equal(["title"], taken.Errors.Keys);
        await k.DoAsync(id.Article, ArticleStep.Withdraw, KnowledgeHouse.Writer, "政策废止");
        Assert.Empty(await k.FoundAsync("停水"));
        await k.PublishedAsync();
        Assert.Equal(ArticleReview.Withdrawn, (await k.Desk.ReviseAsync(id.Article, KnowledgeHouse.Text, KnowledgeHouse.Writer, null, Ct)).Refused);
    }

    [Fact]
    public async Task What_is_sent_back_is_a_draft_again_and_says_why()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        var id = await k.Desk.CreateAsync(KnowledgeHouse.Text, KnowledgeHouse.Writer, null, Ct);
        await k.DoAsync(id.Article, ArticleStep.Submit, KnowledgeHouse.Writer);
        Assert.IsType<Decision.Invalid>(await k.Desk.TakeAsync(id.Article, ArticleStep.SendBack, KnowledgeHouse.Lead, " ", Ct));
        await k.DoAsync(id.Article, ArticleStep.SendBack, KnowledgeHouse.Lead, "缺少依据");
        var view = (await k.File.ReadAsync(id.Article, KnowledgeHouse.Writer, Ct))!;
        Assert.Equal((ArticleState.Draft, "缺少依据"), (view.Latest.State, view.Log[^1].Reason));
        Assert.Null(await k.File.ReadAsync(id.Article, Sample.PowerClerk, Ct));
        Assert.Equal("not-in-this-state", Assert.IsType<Decision.Refused>(await k.Desk.TakeAsync(id.Article, ArticleStep.Publish, KnowledgeHouse.Editor, null, Ct)).Code);
    }

    [Fact]
    public async Task Every_wrong_field_is_named()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        var empty = await Assert.ThrowsAsync<InvalidRequestException>(() => k.Desk.CreateAsync(new(null, null, null, null, null), KnowledgeHouse.Editor, null, Ct));
        Assert.Equal(["category", "content", "kind", "title", "unit", "validUntil"], empty.Errors.Keys.Order());
        var wrong = KnowledgeHouse.Text with
        {
            Title = new string('长', 129), Keywords = [new string('词', 21)], Region = "nowhere", Category = "供水//停水", ValidUntil = new DateOnly(2026, 11, 8), Content = "a\0b",
        };
        var named = await Assert.ThrowsAsync<InvalidRequestException>(() => k.Desk.CreateAsync(wrong, KnowledgeHouse.Editor, null, Ct));
        Assert.Equal(["category", "content", "keywords", "region", "title", "validUntil"], named.Errors.Keys.Order());
        var same = await Assert.ThrowsAsync<InvalidRequestException>(() => k.Desk.CreateAsync(KnowledgeHouse.Text with { Keywords = ["居民小区停水怎么办"] }, KnowledgeHouse.Editor, null, Ct));
        Assert.Equal(["keywords"], same.Errors.Keys);
    }

    [Fact]
    public async Task Two_editors_who_revise_at_once_make_two_versions()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        var id = await k.PublishedAsync();
        var revisions = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => k.Desk.ReviseAsync(id.Article, KnowledgeHouse.Text with { Content = $"第{i}稿" }, KnowledgeHouse.Writer, null, Ct)));
        Assert.Equal(Enumerable.Range(2, 8), revisions.Select(r => r.Id!.Value.Version).Order());
        Assert.Single(await k.File.VersionsAsync(id.Article, Ct), v => v.State == ArticleState.Draft);
    }
}
