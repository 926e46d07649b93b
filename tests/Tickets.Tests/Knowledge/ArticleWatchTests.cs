using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Knowledge;

namespace Hotline.Tickets.Tests.Knowledge;

public sealed class ArticleWatchTests
{
    private static readonly ArticleText Soon = KnowledgeHouse.Text with { ValidUntil = new DateOnly(2026, 12, 20) };

    [Fact]
    public async Task A_month_before_its_end_the_unit_gets_one_task_due_when_the_article_expires()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        var id = await k.PublishedAsync(Soon);
        await k.Watch.PassAsync(Ct);
        Assert.Empty(await k.Watch.OpenAsync(KnowledgeHouse.Writer, Ct));

        k.House.Clock.Now = new DateTimeOffset(2026, 11, 21, 1, 0, 0, TimeSpan.Zero);
        await k.Watch.PassAsync(Ct);
        await k.Watch.PassAsync(Ct);
        var task = Assert.Single(await k.Watch.OpenAsync(KnowledgeHouse.Writer, Ct));
        Assert.Equal((id, Sample.Water, task.ExpiresAt, false), (task.Article, task.Unit, task.DueAt, task.Overdue));
        Assert.Empty(await k.Watch.OpenAsync(Sample.PowerClerk, Ct));
    }

    [Fact]
    public async Task What_expires_at_once_leaves_the_unit_three_working_days()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        await k.PublishedAsync(KnowledgeHouse.Text with { ValidUntil = new DateOnly(2026, 11, 9) }); // today, a Monday
        await k.Watch.PassAsync(Ct);
        Assert.Equal(new DateTimeOffset(2026, 11, 12, 17, 30, 0, TimeSpan.FromHours(8)), Assert.Single(await k.Watch.OpenAsync(KnowledgeHouse.Writer, Ct)).DueAt);
    }

    [Fact]
    public async Task An_overdue_task_becomes_one_real_ticket_to_the_unit_with_a_tickets_clocks()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        await k.PublishedAsync(Soon);
        k.House.Clock.Now = new DateTimeOffset(2026, 11, 21, 1, 0, 0, TimeSpan.Zero);
        await k.Watch.PassAsync(Ct);
        k.House.Clock.Now = new DateTimeOffset(2026, 12, 20, 16, 0, 0, TimeSpan.Zero);
        await k.Watch.PassAsync(Ct);
        await k.Watch.PassAsync(Ct);

        var number = Assert.Single(await k.Watch.OpenAsync(KnowledgeHouse.Writer, Ct)).Ticket!.Value;
        var view = (await k.House.File.ReadAsync(number, Sample.WaterClerk, Ct))!;
        Assert.Equal((StateName.AwaitingSignature, Channel.Superior), (view.StateName, view.Facts.Channel));
        Assert.Contains(view.Clocks, c => c.Name == ClockName.Handling);
        Assert.Equal(1L, (await k.House.Db.ReadAsync("select count(*) from tickets.ticket", [], row => row.GetInt64(0), Ct))[0]);
    }

    [Fact]
    public async Task A_version_with_a_later_end_does_the_task_and_so_does_a_withdrawal()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        var (renewed, withdrawn) = (await k.PublishedAsync(Soon), await k.PublishedAsync(Soon with { Title = "旧政策" }));
        k.House.Clock.Now = new DateTimeOffset(2026, 12, 21, 1, 0, 0, TimeSpan.Zero);
        await k.Watch.PassAsync(Ct);
        Assert.Equal(2, (await k.Watch.OpenAsync(KnowledgeHouse.Editor, Ct)).Count);
        await k.RevisedAsync(renewed.Article, KnowledgeHouse.Text);
        await k.DoAsync(withdrawn.Article, ArticleStep.Withdraw, KnowledgeHouse.Writer, "已废止");
        await k.Watch.PassAsync(Ct);
        Assert.Empty(await k.Watch.OpenAsync(KnowledgeHouse.Editor, Ct));
    }

    [Fact]
    public async Task An_error_report_is_due_in_one_working_day_and_answered_once_by_the_owning_unit()
    {
        await using var k = await KnowledgeHouse.OpenAsync();
        var id = await k.PublishedAsync();
        var error = (await k.Errors.ReportAsync(id.Article, "电话号码已更换", Sample.Agent, Ct))!.Value;
        var line = Assert.Single(await k.Errors.ListAsync(KnowledgeHouse.Writer, Ct));
        Assert.Equal((new DateTimeOffset(2026, 11, 10, 17, 30, 0, TimeSpan.FromHours(8)), false), (line.DueAt, line.Overdue));
        k.House.Clock.Now += TimeSpan.FromDays(2);
        Assert.True(Assert.Single(await k.Errors.ListAsync(Sample.Agent, Ct)).Overdue);
        Assert.Empty(await k.Errors.ListAsync(Sample.PowerClerk, Ct));

        Assert.Equal(ArticleReview.NotYourUnit, await k.Errors.AnswerAsync(error, true, "好", Sample.PowerClerk, Ct));
        Assert.IsType<Decision.Happened>(await k.Errors.AnswerAsync(error, true, "已更正", KnowledgeHouse.Writer, Ct));
        Assert.Equal(ArticleErrors.AnsweredBefore, await k.Errors.AnswerAsync(error, false, "又改", KnowledgeHouse.Writer, Ct));
        Assert.Null(await k.Errors.ReportAsync(Guid.CreateVersion7(), "没有", Sample.Agent, Ct));
    }
}
