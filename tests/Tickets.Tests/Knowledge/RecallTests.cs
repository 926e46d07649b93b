using Hotline.Tickets.Delivery;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Knowledge;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Tests.Delivery;
using Hotline.Tickets.Tests.Merging;
using Hotline.Tickets.UnifiedReplies;

namespace Hotline.Tickets.Tests.Knowledge;

public sealed class RecallTests
{
    [Fact]
    public async Task A_changed_article_lists_exactly_the_replies_that_cite_the_old_version()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        var (old, other) = (await k.PublishedAsync(), await k.PublishedAsync(KnowledgeHouse.Text with { Title = "水费怎么交" }));
        var citing = new HashSet<TicketNumber>();
        for (var i = 0; i < 37; i++) citing.Add(await RepliedAsync(k, old, other));
        for (var i = 0; i < 12; i++) await RepliedAsync(k, other);
        for (var i = 0; i < 12; i++) await RepliedAsync(k);
        await FeedAsync(k);

        var changed = await k.RevisedAsync(old.Article, KnowledgeHouse.Text with { Content = "抢修一般6小时内恢复。" });
        for (var i = 0; i < 3; i++) await RepliedAsync(k, changed);
        await FeedAsync(k);

        var recall = Assert.Single(await Recalls(k).ListAsync(null, Ct));
        Assert.Equal((old, 37L, 37L), (recall.Article, recall.Replies, recall.Open));
        var listed = await Recalls(k).RepliesAsync(recall.Id, null, Ct);
        Assert.Equal(37, listed.Count);
        Assert.Equal(citing.Select(n => n.Digits).Order(), listed.Select(r => r.Number.Digits).Order());
        Assert.Empty(await Recalls(k).RepliesAsync(recall.Id, Sample.Power, Ct));
    }

    [Fact]
    public async Task A_reply_the_log_brings_after_the_change_is_on_the_list_too()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        var old = await k.PublishedAsync();
        var number = await RepliedAsync(k, old);
        await k.DoAsync(old.Article, ArticleStep.Withdraw, KnowledgeHouse.Writer, "政策废止");
        var recall = Assert.Single(await Recalls(k).ListAsync(null, Ct));
        Assert.Equal(0, recall.Replies);
        await FeedAsync(k);
        await FeedAsync(k);
        Assert.Equal(number, Assert.Single(await Recalls(k).RepliesAsync(recall.Id, null, Ct)).Number);
    }

    [Fact]
    public async Task A_reply_the_log_brings_while_the_article_changes_is_on_the_list_too()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        var old = await k.PublishedAsync();
        var number = await RepliedAsync(k, old);
        await using var connection = await k.House.Db.OpenConnectionAsync(Ct);
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        await using var batch = new Npgsql.NpgsqlBatch(connection, transaction);
        foreach (var command in Recall.OfWithdrawn(old.Article, "政策废止", KnowledgeHouse.Writer, k.House.Clock.Now)) batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync(Ct); // and not committed yet
        var feeding = FeedAsync(k);
        while (!feeding.IsCompleted && !await WaitsAsync(k)) await Task.Delay(10, Ct);
        await transaction.CommitAsync(Ct);
        await feeding;
        Assert.Equal(number, Assert.Single(await Recalls(k).RepliesAsync(Assert.Single(await Recalls(k).ListAsync(null, Ct)).Id, null, Ct)).Number);
    }

    private static async Task<bool> WaitsAsync(KnowledgeHouse k) =>
        (await k.House.Db.ReadAsync("select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'", [], _ => 1, Ct)).Count > 0;

    [Fact]
    public async Task A_later_end_with_the_same_wording_recalls_nothing()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        var old = await k.PublishedAsync();
        await RepliedAsync(k, old);
        await FeedAsync(k);
        await k.RevisedAsync(old.Article, KnowledgeHouse.Text with { ValidUntil = new DateOnly(2029, 1, 1), Keywords = ["断水"] });
        Assert.Empty(await Recalls(k).ListAsync(null, Ct));
    }

    [Fact]
    public async Task A_reply_that_was_replaced_by_a_redo_is_listed_as_such()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        var old = await k.PublishedAsync();
        var number = await RepliedAsync(k, old);
        var id = (await k.House.Store.FindAsync(number, Ct))!.Value;
        await k.House.DoAsync(id, new FollowUpTicket(true, false, Satisfaction.Dissatisfied), Sample.Caller);
        await k.House.DoAsync(id, new ContactCitizen(true, k.House.Clock.Now, "张先生", "再次了解"), Sample.WaterClerk);
        await k.House.DoAsync(id, TicketStory.Reply, Sample.WaterClerk);
        await k.House.DoAsync(id, new ApproveReply(), Sample.Reviewer);
        await FeedAsync(k);
        await k.DoAsync(old.Article, ArticleStep.Withdraw, KnowledgeHouse.Writer, "政策废止");
        var recall = Assert.Single(await Recalls(k).ListAsync(null, Ct));
        Assert.Equal((1L, 0L), (recall.Replies, recall.Open));
        Assert.Equal(RecalledState.Superseded, Assert.Single(await Recalls(k).RepliesAsync(recall.Id, null, Ct)).State);
    }

    [Fact]
    public async Task A_correction_written_by_one_and_sent_by_another_goes_to_everybody_who_got_the_old_letter()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        await using var post = new PostHouse(k.House);
        var old = await k.PublishedAsync();
        var (first, second) = (await RepliedAsync(k, old), await RepliedAsync(k, old));
        await post.TellAsync();
        await FeedAsync(k);
        await k.RevisedAsync(old.Article, KnowledgeHouse.Text with { Content = "抢修一般6小时内恢复。" });
        var recall = Assert.Single(await Recalls(k).ListAsync(null, Ct));

        var corrections = new Corrections(k.House.Db, new(k.House.Db, k.House.Key), k.House.Store, k.House.Desk, Recalls(k), k.House.Clock);
        var queued = await corrections.QueueAsync([first], "抢修时间更正为6小时。原答复：{reply}", "知识条目更新", null, recall.Id, Sample.Reviewer, null, "", Ct);
        Assert.True((await Recalls(k).RepliesAsync(recall.Id, null, Ct)).Single(r => r.Number == first).Queued);
        Assert.Equal(ApproveReply.OwnReply.Code, Assert.IsType<Decision.Refused>(await corrections.SendAsync(queued.Corrections[0], Sample.Reviewer, Ct)).Code);
        Assert.IsType<Decision.Happened>(await corrections.SendAsync(queued.Corrections[0], Sample.Supervisor, Ct));
        Assert.Equal(Corrections.Unknown, await corrections.SendAsync(queued.Corrections[0], Sample.Supervisor, Ct));
        Assert.IsType<Decision.Happened>(await Recalls(k).StandsAsync(recall.Id, (await k.House.Store.FindAsync(second, Ct))!.Value, "不涉及抢修时间", Sample.Reviewer, Ct));
        await FeedAsync(k);
        await post.TellAsync();
        await post.SendAsync();

        Assert.Equal([RecalledState.Corrected, RecalledState.Stands], (await Recalls(k).RepliesAsync(recall.Id, null, Ct)).OrderBy(r => r.Number.Digits).Select(r => r.State));
        var id = (await k.House.Store.FindAsync(first, Ct))!.Value;
        var letters = await post.File.ReadAsync(id, Ct);
        Assert.Equal([(LetterKind.Replied, 1), (LetterKind.Corrected, 2)], letters.Where(l => l.Reply is not null).Select(l => (l.Kind, l.Reply!.Value)));
        Assert.Contains("抢修时间更正为6小时。原答复：已抢修恢复供水", letters.Single(l => l.Kind == LetterKind.Corrected).Text);
        Assert.Contains(post.Gateway.Taken, m => m.Text.Contains("更正为", StringComparison.Ordinal) && m.Address == "13900001234");
        Assert.Equal([new Citation(old.Article, 2)], (await k.House.Store.LoadAsync(id, Ct))!.Ticket.Reply!.Citations);
        Assert.Empty(queued.Left);
    }

    [Fact]
    public async Task Who_got_the_letter_by_a_merge_is_listed_and_gets_the_correction_too()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        await using var ground = new MergeGround(k.House);
        var old = await k.PublishedAsync();
        var (master, member, alone) = (await k.House.DispatchedAsync(), await k.House.AcceptAsync(), await RepliedAsync(k));
        await ground.MergeAsync(master.Id, member.Id);
        await ReplyAsync(k, master.Id, old);
        Assert.Equal(1, await ground.Watch().PassAsync(Ct));
        await FeedAsync(k);
        await k.DoAsync(old.Article, ArticleStep.Withdraw, KnowledgeHouse.Writer, "政策废止");
        var both = new[] { master.Number.Digits, member.Number.Digits }.Order();
        Assert.Equal(both, (await Recalls(k).RepliesAsync((await Recalls(k).ListAsync(null, Ct))[0].Id, null, Ct)).Select(r => r.Number.Digits).Order());

        var corrections = new Corrections(k.House.Db, new(k.House.Db, k.House.Key), k.House.Store, k.House.Desk, Recalls(k), k.House.Clock);
        await corrections.QueueAsync([master.Number], "更正", "政策废止", null, null, Sample.Reviewer, null, "", Ct);
        Assert.Equal(both, (await corrections.OpenAsync(Ct)).Select(c => c.Number.Digits).Order());
        var sent = await corrections.SendAllAsync([.. (await corrections.OpenAsync(Ct)).Select(c => c.Id), 99], Sample.Supervisor, Ct);
        Assert.Equal((2, 99L), (sent.Sent.Count, Assert.Single(sent.Refused).Correction));
        Assert.Equal(("更正", "已抢修恢复供水"), ((await k.House.Store.LoadAsync(member.Id, Ct))!.Ticket.UnifiedReply, (await k.House.Store.LoadAsync((await k.House.Store.FindAsync(alone, Ct))!.Value, Ct))!.Ticket.UnifiedReply));
    }

    [Fact]
    public async Task What_has_no_reply_to_correct_is_left_and_named()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        var open = await k.House.AcceptAsync();
        var theirs = await RepliedAsync(k);
        var corrections = new Corrections(k.House.Db, new(k.House.Db, k.House.Key), k.House.Store, k.House.Desk, Recalls(k), k.House.Clock);
        Assert.Equal([open.Number], (await corrections.QueueAsync([open.Number, theirs], "更正", "有误", null, null, Sample.WaterClerk, null, "", Ct)).Left);
        Assert.Equal([theirs], (await corrections.QueueAsync([theirs], "更正", "有误", null, null, Sample.PowerClerk, null, "", Ct)).Left);
    }

    private static RecallFile Recalls(KnowledgeHouse k) => new(k.House.Db, k.House.Clock);

    private static async Task FeedAsync(KnowledgeHouse k) => await new CitationSubscriber(k.House.Db).HandleAsync(await PostHouse.LogAsync(k.House.Db), Ct);

    private static async Task<TicketNumber> RepliedAsync(KnowledgeHouse k, params ArticleVersionId[] cites)
    {
        var receipt = await k.House.DispatchedAsync();
        await ReplyAsync(k, receipt.Id, cites);
        return receipt.Number;
    }

    private static async Task ReplyAsync(KnowledgeHouse k, TicketId ticket, params ArticleVersionId[] cites)
    {
        await k.House.DoAsync(ticket, new SignForTicket(), Sample.WaterClerk);
        await k.House.DoAsync(ticket, new ContactCitizen(true, k.House.Clock.Now, "张先生", "了解情况"), Sample.WaterClerk);
        await k.House.DoAsync(ticket, TicketStory.Reply with { Citations = [.. cites.Select(c => new Citation(c.Article, c.Version))] }, Sample.WaterClerk);
        await k.House.DoAsync(ticket, new ApproveReply(), Sample.Reviewer);
    }
}
