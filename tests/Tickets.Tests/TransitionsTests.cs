using Hotline.Tickets.Accepting;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Police;
using Hotline.Tickets.Reviewing;
using Hotline.Tickets.UnifiedReplies;

namespace Hotline.Tickets.Tests;

public sealed class TransitionsTests
{
    public static MatrixTheoryData<StateName, Step, Role> Cells => new(
        Enum.GetValues<StateName>(), Enum.GetValues<Step>().Where(s => s != Step.Accept), Enum.GetValues<Role>());

    /// <summary>Every state, every step, every role: the engine does what the table says, and a refusal lists what the table allows.</summary>
    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_cell_of_the_table_is_what_the_engine_does(StateName state, Step step, Role role)
    {
        var (story, by, row) = (TicketStory.In(state), Sample.Of(role), Transitions.Find(state, step));
        var departmentHasNone = role == Role.Department && story.Ticket.State.Responsible != Sample.Water;
        var decision = story.When(Command(step), by);

        if (row is not null && row.By.Contains(role) && !departmentHasNone)
        {
            var after = decision.Events().Aggregate((Ticket?)story.Ticket, Ticket.Evolve)!;
            Assert.Contains(after.State.Name, row.To);
        }
        else
        {
            var refused = Assert.IsType<Decision.Refused>(decision);
            Assert.Equal(departmentHasNone ? [] : Transitions.Table.Where(t => t.From == state && t.By.Contains(role)).Select(t => t.Step.Code()), refused.Allowed);
            Assert.DoesNotContain(step.Code(), refused.Allowed);
        }
    }

    [Fact]
    public void Every_state_can_be_reached_and_every_open_one_can_be_left()
    {
        var reached = Transitions.Table.SelectMany(t => t.To).ToHashSet();
        Assert.Equal(Enum.GetValues<StateName>(), reached.Order());
        StateName[] final = [StateName.Closed, StateName.Answered, StateName.TransferredToPolice];
        Assert.All(Enum.GetValues<StateName>().Except(final), open => Assert.Contains(Transitions.Table, t => t.From == open && t.To.Any(to => final.Contains(to))));
    }

    [Fact]
    public void Another_departments_ticket_allows_a_department_nothing() =>
        Assert.Empty(Transitions.Allowed(TicketStory.Dispatched().Ticket, Sample.PowerClerk));

    private static ITicketCommand Command(Step step) => step switch
    {
        Step.Answer => new AnswerOnTheSpot("可以网上办理"),
        Step.Dispatch => new DispatchTicket(Sample.Water),
        Step.Sign => new SignForTicket(),
        Step.Contact => new ContactCitizen(true, Sample.Monday, "张先生", "了解情况"),
        Step.Return => new ReturnTicket(ReturnReason.WrongDuty, "非本单位职责"),
        Step.Reply => TicketStory.Reply,
        Step.Approve => new ApproveReply(),
        Step.SendBack => new SendBackReply("请写明时间"),
        Step.FollowUp => new FollowUpTicket(true, true, Satisfaction.Satisfied),
        Step.Rate => new RateTicket(true, Satisfaction.Satisfied),
        Step.TransferToPolice => new TransferToPolice("有人持刀"),
        Step.PoliceResult => new RecordPoliceResult("已处置"),
        _ => throw new InvalidOperationException($"{step} has no command."),
    };
}
