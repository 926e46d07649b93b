using Hotline.Tickets.Accepting;
using Hotline.Tickets.Handling;
using Hotline.Tickets.UnifiedReplies;

namespace Hotline.Tickets.Tests.UnifiedReplies;

public sealed class ReplyStories
{
    private static readonly Request ThreePoints = TicketStory.Request with { Demands = ["何时恢复供水", "水费能否减免", "水压为何偏低"] };

    private static TicketStory Contacted(Request request) => TicketStory.Accepted(request)
        .Do(new Hotline.Tickets.Dispatching.DispatchTicket(Sample.Water), Sample.Dispatcher).Do(new Hotline.Tickets.Dispatching.SignForTicket(), Sample.WaterClerk)
        .Do(new ContactCitizen(true, Sample.Monday, "张先生", "了解情况"), Sample.WaterClerk);

    private static SubmitReply Answering(params PointAnswer[] points) => new(Finding.True, HandlingResult.Solved, null, Points: points);

    [Fact]
    public void Of_three_demands_two_answered_the_third_is_named_and_nothing_leaves()
    {
        var refused = Assert.IsType<Decision.Refused>(Contacted(ThreePoints).When(Answering(new(1, "已于9日恢复"), new(2, null, "《供水条例》第二十条")), Sample.WaterClerk));
        Assert.Equal("point-unanswered", refused.Code);
        Assert.Contains("第3点“水压为何偏低”", refused.Reason);
        Assert.DoesNotContain("第2点", refused.Reason);
        Assert.Contains("point 3", refused.English);
        Assert.Contains("reply", refused.Allowed);
    }

    [Fact]
    public void Each_point_answered_or_grounded_the_letter_shows_the_pairs()
    {
        var replied = Contacted(ThreePoints).When(
            Answering(new(2, null, "《供水条例》第二十条"), new(1, "已于9日恢复"), new(3, "管网末端，已调压", "《技术规程》")) with { PublicText = "您好，答复如下：" }, Sample.WaterClerk).Then<TicketEvent.Replied>();
        Assert.Equal(
            "您好，答复如下：\n\n1. 何时恢复供水\n答复：已于9日恢复\n\n2. 水费能否减免\n不能办理的依据：《供水条例》第二十条\n\n3. 水压为何偏低\n答复：管网末端，已调压\n依据：《技术规程》", replied.Reply.PublicText);
        Assert.Equal(("water", 3), (replied.Reply.WrittenBy, replied.Reply.Points.Count));
    }

    [Fact]
    public void A_text_alone_answers_a_ticket_of_one_demand_and_no_other()
    {
        Contacted(TicketStory.Request).When(TicketStory.Reply, Sample.WaterClerk).Then<TicketEvent.Replied>();
        Contacted(ThreePoints).When(TicketStory.Reply, Sample.WaterClerk).ThenRefused(ReplyPoints.Refused([1], ThreePoints.Demands!));
        Contacted(TicketStory.Request).When(Answering(), Sample.WaterClerk).ThenInvalid("publicText");
        Contacted(TicketStory.Request).When(Answering(new PointAnswer(1, "已恢复")), Sample.WaterClerk).Then<TicketEvent.Replied>();
    }

    [Fact]
    public void Points_that_are_not_there_or_twice_and_texts_too_long_are_named()
    {
        var story = Contacted(ThreePoints);
        story.When(Answering(new PointAnswer(4, "x")), Sample.WaterClerk).ThenInvalid("points");
        story.When(Answering(new PointAnswer(1, "x"), new PointAnswer(1, "y")), Sample.WaterClerk).ThenInvalid("points");
        story.When(Answering(new PointAnswer(1, new string('长', 2001), new string('长', 501))), Sample.WaterClerk).ThenInvalid("points[0].answer", "points[0].ground");
        story.When(Answering() with { Citations = [new(Guid.NewGuid(), 0)] }, Sample.WaterClerk).ThenInvalid("citations");
    }

    [Fact]
    public void The_internal_note_has_no_way_into_the_letter()
    {
        Contacted(TicketStory.Request).When(TicketStory.Reply with { PublicText = "已抢修。夜班人手不足所致。", InternalNote = "夜班人手不足所致" }, Sample.WaterClerk).ThenInvalid("publicText");
        var noted = Contacted(TicketStory.Request).Do(TicketStory.Reply with { InternalNote = "夜班人手不足所致" }, Sample.WaterClerk);
        noted.When(new ApproveReply("已抢修。夜班人手不足所致。"), Sample.Reviewer).ThenInvalid("publicText");
        Assert.DoesNotContain("夜班", noted.When(new ApproveReply(), Sample.Reviewer).Then<TicketEvent.Approved>().UnifiedReply);
    }

    [Fact]
    public void Nobody_approves_or_corrects_what_they_wrote()
    {
        var replied = Contacted(TicketStory.Request).Do(TicketStory.Reply, Sample.WaterClerk);
        replied.When(new ApproveReply(), Sample.Reviewer with { Id = "water" }).ThenRefused(ApproveReply.OwnReply);
        var approved = replied.Do(new ApproveReply(), Sample.Reviewer);
        approved.When(new CorrectReply("更正", "有误", "3001"), Sample.Reviewer).ThenRefused(ApproveReply.OwnReply);
        var corrected = approved.Do(new CorrectReply("更正", "有误", "6001"), Sample.Reviewer);
        Assert.Equal("更正", corrected.Ticket.UnifiedReply);
        corrected.When(new CorrectReply("更正", "有误", "6001"), Sample.Reviewer).ThenRefused(CorrectReply.SameText);
        corrected.When(new CorrectReply(" ", "", "6001"), Sample.Reviewer).ThenInvalid("publicText", "reason");
        replied.When(new CorrectReply("更正", "有误", "6001"), Sample.Reviewer).ThenRefused(new("not-in-this-state", "", ""));
    }

    private static TicketStory Contradicting() => Contacted(TicketStory.Request)
        .Do(new CoHandle([new TaskWanted(Sample.Power, "电房归谁管")]), Sample.WaterClerk)
        .Do(new AnswerTask(1, "小区配电房由开发商负责维护。"), Sample.PowerClerk)
        .Do(TicketStory.Reply with { PublicText = "小区配电房由供电公司负责维护。" }, Sample.WaterClerk);

    [Fact]
    public void Answers_that_contradict_each_other_are_held_until_the_reviewer_resolves_them_with_a_reason()
    {
        var story = Contradicting();
        var refused = Assert.IsType<Decision.Refused>(story.When(new ApproveReply(), Sample.Reviewer));
        Assert.Equal("contradiction", refused.Code);
        Assert.Contains("由开发商负责维护", refused.Reason);
        Assert.Contains("由供电公司负责维护", refused.Reason);

        var found = Assert.Single(Contradictions.In(Contribution.Of(story.Ticket, ((TicketState.AwaitingReview)story.Ticket.State).Reply, Sample.Rules)));
        story.When(new ApproveReply(Resolutions: [new("00000000", "不相干")]), Sample.Reviewer).ThenRefused(ApproveReply.Contradicts([found]));
        story.When(new ApproveReply(Resolutions: [new(found.Id, " ")]), Sample.Reviewer).ThenInvalid("resolutions[0].reason");
        var approved = story.When(new ApproveReply(Resolutions: [new(found.Id, "经查移交协议，产权已移交供电公司")]), Sample.Reviewer).Then<TicketEvent.Approved>();
        Assert.Equal([new Resolution(found.Id, "经查移交协议，产权已移交供电公司")], approved.Resolutions);
    }

    [Fact]
    public void The_citizens_own_words_contradict_nobody()
    {
        var story = Contacted(TicketStory.Request with { Demands = ["未恢复供水，何时恢复", "水费"] })
            .Do(Answering(new(1, "已恢复供水"), new(2, "可减免")), Sample.WaterClerk);
        story.When(new ApproveReply(), Sample.Reviewer).Then<TicketEvent.Approved>();
    }

    [Fact]
    public void The_check_list_names_empty_phrases_a_missing_basis_other_peoples_numbers_and_a_copied_template()
    {
        var reply = new Reply(Finding.Untrue, HandlingResult.Explained, "我局高度重视，请您耐心等待。联系人手机13900001234，身份证11010519491231002X。", null);
        var hints = ReplyChecks.Of(reply, RequestType.Consultation, []);
        Assert.Equal(["高度重视", "请您耐心等待"], hints.Where(h => h.Warning == ReplyWarning.EmptyPhrase).Select(h => h.Quote!));
        Assert.Equal(["139********", "1101**************"], hints.Where(h => h.Warning == ReplyWarning.PersonalData).Select(h => h.Quote!));
        Assert.Contains(hints, h => h.Warning == ReplyWarning.MissingBasis);

        var good = reply with { PublicText = "经核查，依据《城市供水条例》第二十二条，11月9日已恢复供水，咨询电话0473-3998000。" };
        Assert.Empty(ReplyChecks.Of(good, RequestType.Consultation, []));
        Assert.Contains(ReplyChecks.Of(good with { PublicText = good.PublicText.Replace("11月9日", "12月1日", StringComparison.Ordinal) }, RequestType.Consultation, [good.PublicText]), h => h.Warning == ReplyWarning.TemplateCopy);
        Assert.DoesNotContain(ReplyChecks.Of(reply with { PublicText = "编号110105194912310021", Result = HandlingResult.Unsolved }, RequestType.Help, []), h => h.Warning == ReplyWarning.PersonalData); // its check digit is wrong
    }
}
