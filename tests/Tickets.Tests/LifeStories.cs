using Hotline.Tickets.Accepting;
using Hotline.Tickets.Archiving;
using Hotline.Tickets.City;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Disputes;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Reviewing;
using Hotline.Tickets.UnifiedReplies;

namespace Hotline.Tickets.Tests;

/// <summary>Extensions, suspensions, tasks, disputes, promises: the longer roads of a ticket.</summary>
public sealed class LifeStories
{
    [Fact]
    public void An_extension_goes_up_its_chain_and_moves_the_due_time_once()
    {
        var asked = TicketStory.ExtensionAsked();
        var before = asked.Ticket.ClockOf(ClockName.Handling)!;
        asked.When(new GrantExtension(), Sample.Reviewer).ThenRefused(new("not-your-turn", "", "", []));
        var granted = asked.When(new GrantExtension(), Sample.WaterLead).Then<TicketEvent.ExtensionGranted>();
        Assert.True(granted.Last);
        Assert.Equal(before.DueAt, granted.DueBefore);
        Assert.True(granted.Due > before.DueAt);

        var second = asked.Do(new GrantExtension(), Sample.WaterLead).Do(new RequestExtension(ExtensionReason.Appraisal, "需检测", 10), Sample.WaterClerk);
        Assert.False(second.When(new GrantExtension(), Sample.WaterLead).Then<TicketEvent.ExtensionGranted>().Last);
        var done = second.Do(new GrantExtension(), Sample.WaterLead).Do(new GrantExtension(), Sample.Reviewer);
        Assert.Equal((StateName.InHandling, 2), (done.Ticket.State.Name, done.Ticket.Extensions));
        done.When(new RequestExtension(ExtensionReason.Complex, "再延", 1), Sample.WaterClerk).ThenRefused(RequestExtension.NoMore);
    }

    [Fact]
    public void Nobody_grants_what_they_asked_for_themselves()
    {
        var asked = TicketStory.Contacted().Do(new RequestExtension(ExtensionReason.Complex, "管线图缺失", 3), Sample.WaterLead);
        asked.When(new GrantExtension(), Sample.WaterLead).ThenRefused(new("own-request", "", "", []));
    }

    [Fact]
    public void An_extension_is_asked_for_before_the_limit_ends_and_within_what_the_city_gives()
    {
        var due = TicketStory.Contacted().Ticket.ClockOf(ClockName.Handling)!.DueAt;
        (TicketStory.Contacted() with { Now = due }).When(new RequestExtension(ExtensionReason.Complex, "晚了", 1), Sample.WaterClerk).ThenRefused(RequestExtension.TooLate);
        TicketStory.Contacted().When(new RequestExtension(null, "", 99), Sample.WaterClerk).ThenInvalid("code", "reason", "value");
    }

    [Fact]
    public void A_suspension_stops_the_handling_clock_and_gives_back_exactly_what_was_left()
    {
        var suspended = TicketStory.In(StateName.Suspended);
        var clock = suspended.Ticket.ClockOf(ClockName.Handling)!;
        Assert.Equal(Sample.Monday, clock.PausedAt);
        Assert.Null(clock.FiresAt);

        var resumed = suspended.After(TimeSpan.FromDays(2)).Do(new ResumeHandling("证明已到"), Sample.WaterClerk);
        var after = resumed.Ticket.ClockOf(ClockName.Handling)!;
        Assert.Equal(TimeSpan.FromDays(2), resumed.Ticket.StoodStill);
        Assert.Equal(new DateTimeOffset(2026, 11, 18, 9, 30, 0, TimeSpan.FromHours(8)), after.DueAt); // five days of seven hours from Wednesday 9:30
        Assert.Equal(TimeSpan.FromHours(35), after.Counted.Aggregate(TimeSpan.Zero, (sum, i) => sum + (i.To - i.From)));
        Assert.Null(after.PausedAt);
    }

    [Fact]
    public void A_suspension_beyond_its_cap_is_refused_and_evidence_is_asked_for_where_the_ground_needs_it()
    {
        TicketStory.Contacted().When(new RequestSuspension("awaiting-citizen", "等材料", 11), Sample.WaterClerk).ThenRefused(new("beyond-pause-cap", "", "", []));
        TicketStory.Contacted().When(new RequestSuspension("appraisal", "送检", 5), Sample.WaterClerk).ThenInvalid("evidence");
        TicketStory.Contacted().When(new RequestSuspension("no-such", "x", null), Sample.WaterClerk).ThenInvalid("ground", "value");
    }

    [Fact]
    public void The_citizens_answer_and_the_end_of_the_cap_both_resume_a_suspension()
    {
        var suspended = TicketStory.In(StateName.Suspended).After(TimeSpan.FromHours(3));
        Assert.Equal(StateName.InHandling, suspended.Do(new SupplyInformation("产权证明已上传"), Actor.Citizen).Ticket.State.Name);

        var late = suspended.After(TimeSpan.FromDays(30));
        var events = FireClocks.Decide(late.Ticket, Sample.Rules, late.Now);
        Assert.Contains(events, e => e is TicketEvent.Resumed);
        Assert.DoesNotContain(events, e => e is TicketEvent.ClockOverdue { Clock: ClockName.Suspension });
        Assert.Equal(StateName.InHandling, events.Aggregate((Ticket?)late.Ticket, Ticket.Evolve)!.State.Name);
    }

    [Fact]
    public void What_is_missing_is_asked_of_the_citizen_while_the_clocks_stand_still()
    {
        var asked = TicketStory.In(StateName.AwaitingInformation);
        Assert.NotNull(asked.Ticket.ClockOf(ClockName.Dispatch)!.PausedAt);
        var answered = asked.After(TimeSpan.FromHours(2)).Do(new SupplyInformation("三号楼二单元"), Actor.Citizen);
        Assert.Equal(StateName.AwaitingDispatch, answered.Ticket.State.Name);
        Assert.Null(answered.Ticket.ClockOf(ClockName.Dispatch)!.PausedAt);
        Assert.Null(answered.Ticket.ClockOf(ClockName.Information));
    }

    [Fact]
    public void The_lead_waits_for_its_co_handlers_or_waives_them_with_a_reason()
    {
        var shared = TicketStory.Contacted().Do(new CoHandle([new(Sample.Power, "核实供电", 2), new(new("gas"), "核实燃气")]), Sample.WaterClerk);
        Assert.Equal([1, 2], shared.Ticket.Clocks.Where(c => c.Name == ClockName.CoHandling).Select(c => c.Task!.Value));
        shared.When(TicketStory.Reply, Sample.WaterClerk).ThenRefused(new("tasks-open", "", "", []));
        shared.When(new AnswerTask(2, "不归我"), Sample.PowerClerk).ThenRefused(Deciding.NotYourDepartment);

        var one = shared.Do(new AnswerTask(1, "供电正常"), Sample.PowerClerk);
        Assert.Equal([2], one.Ticket.Clocks.Where(c => c.Name == ClockName.CoHandling).Select(c => c.Task!.Value));
        var waived = one.Do(new WaiveTask(2, "与燃气无关"), Sample.WaterClerk);
        Assert.Equal(StateName.AwaitingReview, waived.Do(TicketStory.Reply, Sample.WaterClerk).Ticket.State.Name);
    }

    [Fact]
    public void No_task_outlives_its_lead()
    {
        var shared = TicketStory.Contacted().Do(new CoHandle([new(Sample.Power, "核实供电", 60)]), Sample.WaterClerk);
        Assert.Equal(shared.Ticket.ClockOf(ClockName.Handling)!.DueAt, shared.Ticket.ClockOf(ClockName.CoHandling, 1)!.DueAt);

        var gone = shared.Do(new Withdrawing.WithdrawTicket("不用了"), Actor.Citizen);
        Assert.Equal(TaskOutcome.Cancelled, Assert.Single(gone.Ticket.Tasks).Outcome);
        Assert.DoesNotContain(gone.Ticket.Clocks, c => c.Task is not null);
    }

    [Fact]
    public void A_conference_leaves_its_decision_and_its_tasks()
    {
        var decision = TicketStory.Contacted().When(new Confer(["供水集团", "供电公司"], Sample.Monday, "供水牵头", [new(Sample.Power, "停电配合")]), Sample.WaterClerk).Events();
        Assert.Equal(["Conferred", "TasksAssigned"], decision.Select(e => e.GetType().Name));
        TicketStory.Contacted().When(new Confer([], null, ""), Sample.WaterClerk).ThenInvalid("participants", "heldAt", "decision");
    }

    [Fact]
    public void A_promise_wakes_on_its_day_and_goes_back_to_the_handler()
    {
        var day = new DateOnly(2026, 12, 1);
        var promised = TicketStory.Contacted().Do(new SubmitReply(Finding.True, HandlingResult.Promised, "管网改造列入十二月计划", PromisedFor: day), Sample.WaterClerk)
            .Do(new ApproveReply(), Sample.Reviewer).Do(new FollowUpTicket(true, false), Sample.Caller);
        Assert.Equal(day, Assert.IsType<TicketState.Closed>(promised.Ticket.State).PromisedFor);
        promised.When(new ArchiveTicket(), Actor.System).ThenRefused(ArchiveTicket.PromiseOpen);

        var woken = FireClocks.Decide(promised.Ticket, Sample.Rules, Sample.Rules.StartOf(day));
        Assert.IsType<TicketEvent.Woken>(Assert.Single(woken));
        var back = woken.Aggregate((Ticket?)promised.Ticket, Ticket.Evolve)!;
        Assert.Equal((StateName.InRedo, Sample.Water), (back.State.Name, back.State.Responsible));
        Assert.NotNull(back.ClockOf(ClockName.Handling));
    }

    [Fact]
    public void Closing_as_impossible_or_not_our_duty_names_its_ground() =>
        TicketStory.Contacted().When(new SubmitReply(Finding.True, HandlingResult.NotOurDuty, "不归我司"), Sample.WaterClerk).ThenInvalid("ground");

    [Fact]
    public void What_is_not_accepted_ends_with_ground_and_lawful_path_and_the_shift_leader_has_the_last_word()
    {
        var refused = TicketStory.In(StateName.NotAccepted);
        var state = Assert.IsType<TicketState.NotAccepted>(refused.Ticket.State);
        Assert.Equal("R2", state.Ground);
        Assert.Contains("程序", state.Path, StringComparison.Ordinal);
        var confirmed = refused.Do(new ConfirmNotAccepted(), Sample.Supervisor);
        Assert.DoesNotContain(Step.ConfirmNotAccepted, Transitions.Allowed(confirmed.Ticket, Sample.Supervisor));
        Assert.NotNull(refused.Do(new AcceptAfterAll("不在诉讼中"), Sample.Supervisor).Ticket.ClockOf(ClockName.Dispatch));
    }

    [Fact]
    public void What_110_gives_back_waits_for_dispatch_again_with_a_clock()
    {
        var back = TicketStory.In(StateName.TransferredToPolice).Do(new AcceptAfterAll("110退回：属物业纠纷"), Sample.Agent).Ticket;
        Assert.Equal(StateName.AwaitingDispatch, back.State.Name);
        Assert.NotNull(back.ClockOf(ClockName.Dispatch));
        Assert.Null(back.ClockOf(ClockName.Archive));
        Assert.Null(back.UnifiedReply);
    }

    [Fact]
    public void Silence_accepts_a_return()
    {
        var asked = TicketStory.ReturnAsked().After(TimeSpan.FromDays(1));
        var events = FireClocks.Decide(asked.Ticket, Sample.Rules, asked.Now);
        Assert.True(Assert.IsType<TicketEvent.ReturnAccepted>(events.Single(e => e is TicketEvent.ReturnAccepted)).Silent);
    }

    [Fact]
    public void A_town_gets_no_departments_duty_without_a_ruling()
    {
        var rules = WithTown();
        var story = TicketStory.Accepted(TicketStory.Request with { Category = "0105" });
        Decision Try(ITicketCommand command, Actor by, TicketStory at) => Deciding.Decide(command, at.Ticket, by, rules, at.Now);
        Assert.Equal(DispatchTicket.GrassrootsProtected, Assert.IsType<Decision.Refused>(Try(new DispatchTicket(new("a-town")), Sample.Dispatcher, story)).Code);
        var disputed = story.Do(new DisputeTicket("部门称属地责任"), Sample.Dispatcher);
        Assert.IsType<Decision.Happened>(Try(new Adjudicate(new("a-town"), "由镇街先行劝导", "镇街职责清单"), Sample.Supervisor, disputed));
    }

    [Fact]
    public void A_correction_keeps_what_was_before_and_secrecy_is_lifted_only_by_the_shift_leader()
    {
        var corrected = TicketStory.Accepted().When(new CorrectTicket(Category: "0301", Demands: ["修好水管", "退水费"]), Sample.Dispatcher).Then<TicketEvent.Corrected>();
        Assert.Equal((null, "0301", 2), (corrected.Before.Category, corrected.After.Category, corrected.After.Demands.Count));
        TicketStory.Accepted().When(new CorrectTicket(), Sample.Dispatcher).ThenInvalid("title");
        var secret = TicketStory.Accepted(TicketStory.Request with { Confidential = true });
        secret.When(new CorrectTicket(Confidential: false), Sample.Dispatcher).ThenInvalid("reason");
        secret.When(new CorrectTicket(Confidential: false), Sample.Supervisor).Then<TicketEvent.Corrected>();
    }

    [Fact]
    public void Where_the_city_asks_for_progress_reports_their_clock_runs_beside_the_others_and_ends_alone()
    {
        var profile = Sample.Rules.Profile;
        CityRules rules = new(profile with { Limits = [.. profile.Limits, new ClockLimit(ClockName.StageFeedback, 2, LimitUnit.WorkingDays)] });
        var dispatched = TicketStory.Dispatched();
        var signed = Deciding.Decide(new SignForTicket(), dispatched.Ticket, Sample.WaterClerk, rules, dispatched.Now).Events().Aggregate((Ticket?)dispatched.Ticket, Ticket.Evolve)!;
        Assert.Equal([ClockName.FirstContact, ClockName.Handling, ClockName.StageFeedback], signed.Clocks.Select(c => c.Name));
        var reported = Deciding.Decide(new ReportProgress("已进场"), signed, Sample.WaterClerk, rules, dispatched.Now).Events().Aggregate((Ticket?)signed, Ticket.Evolve)!;
        Assert.Equal([ClockName.FirstContact, ClockName.Handling], reported.Clocks.Select(c => c.Name));
    }

    [Fact]
    public void Nothing_happens_to_an_archived_ticket_any_more() =>
        Assert.All(Enum.GetValues<Role>(), role => Assert.Empty(Transitions.Allowed(TicketStory.In(StateName.Archived).Ticket, Sample.Of(role))));

    private static CityRules WithTown()
    {
        var profile = Sample.Rules.Profile;
        return new(profile with
        {
            Departments = [.. profile.Departments, new Department(new("a-town"), "某街道", "0", UnitLevel.Town)],
            Categories = [.. profile.Categories.Select(m => m with { Children = [.. (m.Children ?? []).Select(c => c.Code == "0105" ? c with { DepartmentDuty = "违法建设查处属城管部门法定职责" } : c)] })],
        });
    }
}
