using Hotline.Tickets.Accepting;
using Hotline.Tickets.Archiving;
using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Disputes;
using Hotline.Tickets.EventStore;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Police;
using Hotline.Tickets.Reviewing;
using Hotline.Tickets.UnifiedReplies;
using Hotline.Tickets.Withdrawing;

namespace Hotline.Tickets.Tests;

/// <summary>Random lives of tickets, people and clocks by turns; after every step the invariants of the trade hold.</summary>
public sealed class InvariantTests
{
    private static readonly Actor PowerLead = new("power-lead", "供电负责人", Role.DepartmentLead, Sample.Power);
    private static readonly Actor[] People =
    [
        Actor.Citizen, Sample.Agent, Sample.Dispatcher, Sample.Reviewer, Sample.Caller, Sample.Supervisor, Sample.WaterClerk, Sample.WaterLead, Sample.PowerClerk, PowerLead, Actor.System,
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_people_and_clocks_do_the_rules_of_the_trade_hold(int seed)
    {
        var (random, taken) = (new Random(seed), 0);
        for (var life = 0; life < 25; life++)
        {
            var story = TicketStory.Accepted();
            for (var i = 0; i < 60; i++)
            {
                if (random.Next(4) == 0) story = story.After(TimeSpan.FromHours(random.Next(1, 60)));
                var events = random.Next(5) == 0
                    ? FireClocks.Decide(story.Ticket, Sample.Rules, story.Now)
                    : Step(random, story);
                foreach (var e in events)
                {
                    var after = Ticket.Evolve(story.Ticket, e);
                    Check(story.Ticket, e, after, $"seed {seed}, life {life}, step {i}: {e.GetType().Name} in {story.Ticket.State.Name}");
                    story = story with { Ticket = after };
                    taken++;
                }
            }
        }

        Assert.True(taken > 900, $"only {taken} steps were taken");
    }

    /// <summary>Somebody tries something until it is allowed, at most two hundred times.</summary>
    private static IReadOnlyList<TicketEvent> Step(Random random, TicketStory story) => Enumerable.Range(0, 200)
        .Select(_ => Deciding.Decide(Any(random, story), story.Ticket, People[random.Next(People.Length)], Sample.Rules, story.Now)).OfType<Decision.Happened>().FirstOrDefault()?.Events ?? [];

    private static void Check(Ticket was, TicketEvent e, Ticket now, string where)
    {
        Assert.True(was.State is not TicketState.Archived, $"nothing happens after archiving; {where}");
        Assert.True(now.State.Responsible is null || now.Units.Contains(now.State.Responsible.Value), $"the lead is known; {where}");
        Assert.True(StateClocks.IsWorking(now.State.Name) || now.Tasks.All(t => !t.IsOpen), $"children never outlive the lead; {where}");
        Assert.True(now.Clocks.All(c => c.Task is not { } n || c.Name == ClockName.Supervision || now.Tasks.Any(t => t.No == n && t.IsOpen)), $"a task's clock ends with it; {where}");
        Assert.True(now.Clocks.All(c => c.Name != ClockName.Supervision || now.Supervisions.Any(o => o.No == c.Task && o.AwaitsAnswer)), $"an order's clock ends with its answer; {where}");
        Assert.True(now.Clocks.All(c => StateClocks.RunsIn(c.Name, now.State.Name)), $"only the state's clocks run; {where}");
        Assert.True(now.State.IsOpen || now.ClockOf(ClockName.Handling) is null, $"an ended ticket has no handling clock; {where}");
        Assert.True(now.Clocks.GroupBy(c => (c.Name, c.Task)).All(g => g.Count() == 1), $"one clock of a name; {where}");
        Assert.True(now.Returns <= Sample.Rules.Profile.Counts.Returns, $"returns within the limit; {where}");
        Assert.True(was.Precedent is null || e is not (TicketEvent.ReturnRequested or TicketEvent.Returned), $"no return after designation; {where}");
        Assert.True(e is not TicketEvent.Rated || !was.RatedByCitizen, $"a rating is never overwritten; {where}");
        Assert.True(now.Redos <= Math.Max(Sample.Rules.Profile.Counts.Redos, Sample.Rules.Handling.RedoToRaise), $"redos within the limit; {where}");
        Assert.True(DueMayMove(e) || was.ClockOf(ClockName.Handling) is not { } a || now.ClockOf(ClockName.Handling) is not { } b || a.DueAt == b.DueAt, $"due moves by rule only; {where}");
        Assert.True(RoundTrips(e) && RoundTrips(now), $"stored and read it is the same; {where}");
    }

    private static bool DueMayMove(TicketEvent e) => e is TicketEvent.ExtensionGranted { Last: true } or TicketEvent.Resumed or TicketEvent.InformationSupplied or TicketEvent.Rescheduled or TicketEvent.Dispatched
        or TicketEvent.SentBack or TicketEvent.FollowedUp or TicketEvent.Rated or TicketEvent.Reopened or TicketEvent.Woken;

    private static bool RoundTrips<T>(T value) => EventJson.Write(EventJson.Read<T>(EventJson.Write(value))) == EventJson.Write(value);

    private static ITicketCommand Any(Random random, TicketStory story)
    {
        var (solved, no, now) = (random.Next(2) == 0, random.Next(1, 4), story.Now);
        ITicketCommand[] all =
        [
            new DispatchTicket(random.Next(2) == 0 ? Sample.Water : Sample.Power, "再派"), new DispatchTicket(Sample.Water, "再派"), new SignForTicket(), new SignForTicket(),
            new ContactCitizen(true, now, "张先生", "了解情况"), new ReturnTicket(ReturnReason.WrongDuty, "非本单位职责"), new AcceptReturn(), new RefuseReturn("属于贵单位"),
            new DisputeTicket("两家都不认"), new StateOpinion("不归我司"), new Adjudicate(Sample.Water, "属供水", "条例第十条"), new RequestInformation("哪栋楼"), new SupplyInformation("三号楼"),
            new CorrectTicket(Title: $"停水{random.Next(9)}"), new RequestExtension(ExtensionReason.Complex, "管线图缺失", 3), new GrantExtension(), new RefuseExtension("理由不足"),
            new RequestSuspension("awaiting-citizen", "等待产权证明", 3), new GrantSuspension(), new RefuseSuspension("理由不足"), new ResumeHandling("材料已到"), new ReportProgress("已到现场"),
            new CoHandle([new TaskWanted(Sample.Power, "请核实供电")]), new AnswerTask(no, "已核实"), new WaiveTask(no, "不再需要"), new NoteTicket("备注"), TicketStory.Reply, TicketStory.Reply,
            new ApproveReply(), new ApproveReply(), new SendBackReply("请写明时间"), new FollowUpTicket(true, solved, Satisfaction.Satisfied), new FollowUpTicket(false),
            new RateTicket(solved, Satisfaction.Satisfied), new ReopenTicket("没有解决"), random.Next(10) == 0 ? new WithdrawTicket("已解决") : new NoteTicket("备注"),
            random.Next(10) == 0 ? new TransferToPolice("有人持刀") : new NoteTicket("备注"), new RecordPoliceResult("已处置"), new AnswerOnTheSpot("可网上办理"), new ConfirmNotAccepted(), new AcceptAfterAll("属本市职责"),
            random.Next(5) == 0 ? new NotAccept("R2") : new NoteTicket("备注"), random.Next(10) == 0 ? new ArchiveTicket() : new NoteTicket("备注"),
        ];
        return all[random.Next(all.Length)];
    }
}
