using Hotline.Tickets.Accepting;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Disputes;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Police;
using Hotline.Tickets.Reviewing;
using Hotline.Tickets.UnifiedReplies;

namespace Hotline.Tickets.Tests;

public sealed class StepStories
{
    [Fact]
    public void A_report_is_confidential_unless_the_citizen_says_otherwise()
    {
        Assert.True(TicketStory.Accepted(TicketStory.Request with { Type = RequestType.Report }).Ticket.Facts.Confidential);
        Assert.False(TicketStory.Accepted(TicketStory.Request with { Type = RequestType.Report, Confidential = false }).Ticket.Facts.Confidential);
    }

    [Fact]
    public void A_request_names_every_field_that_is_wrong()
    {
        var wrong = AcceptTicket.Wrong(new Request { Title = new string('长', 61), Phone = "abc", District = "nowhere", Category = "none" }, Sample.Rules);
        Assert.Equal(["category", "district", "phone", "text", "title", "type"], wrong.Keys.Order());
        Assert.Contains("60", wrong["title"][0]);
    }

    [Fact]
    public void A_police_matter_needs_no_form() => Assert.Empty(AcceptTicket.Wrong(new Request { Police = "有人落水" }, Sample.Rules));

    [Fact]
    public void The_handling_clock_starts_at_dispatch_and_goes_on_when_the_department_signs()
    {
        var dispatched = TicketStory.Dispatched();
        Assert.Equal([ClockName.SignIn, ClockName.FirstContact, ClockName.Handling], dispatched.Ticket.Clocks.Select(c => c.Name));
        var before = dispatched.Ticket.Clocks[2];
        var signed = dispatched.After(TimeSpan.FromHours(1)).Do(new SignForTicket(), Sample.WaterClerk);
        Assert.Equal([ClockName.FirstContact, ClockName.Handling], signed.Ticket.Clocks.Select(c => c.Name));
        Assert.Same(before, signed.Ticket.Clocks[1]);
    }

    [Fact]
    public void Five_working_days_from_a_monday_end_the_next_monday_at_the_close_of_work() =>
        Assert.Equal(new DateTimeOffset(2026, 11, 16, 17, 30, 0, TimeSpan.FromHours(8)), TicketStory.Dispatched().Ticket.Clocks.Single(c => c.Name == ClockName.Handling).DueAt);

    [Theory]
    [InlineData(Urgency.Urgent, 24 * 60)]
    [InlineData(Urgency.Critical, 120)]
    public void Urgent_tickets_run_on_minutes(Urgency urgency, int minutes)
    {
        var clock = TicketStory.Accepted(TicketStory.Request with { Urgency = urgency }).Do(new DispatchTicket(Sample.Water), Sample.Dispatcher).Ticket.Clocks.Single(c => c.Name == ClockName.Handling);
        Assert.Equal(TimeSpan.FromMinutes(minutes), clock.DueAt - clock.StartedAt);
        Assert.Equal(TimeSpan.FromMinutes(minutes), Assert.Single(clock.Counted) is var i ? i.To - i.From : default);
    }

    [Fact]
    public void An_unknown_department_is_named_as_the_wrong_field() => TicketStory.Accepted().When(new DispatchTicket(new("nobody")), Sample.Dispatcher).ThenInvalid("department");

    [Fact]
    public void A_department_may_ask_to_return_it_within_a_day_and_the_handling_clock_runs_on()
    {
        var asked = TicketStory.Dispatched().After(TimeSpan.FromHours(24)).Do(new ReturnTicket(ReturnReason.WrongDuty, "属供电职责", Sample.Power), Sample.WaterClerk);
        Assert.Equal(StateName.ReturnRequested, asked.Ticket.State.Name);
        var returned = asked.Do(new AcceptReturn(), Sample.Dispatcher);
        Assert.Equal(StateName.AwaitingDispatch, returned.Ticket.State.Name);
        Assert.Equal([ClockName.Handling, ClockName.Dispatch], returned.Ticket.Clocks.Select(c => c.Name));
        var again = returned.When(new DispatchTicket(Sample.Power), Sample.Dispatcher).Then<TicketEvent.Dispatched>();
        Assert.Equal((Sample.Power, Sample.Water), (again.To, again.Before));
        Assert.DoesNotContain(again.Started!, c => c.Name == ClockName.Handling);
    }

    [Fact]
    public void A_return_that_is_refused_goes_back_to_where_it_was() => Assert.Equal(
        StateName.AwaitingSignature, TicketStory.ReturnAsked().Do(new RefuseReturn("职责清单第三条"), Sample.Dispatcher).Ticket.State.Name);

    [Fact]
    public void After_a_day_it_may_not() => TicketStory.Dispatched().After(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1))
        .When(new ReturnTicket(ReturnReason.WrongDuty, "非本单位职责"), Sample.WaterClerk).ThenRefused(ReturnTicket.TooLate);

    [Fact]
    public void The_second_return_goes_to_the_dispute_desk_and_there_is_no_third()
    {
        var second = TicketStory.ReturnAsked().Do(new AcceptReturn(), Sample.Dispatcher).Do(new DispatchTicket(Sample.Power), Sample.Dispatcher)
            .Do(new ReturnTicket(ReturnReason.WrongDuty, "也不是", Sample.Water), Sample.PowerClerk);
        Assert.Equal((StateName.InDispute, 2), (second.Ticket.State.Name, second.Ticket.Returns));

        var heard = second.Do(new StateOpinion("管线不归我司"), Sample.WaterClerk);
        var ruling = heard.When(new Adjudicate(Sample.Water, "管线属供水集团", "供水条例第十条"), Sample.Supervisor).Then<TicketEvent.Adjudicated>();
        Assert.Equal($"裁{heard.Ticket.Number.Digits}", ruling.Precedent);
        var ruled = heard.Do(new Adjudicate(Sample.Water, "管线属供水集团", "供水条例第十条"), Sample.Supervisor);
        Assert.DoesNotContain(Step.Return, Transitions.Allowed(ruled.Ticket, Sample.WaterClerk));
        ruled.When(new ReturnTicket(ReturnReason.WrongDuty, "还是不认"), Sample.WaterClerk).ThenRefused(ReturnTicket.NotReturnable);
        Assert.Equal(second.Ticket.ClockOf(ClockName.Handling)!.StartedAt, ruled.Ticket.ClockOf(ClockName.Handling)!.StartedAt);
    }

    [Fact]
    public void Sending_it_back_to_the_department_that_returned_it_needs_a_reason()
    {
        var returned = TicketStory.ReturnAsked().Do(new AcceptReturn(), Sample.Dispatcher);
        returned.When(new DispatchTicket(Sample.Water), Sample.Dispatcher).ThenInvalid("reason");
        returned.When(new DispatchTicket(Sample.Water, "核定为供水职责"), Sample.Dispatcher).Then<TicketEvent.Dispatched>();
    }

    [Fact]
    public void Nobody_elses_department_may_act() => TicketStory.Dispatched().When(new SignForTicket(), Sample.PowerClerk).ThenRefused(Deciding.NotYourDepartment);

    [Fact]
    public void A_contact_tells_time_person_and_content_or_why_not()
    {
        TicketStory.Signed().When(new ContactCitizen(null), Sample.WaterClerk).ThenInvalid("contacted");
        TicketStory.Signed().When(new ContactCitizen(true), Sample.WaterClerk).ThenInvalid("at", "person", "content");
        TicketStory.Signed().When(new ContactCitizen(true, Sample.Monday.AddHours(1), "张", "说明"), Sample.WaterClerk).ThenInvalid("at");
        TicketStory.Signed().When(new ContactCitizen(false), Sample.WaterClerk).ThenInvalid("whyNot");
        TicketStory.Signed().When(new ContactCitizen(false, WhyNot: NotReachedReason.NoAnswer), Sample.WaterClerk).Then<TicketEvent.Contacted>();
    }

    [Fact]
    public void No_reply_before_the_citizen_was_contacted() => TicketStory.Signed().When(TicketStory.Reply, Sample.WaterClerk).ThenRefused(SubmitReply.ContactFirst);

    [Fact]
    public void A_reply_without_finding_result_and_text_names_them() =>
        TicketStory.Contacted().When(new SubmitReply(null, null, " "), Sample.WaterClerk).ThenInvalid("finding", "result", "publicText");

    [Fact]
    public void The_unified_reply_is_visible_from_approval_on_and_the_reviewers_change_keeps_what_was_before()
    {
        Assert.Null(TicketStory.Replied().Ticket.UnifiedReply);
        var approved = TicketStory.Replied().When(new ApproveReply("已于九日抢修，恢复供水"), Sample.Reviewer).Then<TicketEvent.Approved>();
        Assert.Equal(("已于九日抢修，恢复供水", "已抢修恢复供水"), (approved.UnifiedReply, approved.Before));
        Assert.Equal("已抢修恢复供水", TicketStory.Approved().Ticket.UnifiedReply);
    }

    [Fact]
    public void Who_wished_no_reply_is_not_called()
    {
        var story = TicketStory.Accepted(TicketStory.Request with { WantsReply = false }).Do(new DispatchTicket(Sample.Water), Sample.Dispatcher)
            .Do(new SignForTicket(), Sample.WaterClerk).Do(new ContactCitizen(false, WhyNot: NotReachedReason.AskedNotToBeContacted), Sample.WaterClerk)
            .Do(TicketStory.Reply, Sample.WaterClerk).Do(new ApproveReply(), Sample.Reviewer);
        Assert.Equal((StateName.Closed, ClockName.Archive), (story.Ticket.State.Name, Assert.Single(story.Ticket.Clocks).Name));
    }

    [Fact]
    public void A_reply_sent_back_has_the_redo_limit_and_may_not_be_returned()
    {
        var back = TicketStory.Replied().Do(new SendBackReply("请写明完成时间"), Sample.Reviewer);
        Assert.Equal(3, Assert.Single(back.Ticket.Clocks).Limit.Value);
        Assert.DoesNotContain(Step.Return, Transitions.Allowed(back.Ticket, Sample.WaterClerk));
    }

    [Fact]
    public void Solved_is_asked_before_satisfied()
    {
        TicketStory.Approved().When(new FollowUpTicket(true, null, Satisfaction.Satisfied), Sample.Caller).ThenInvalid("solved");
        TicketStory.Approved().When(new FollowUpTicket(false, null, Satisfaction.Satisfied), Sample.Caller).ThenInvalid("satisfaction");
    }

    [Fact]
    public void Not_solved_goes_back_to_handling_three_times_and_then_closes_unsolved()
    {
        var story = TicketStory.Approved();
        for (var redo = 1; redo <= 3; redo++)
        {
            story = story.Do(new FollowUpTicket(true, false), Sample.Caller);
            Assert.Equal((StateName.InRedo, redo), (story.Ticket.State.Name, story.Ticket.Redos));
            story = story.Do(new ContactCitizen(false, WhyNot: NotReachedReason.NoAnswer), Sample.WaterClerk).Do(TicketStory.Reply, Sample.WaterClerk).Do(new ApproveReply(), Sample.Reviewer);
        }

        var closed = story.Do(new FollowUpTicket(true, false), Sample.Caller).Ticket.State;
        Assert.False(Assert.IsType<TicketState.Closed>(closed).Solved);
    }

    [Fact]
    public void Three_calls_that_reach_nobody_close_it_as_not_rated()
    {
        var story = TicketStory.Approved().Do(new FollowUpTicket(false), Sample.Caller).After(TimeSpan.FromHours(6)).Do(new FollowUpTicket(false), Sample.Caller);
        Assert.Equal(StateName.AwaitingFollowUp, story.Ticket.State.Name);
        var last = story.After(TimeSpan.FromHours(27)).When(new FollowUpTicket(false), Sample.Caller).Then<TicketEvent.FollowedUp>(); // Monday morning, afternoon, Tuesday evening
        Assert.Equal((FollowUpOutcome.Close, Satisfaction.NotRated), (last.Outcome, last.Answer.Satisfaction));
    }

    [Fact]
    public void A_citizens_rating_answers_the_follow_up_and_is_never_changed()
    {
        var rated = TicketStory.Approved().Do(new RateTicket(true, Satisfaction.VerySatisfied), Actor.Citizen);
        Assert.Equal(StateName.Closed, rated.Ticket.State.Name);
        rated.When(new RateTicket(false, Satisfaction.Dissatisfied), Actor.Citizen).ThenRefused(RateTicket.RatedBefore);
        Assert.Equal(StateName.InRedo, TicketStory.Approved().Do(new RateTicket(false, Satisfaction.Dissatisfied), Actor.Citizen).Ticket.State.Name);
    }

    [Fact]
    public void A_transfer_to_110_ends_every_clock_and_a_later_result_keeps_the_earlier()
    {
        var gone = TicketStory.Contacted().Do(new TransferToPolice("有人持刀"), Sample.Agent);
        Assert.Equal(ClockName.Archive, Assert.Single(gone.Ticket.Clocks).Name);
        var second = gone.Do(new RecordPoliceResult("已出警"), Sample.Dispatcher).When(new RecordPoliceResult("已处置"), Sample.Dispatcher).Then<TicketEvent.PoliceResultRecorded>();
        Assert.Equal("已出警", second.Before);
        gone.When(new TransferToPolice("再转"), Sample.Agent).ThenRefused(new("not-in-this-state", "", "", []));
    }
}
