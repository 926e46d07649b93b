using Hotline.Tickets.Knowledge;

namespace Hotline.Tickets.Tests.Knowledge;

public sealed class ArticleEvidenceTests
{
    [Fact]
    public async Task A_solved_ticket_becomes_a_draft_that_names_it_and_no_person()
    {
        await using var house = await TicketHouse.OpenAsync();
        await using var knowledge = new KnowledgeHouse(house);
        var evidence = new ArticleEvidence(house.Db, house.File, house.Rules, house.Clock);
        var solved = await house.ApprovedAsync();

        var (ticket, text) = (await evidence.DraftAsync(solved.Number, Sample.WaterClerk, Ct))!.Value;
        Assert.Equal((Sample.Water, TicketStory.Request.Title), (text.Unit, text.Title));
        Assert.Contains((await house.File.ReadAsync(ticket, Sample.WaterClerk, Ct))!.UnifiedReply!, text.Content, StringComparison.Ordinal);

        var id = await knowledge.Desk.CreateAsync(text with { Category = text.Category ?? "公用事业/供水" }, [ticket], KnowledgeHouse.Writer, "once", Ct);
        Assert.Equal(id, await knowledge.Desk.CreateAsync(text with { Category = text.Category ?? "公用事业/供水" }, [ticket], KnowledgeHouse.Writer, "once", Ct));
        Assert.Equal([solved.Number], (await evidence.ListAsync(id.Article, KnowledgeHouse.Editor, Ct)).Select(e => e.Number));
        Assert.Empty(await evidence.ListAsync(id.Article, Sample.PowerClerk, Ct)); // another unit's ticket is not theirs to know
    }

    [Fact]
    public async Task A_ticket_that_is_open_or_another_units_gives_no_draft()
    {
        await using var house = await TicketHouse.OpenAsync();
        var evidence = new ArticleEvidence(house.Db, house.File, house.Rules, house.Clock);
        Assert.Null(await evidence.DraftAsync((await house.DispatchedAsync()).Number, Sample.WaterClerk, Ct));
        Assert.Null(await evidence.DraftAsync((await house.ApprovedAsync()).Number, Sample.PowerClerk, Ct));
    }

    [Fact]
    public async Task What_the_page_offers_is_what_the_desk_would_let_pass()
    {
        await using var knowledge = await KnowledgeHouse.OpenAsync();
        var id = await knowledge.Desk.CreateAsync(KnowledgeHouse.Text, KnowledgeHouse.Writer, null, Ct);
        var draft = (await knowledge.File.ReadAsync(id.Article, KnowledgeHouse.Writer, Ct))!.Latest;
        Assert.Equal([ArticleStep.Write, ArticleStep.Submit, ArticleStep.Withdraw], ArticleReview.Allowed(draft, KnowledgeHouse.Writer));
        Assert.Empty(ArticleReview.Allowed(draft, Sample.PowerClerk));
        await knowledge.DoAsync(id.Article, ArticleStep.Submit, KnowledgeHouse.Writer);
        var submitted = (await knowledge.File.ReadAsync(id.Article, KnowledgeHouse.Writer, Ct))!.Latest;
        Assert.DoesNotContain(ArticleStep.UnitApprove, ArticleReview.Allowed(submitted, KnowledgeHouse.Writer)); // nobody approves what they wrote
        Assert.Contains(ArticleStep.UnitApprove, ArticleReview.Allowed(submitted, KnowledgeHouse.Lead));
    }
}
