using Hotline.Tickets.Accepting;
using Hotline.Tickets.Citizens;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Handling;
using Hotline.Tickets.UnifiedReplies;

namespace Hotline.Tickets.Tests.Citizens;

public sealed class PublishedAnswersTests
{
    private const string Question = "安康小区停水两天，联系人张建国先生13911112222", Answer = "已抢修恢复供水";

    [Fact]
    public async Task Only_what_was_agreed_to_answered_and_checked_is_published_and_taken_down_with_the_consent()
    {
        await using var ground = await CitizenGround.OpenAsync();
        var silent = await AnsweredAsync(ground, mayPublish: false, "other");
        Assert.IsType<Decision.Refused>(await PublishAsync(ground, silent.Receipt));
        var sent = await AnsweredAsync(ground, mayPublish: true, "token");
        var proposal = Assert.Single(await ground.Answers.ToDoAsync(Sample.Reviewer, Ct));
        Assert.Equal((sent.Receipt.Number, Answer), (proposal.Number, proposal.Answer));
        Assert.DoesNotContain("13911112222", proposal.Question, StringComparison.Ordinal);
        Assert.DoesNotContain("张建国", proposal.Question, StringComparison.Ordinal);

        Assert.IsType<Decision.Invalid>(await ground.Answers.PublishAsync(proposal.Number, "停水", Question, Answer, Sample.Reviewer, Ct)); // a number is left in it
        Assert.IsType<Decision.Happened>(await PublishAsync(ground, sent.Receipt));
        Assert.IsType<Decision.Refused>(await PublishAsync(ground, sent.Receipt));
        Assert.Empty(await ground.Answers.ToDoAsync(Sample.Reviewer, Ct));
        var found = Assert.Single((await ground.Answers.FindAsync("小区停水", 1, Ct)).Items);
        Assert.Equal((Answer, "安澜市供水集团"), (found.Answer, found.Unit));
        Assert.Empty((await ground.Answers.FindAsync("公交站增设", 1, Ct)).Items);
        Assert.NotNull(await ground.Answers.ReadAsync(found.Id, Ct));

        await ground.Own.WithdrawConsentAsync(sent.Receipt.Id, Ct);
        Assert.Null(await ground.Answers.ReadAsync(found.Id, Ct));
        Assert.Empty((await ground.Answers.FindAsync(null, 1, Ct)).Items);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // as people of the city dial it
    public async Task A_units_own_number_is_published_and_a_persons_is_not(bool withAreaCode)
    {
        await using var ground = await CitizenGround.OpenAsync();
        var whole = ground.House.Rules.Profile.Departments.Single(d => d.Code == Sample.Water).DutyPhone;
        var own = withAreaCode ? whole : whole.Split('-')[^1];
        var receipt = (await AnsweredAsync(ground, mayPublish: true, "number", $"已抢修，如再停水请拨{own}，维修工13922223333")).Receipt;
        var proposal = Assert.Single(await ground.Answers.ToDoAsync(Sample.Reviewer, Ct));
        Assert.Equal($"已抢修，如再停水请拨{own}，维修工＊", proposal.Answer);
        Assert.IsType<Decision.Invalid>(await ground.Answers.PublishAsync(receipt.Number, "停水", "某小区停水", "维修工13922223333", Sample.Reviewer, Ct));
        Assert.IsType<Decision.Happened>(await ground.Answers.PublishAsync(receipt.Number, "停水", "某小区停水", proposal.Answer, Sample.Reviewer, Ct));
        Assert.Contains(own, Assert.Single((await ground.Answers.FindAsync(null, 1, Ct)).Items).Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_holds_ten_and_says_how_many_there_are()
    {
        await using var ground = await CitizenGround.OpenAsync();
        for (var i = 0; i < 11; i++) await PublishAsync(ground, (await AnsweredAsync(ground, mayPublish: true, $"t{i}")).Receipt);
        var second = await ground.Answers.FindAsync(null, 99, Ct);
        Assert.Equal((2, 2, 11, 1), (second.Page, second.Pages, second.All, second.Items.Count));
        Assert.Equal(10, (await ground.Answers.FindAsync("停水", 1, Ct)).Items.Count);
    }

    [Fact]
    public async Task Agents_and_units_may_not_publish()
    {
        await using var ground = await CitizenGround.OpenAsync();
        foreach (var by in new[] { Sample.Agent, Sample.WaterLead, Actor.Citizen }) await Assert.ThrowsAsync<UnauthorizedAccessException>(() => ground.Answers.ToDoAsync(by, Ct));
    }

    private static async Task<SentReport> AnsweredAsync(CitizenGround ground, bool mayPublish, string token, string? answer = null)
    {
        var sent = await ground.SendAsync(new ReportDraft { Type = "help", Title = "停水", Text = Question, Place = "安康小区", Contact = ContactWay.None, MayPublish = mayPublish }, token: token);
        var id = sent.Receipt.Id;
        await ground.House.DoAsync(id, new DispatchTicket(Sample.Water), Sample.Dispatcher);
        await ground.House.DoAsync(id, new SignForTicket(), Sample.WaterClerk);
        await ground.House.DoAsync(id, new ContactCitizen(true, ground.House.Clock.Now, "张先生", "了解情况"), Sample.WaterClerk);
        await ground.House.DoAsync(id, answer is null ? TicketStory.Reply : TicketStory.Reply with { PublicText = answer }, Sample.WaterClerk);
        await ground.House.DoAsync(id, new ApproveReply(), Sample.Reviewer);
        await ground.House.DoAsync(id, new RateTicket(true, Satisfaction.Satisfied), Actor.Citizen);
        return sent;
    }

    private static Task<Decision> PublishAsync(CitizenGround ground, Receipt receipt) => ground.Answers.PublishAsync(receipt.Number, "小区停水", "某小区停水两天", Answer, Sample.Reviewer, Ct);
}
