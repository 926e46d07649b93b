using Hotline.Tickets.Accepting;
using Hotline.Tickets.Archiving;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Disputes;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Merging;
using Hotline.Tickets.Police;
using Hotline.Tickets.Reviewing;
using Hotline.Tickets.Supervising;
using Hotline.Tickets.UnifiedReplies;
using Hotline.Tickets.Withdrawing;

namespace Hotline.Tickets.Tests;

public sealed class TransitionsTests
{
    public static MatrixTheoryData<StateName, Step> Cells => new(Enum.GetValues<StateName>(), Commands.Keys);

    /// <summary>Every state, every step, every role: the engine does what the table says, and a refusal lists what the table allows.</summary>
    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_cell_of_the_table_is_what_the_engine_does(StateName state, Step step) => Assert.All(Enum.GetValues<Role>(), role => TryCell(state, step, role));

    private static void TryCell(StateName state, Step step, Role role)
    {
        var (story, by, row) = (Ready(state, step), Sample.Of(role), Transitions.Find(state, step));
        var mayNot = !Transitions.IsTheirs(story.Ticket, step, by) || Transitions.WhyClosed(story.Ticket, step) is not null;
        var decision = story.When(Commands[step], by);

        if (row is not null && row.By.Contains(role) && !mayNot && !IsForAnother(story, step, by))
        {
            var after = decision.Events().Aggregate((Ticket?)story.Ticket, Ticket.Evolve)!;
            Assert.Contains(after.State.Name, row.To);
        }
        else
        {
            var refused = Assert.IsType<Decision.Refused>(decision);
            Assert.Equal(Transitions.Allowed(story.Ticket, by).Select(s => s.Code()), refused.Allowed);
            Assert.True(IsForAnother(story, step, by) || !refused.Allowed.Contains(step.Code()), "a step that is refused by the table is not allowed");
            Assert.True(refused.Code.Length > 0 && refused.Reason.Any(c => c > 0x3000) && refused.English.Any(char.IsAsciiLetter));
        }
    }

    [Fact]
    public void Every_step_has_a_command_that_the_cells_try() =>
        Assert.Equal(Enum.GetValues<Step>().Where(s => s != Step.Accept && !Elsewhere.Contains(s)), Commands.Keys.Order());

    /// <summary>A ticket in the state, with what the step is about: a task to answer, a supervision to judge.</summary>
    private static TicketStory Ready(StateName state, Step step)
    {
        var story = TicketStory.In(state);
        if (step == Step.ReplyWithMaster) return story with { Ticket = story.Ticket with { MergedInto = TicketId.New() } };
        return step is Step.AnswerTask or Step.WaiveTask && state is StateName.InHandling or StateName.InRedo
            ? story.Do(new CoHandle([new TaskWanted(Sample.Power, "请核实供电")]), Sample.WaterClerk)
            : step is Step.AnswerSupervision or Step.JudgeSupervision && Transitions.Find(state, step) is not null ? Supervised(story, step)
            : story;
    }

    private static TicketStory Supervised(TicketStory story, Step step)
    {
        var ordered = story.Do(new SuperviseTicket(SupervisionLevel.Supervision, "请三日内解决", Sample.Water), Sample.Supervisor);
        return step == Step.AnswerSupervision ? ordered : ordered.Do(new AnswerSupervision(1, "已派人抢修"), Sample.WaterClerk);
    }

    /// <summary>The table lets the role, but it is another's turn: the first extension is granted by the lead, a task answered by its own unit.</summary>
    private static bool IsForAnother(TicketStory story, Step step, Actor by) => step switch
    {
        Step.GrantExtension or Step.RefuseExtension => by.Role is Role.Reviewer or Role.Supervisor,
        Step.AnswerSupervision => by.Role is Role.Dispatcher,
        _ => false,
    };

    [Fact]
    public void Every_state_can_be_reached_and_every_open_one_can_be_left()
    {
        var reached = Transitions.Table.SelectMany(t => t.To).ToHashSet();
        Assert.Equal(Enum.GetValues<StateName>(), reached.Order());
        Assert.All(Transitions.Open, open => Assert.Contains(Transitions.Table, t => t.From == open && t.To.Any(to => !Transitions.Open.Contains(to))));
    }

    [Fact]
    public void Another_departments_ticket_allows_a_department_nothing() =>
        Assert.Empty(Transitions.Allowed(TicketStory.Dispatched().Ticket, Sample.PowerClerk));

    /// <summary>Steps whose commands live with their own tests: they need more than a ticket in a state.</summary>
    private static readonly Step[] Elsewhere =
    [
        Step.CheckIn, Step.RateResponse, Step.RateCall, Step.Attach, Step.CorrectReply,
    ];

    private static readonly Dictionary<Step, ITicketCommand> Commands = new()
    {
        [Step.Answer] = new AnswerOnTheSpot("可以网上办理"),
        [Step.NotAccept] = new NotAccept("R2"),
        [Step.ConfirmNotAccepted] = new ConfirmNotAccepted(),
        [Step.AcceptAfterAll] = new AcceptAfterAll("属于本市职责"),
        [Step.Correct] = new CorrectTicket(Title: "小区停水"),
        [Step.RequestInformation] = new RequestInformation("哪一栋楼"),
        [Step.SupplyInformation] = new SupplyInformation("三号楼"),
        [Step.Dispatch] = new DispatchTicket(Sample.Water, "原单位承接"),
        [Step.Sign] = new SignForTicket(),
        [Step.Contact] = new ContactCitizen(true, Sample.Monday, "张先生", "了解情况"),
        [Step.Message] = new MessageCitizen("维修人员今天下午三点上门，请留人。"),
        [Step.Return] = new ReturnTicket(ReturnReason.WrongDuty, "非本单位职责"),
        [Step.AcceptReturn] = new AcceptReturn(),
        [Step.RefuseReturn] = new RefuseReturn("属于贵单位职责"),
        [Step.Dispute] = new DisputeTicket("两家都不认"),
        [Step.State] = new StateOpinion("管线不归我司"),
        [Step.Adjudicate] = new Adjudicate(Sample.Water, "管线属供水集团", "供水条例第十条"),
        [Step.RequestExtension] = new RequestExtension(ExtensionReason.Complex, "管线图缺失", 5),
        [Step.GrantExtension] = new GrantExtension(),
        [Step.RefuseExtension] = new RefuseExtension("理由不足"),
        [Step.RequestSuspension] = new RequestSuspension("awaiting-citizen", "等待产权证明", 5),
        [Step.GrantSuspension] = new GrantSuspension(),
        [Step.RefuseSuspension] = new RefuseSuspension("理由不足"),
        [Step.Resume] = new ResumeHandling("材料已到"),
        [Step.ReportProgress] = new ReportProgress("已到现场"),
        [Step.CoHandle] = new CoHandle([new TaskWanted(Sample.Power, "请核实供电")]),
        [Step.Confer] = new Confer(["供水集团", "供电公司"], Sample.Monday, "由供水集团牵头"),
        [Step.AnswerTask] = new AnswerTask(1, "已核实"),
        [Step.WaiveTask] = new WaiveTask(1, "不再需要"),
        [Step.Share] = new ShareTicket(Sample.Power, Sample.Monday.AddDays(7)),
        [Step.Note] = new NoteTicket("来电人耳背，请大声"),
        [Step.Urge] = new UrgeTicket("已经三天了"),
        [Step.Supervise] = new SuperviseTicket(SupervisionLevel.Supervision, "请三日内解决"),
        [Step.AnswerSupervision] = new AnswerSupervision(1, "已派人抢修"),
        [Step.JudgeSupervision] = new JudgeSupervision(1, true),
        [Step.Raise] = new RaiseTicket(1, "涉及多个区"),
        [Step.Reply] = TicketStory.Reply,
        [Step.Approve] = new ApproveReply(),
        [Step.SendBack] = new SendBackReply("请写明时间"),
        [Step.ReplyWithMaster] = new ReplyWithMaster(TicketNumber.Create(new DateOnly(2026, 11, 9), 2), "已抢修恢复供水", Sample.Water, null),
        [Step.FollowUp] = new FollowUpTicket(true, true, Satisfaction.Satisfied),
        [Step.Rate] = new RateTicket(true, Satisfaction.Satisfied),
        [Step.Reopen] = new ReopenTicket("又停水了"),
        [Step.Withdraw] = new WithdrawTicket("已自行解决"),
        [Step.Archive] = new ArchiveTicket(),
        [Step.TransferToPolice] = new TransferToPolice("有人持刀"),
        [Step.PoliceResult] = new RecordPoliceResult("已处置"),
    };
}
