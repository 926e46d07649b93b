using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Disputes;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Supervising;
using Hotline.Tickets.UnifiedReplies;

namespace Hotline.Tickets.Tests.Supervising;

public sealed class SupervisionStories
{
    private static readonly SuperviseTicket Order = new(SupervisionLevel.Supervision, "请三日内解决并报告");

    [Fact]
    public void A_citizen_urges_once_a_day_and_hears_when_again()
    {
        var urged = TicketStory.Contacted().Do(new UrgeTicket("三天了"), Actor.Citizen);
        var refused = Assert.IsType<Decision.Refused>(urged.After(TimeSpan.FromHours(14)).When(new UrgeTicket(), Actor.Citizen)); // 23:30 in the city
        Assert.Equal("urged-today", refused.Code);
        Assert.Contains("2026年11月10日", refused.Reason);
        Assert.Contains("2026-11-10", refused.English);
        urged.After(TimeSpan.FromHours(14.5)).When(new UrgeTicket(), Actor.Citizen).Then<TicketEvent.Urged>(); // midnight has passed
        urged.When(new UrgeTicket("来电催办"), Sample.Agent).Then<TicketEvent.Urged>(); // staff may for them, whatever the day
        urged.When(new UrgeTicket(new string('急', 501)), Sample.Agent).ThenInvalid("text");
    }

    [Fact]
    public void The_third_urge_supervises_by_itself_and_so_does_the_sixth()
    {
        var story = TicketStory.Contacted();
        for (var i = 1; i <= 6; i++)
        {
            story = story.After(TimeSpan.FromDays(1)).Do(new UrgeTicket(), Actor.Citizen);
            Assert.Equal((i, i / 3), (story.Ticket.Urges.Count, story.Ticket.Supervisions.Count));
        }

        var order = story.Ticket.Supervisions[0];
        Assert.Equal((1, SupervisionLevel.Supervision, Sample.Water, true, "system"), (order.No, order.Level, order.Addressee!.Value, order.Automatic, order.By));
        Assert.Equal(order.Due, story.Ticket.ClockOf(ClockName.Supervision, 1)!.DueAt);
    }

    [Fact]
    public void Every_order_has_its_own_clock_until_it_is_answered()
    {
        var story = TicketStory.Contacted().Do(Order, Sample.Supervisor).Do(new SuperviseTicket(SupervisionLevel.Interview, "说明派单经过", ToDispatcher: true, Value: 2), Sample.Supervisor);
        Assert.Equal([(int?)1, 2], story.Ticket.Clocks.Where(c => c.Name == ClockName.Supervision).Select(c => c.Task));
        Assert.Equal(new DateTimeOffset(2026, 11, 11, 9, 30, 0, TimeSpan.Zero), story.Ticket.Supervisions[1].Due); // two working days: Wednesday 17:30
        story.When(new AnswerSupervision(2, "按目录派单"), Sample.WaterClerk).ThenRefused(AnswerSupervision.NotAddressedToYou);
        story.When(new AnswerSupervision(1, "替答"), Sample.Dispatcher).ThenRefused(AnswerSupervision.NotAddressedToYou);
        story.When(new AnswerSupervision(3, "?"), Sample.WaterClerk).ThenInvalid("order");

        var answered = story.Do(new AnswerSupervision(2, "按目录派单"), Sample.Dispatcher);
        Assert.Equal([(int?)1], answered.Ticket.Clocks.Where(c => c.Name == ClockName.Supervision).Select(c => c.Task));
        Assert.True(answered.Ticket.Supervisions[0].AwaitsAnswer);
    }

    [Fact]
    public void An_answer_that_is_sent_back_is_awaited_again_on_a_new_clock()
    {
        var answered = TicketStory.Contacted().Do(Order, Sample.Supervisor).Do(new AnswerSupervision(1, "在办"), Sample.WaterClerk).After(TimeSpan.FromDays(1));
        answered.When(new JudgeSupervision(1, false), Sample.Supervisor).ThenInvalid("reason");
        answered.When(new JudgeSupervision(1, null), Sample.Supervisor).ThenInvalid("recognised");
        var back = answered.Do(new JudgeSupervision(1, false, "没有完成时间"), Sample.Supervisor);
        var order = back.Ticket.Supervisions[0];
        Assert.Equal((true, back.Ticket.ClockOf(ClockName.Supervision, 1)!.DueAt), (order.AwaitsAnswer, order.Due!.Value));
        Assert.Equal(new DateTimeOffset(2026, 11, 11, 9, 30, 0, TimeSpan.Zero), order.Due);

        var done = back.Do(new AnswerSupervision(1, "周五前完成"), Sample.WaterClerk).Do(new JudgeSupervision(1, true), Sample.Supervisor);
        Assert.True(done.Ticket.Supervisions[0].Recognised);
        Assert.Null(done.Ticket.ClockOf(ClockName.Supervision, 1));
        done.When(new AnswerSupervision(1, "再答"), Sample.WaterClerk).ThenRefused(Transitions.NothingToDo);
    }

    [Fact]
    public void An_order_goes_to_the_unit_that_is_named_even_where_it_does_not_hold_the_ticket()
    {
        var story = TicketStory.Contacted().Do(Order with { Addressee = Sample.Power }, Sample.Supervisor);
        story.When(new AnswerSupervision(1, "配合抢修"), Sample.PowerClerk).Then<TicketEvent.SupervisionAnswered>();
        story.When(Order with { Addressee = new("nobody") }, Sample.Supervisor).ThenInvalid("addressee");
        story.When(Order with { Addressee = Sample.Power, ToDispatcher = true }, Sample.Supervisor).ThenInvalid("addressee");
        story.When(Order with { Level = null, Instruction = "", Value = 0 }, Sample.Supervisor).ThenInvalid("level", "instruction", "value");
    }

    [Fact]
    public void Raising_goes_up_only_and_ends_at_the_top()
    {
        var raised = TicketStory.Contacted().Do(new RaiseTicket(2, "涉及三个区"), Sample.Supervisor);
        raised.When(new RaiseTicket(2, "再提"), Sample.Supervisor).ThenInvalid("level");
        raised.When(new RaiseTicket(4, "再提"), Sample.Supervisor).ThenInvalid("level");
        raised.Do(new RaiseTicket(3, "常务会议研究"), Sample.Supervisor).When(new RaiseTicket(3, "再提"), Sample.Supervisor).ThenRefused(RaiseTicket.AtTheTop);
    }

    [Fact]
    public void The_third_redo_makes_it_a_problem_order_and_there_is_no_fourth()
    {
        var story = TicketStory.Approved();
        for (var redo = 1; redo <= 3; redo++)
        {
            var events = story.When(new FollowUpTicket(true, false, Satisfaction.Dissatisfied, "还是没水"), Sample.Caller).Events();
            Assert.Equal(redo == 3 ? ["FollowedUp", "Raised", "Supervised"] : ["FollowedUp"], events.Select(e => e.GetType().Name));
            story = story.Do(new FollowUpTicket(true, false), Sample.Caller);
            Assert.Equal((redo, redo / 3, StateName.InRedo), (story.Ticket.Redos, story.Ticket.Level, story.Ticket.State.Name));
            story = story.Do(new ContactCitizen(false, WhyNot: NotReachedReason.NoAnswer), Sample.WaterClerk).Do(TicketStory.Reply, Sample.WaterClerk).Do(new ApproveReply(), Sample.Reviewer);
        }

        Assert.Equal(SupervisionLevel.Raised, Assert.Single(story.Ticket.Supervisions).Level);
        Assert.Equal(FollowUpOutcome.Close, story.When(new FollowUpTicket(true, false), Sample.Caller).Then<TicketEvent.FollowedUp>().Outcome);
    }

    [Fact]
    public void The_third_unit_it_is_passed_to_makes_it_a_problem_order_but_helpers_do_not_count()
    {
        var gas = new DepartmentId("gas");
        var second = TicketStory.Contacted().Do(new CoHandle([new TaskWanted(gas, "配合"), new TaskWanted(new("urban"), "配合")]), Sample.WaterClerk)
            .Do(new ReturnTicket(ReturnReason.WrongDuty, "属供电"), Sample.WaterClerk).Do(new AcceptReturn(), Sample.Dispatcher).Do(new DispatchTicket(Sample.Power), Sample.Dispatcher);
        Assert.Equal(0, second.Ticket.Level);
        var dispute = TicketStory.ReturnAsked().Do(new AcceptReturn(), Sample.Dispatcher).Do(new DispatchTicket(Sample.Power), Sample.Dispatcher)
            .Do(new ReturnTicket(ReturnReason.WrongDuty, "也不是"), Sample.PowerClerk);
        var ruled = dispute.Do(new Adjudicate(gas, "管线属燃气", "条例第十条"), Sample.Supervisor);
        Assert.Equal((1, gas), (ruled.Ticket.Level, Assert.Single(ruled.Ticket.Supervisions).Addressee!.Value));
    }

    [Fact]
    public void A_promise_is_reviewed_every_thirty_days_and_each_review_asks_the_unit()
    {
        var story = TicketStory.Contacted().Do(TicketStory.Reply with { Result = HandlingResult.Promised, PromisedFor = new DateOnly(2027, 1, 20) }, Sample.WaterClerk)
            .Do(new ApproveReply(), Sample.Reviewer).Do(new FollowUpTicket(true, true, Satisfaction.Satisfied), Sample.Caller);
        var promise = story.Ticket.ClockOf(ClockName.Promise)!;
        Assert.Equal([new(2026, 12, 9, 1, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 1, 8, 1, 0, 0, TimeSpan.Zero)], promise.Marks.Select(m => m.At));

        var asked = Fire(story, promise.Marks[0].At);
        var order = Assert.Single(asked.Ticket.Supervisions);
        Assert.Equal((SupervisionLevel.Reminder, Sample.Water, true), (order.Level, order.Addressee!.Value, order.AwaitsAnswer));
        Assert.Equal(StateName.Closed, asked.Do(new AnswerSupervision(1, "管网已招标"), Sample.WaterClerk).Ticket.State.Name);
        var woken = Fire(asked, promise.DueAt);
        Assert.Equal((StateName.InRedo, 2), (woken.Ticket.State.Name, woken.Ticket.Supervisions.Count));
        TicketStory.Closed().When(new ReopenTicket("又停水"), Actor.Citizen).Then<TicketEvent.Reopened>();
        story.When(new ReopenTicket("没办"), Actor.Citizen).ThenRefused(new("promised", "", "", []));
    }

    internal static TicketStory Fire(TicketStory story, DateTimeOffset at) =>
        story with { Now = at, Ticket = FireClocks.Decide(story.Ticket, Sample.Rules, at).Aggregate(story.Ticket, Ticket.Evolve) };
}
