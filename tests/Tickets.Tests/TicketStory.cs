using Hotline.Tickets.Accepting;
using Hotline.Tickets.Archiving;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.Disputes;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Reviewing;
using Hotline.Tickets.UnifiedReplies;
using Hotline.Tickets.Withdrawing;

namespace Hotline.Tickets.Tests;

/// <summary>Given what people did, when a command comes, then this is decided. No database.</summary>
internal sealed record TicketStory(Ticket Ticket, DateTimeOffset Now)
{
    internal static readonly Request Request = new() { Type = RequestType.Help, Title = "停水", Text = "院里停水两天", Phone = "13900001234", RequesterName = "张先生" };
    internal static readonly SubmitReply Reply = new(Finding.True, HandlingResult.Solved, "已抢修恢复供水", "夜班抢修");

    internal static TicketStory Accepted(Request? request = null)
    {
        var events = AcceptTicket.Decide(request ?? Request, TicketNumber.Create(new DateOnly(2026, 11, 9), 1), Sample.Rules, Sample.Monday);
        return new(events.Aggregate((Ticket?)null, Ticket.Evolve)!, Sample.Monday);
    }

    internal static TicketStory Dispatched() => Accepted().Do(new DispatchTicket(Sample.Water), Sample.Dispatcher);

    internal static TicketStory Signed() => Dispatched().Do(new SignForTicket(), Sample.WaterClerk);

    internal static TicketStory Contacted() => Signed().Do(new ContactCitizen(true, Sample.Monday, "张先生", "了解情况"), Sample.WaterClerk);

    internal static TicketStory Replied() => Contacted().Do(Reply, Sample.WaterClerk);

    internal static TicketStory Approved() => Replied().Do(new ApproveReply(), Sample.Reviewer);

    internal static TicketStory Closed() => Approved().Do(new FollowUpTicket(true, true, Satisfaction.Satisfied), Sample.Caller);

    internal static TicketStory Answered() => Accepted(Request with { Answer = "请拨打供水热线" });

    internal static TicketStory AtPolice() => Accepted(Request with { Police = "有人持刀" });

    internal static TicketStory ReturnAsked() => Dispatched().Do(new ReturnTicket(ReturnReason.WrongDuty, "非本单位职责"), Sample.WaterClerk);

    internal static TicketStory ExtensionAsked() => Contacted().Do(new RequestExtension(ExtensionReason.Complex, "管线图缺失", 5), Sample.WaterClerk);

    internal static TicketStory SuspensionAsked() => Contacted().Do(new RequestSuspension("awaiting-citizen", "等待产权证明", 5), Sample.WaterClerk);

    internal static TicketStory In(StateName state) => state switch
    {
        StateName.AwaitingDispatch => Accepted(),
        StateName.AwaitingInformation => Accepted().Do(new RequestInformation("请说明楼栋"), Sample.Dispatcher),
        StateName.AwaitingSignature => Dispatched(),
        StateName.InHandling => Contacted(),
        StateName.ReturnRequested => ReturnAsked(),
        StateName.InDispute => ReturnAsked().Do(new DisputeTicket("供水与物业都不认"), Sample.Dispatcher),
        StateName.ExtensionRequested => ExtensionAsked(),
        StateName.SuspensionRequested => SuspensionAsked(),
        StateName.Suspended => SuspensionAsked().Do(new GrantSuspension(), Sample.Reviewer),
        StateName.InRedo => Replied().Do(new SendBackReply("请写明时间"), Sample.Reviewer),
        StateName.NotAccepted => Accepted(Request with { NotAccepted = new NotAccept("R2") }),
        StateName.Withdrawn => Accepted().Do(new WithdrawTicket("已自行解决"), Actor.Citizen),
        StateName.Archived => Closed().Do(new ArchiveTicket(), Actor.System),
        StateName.AwaitingReview => Replied(),
        StateName.AwaitingFollowUp => Approved(),
        StateName.Closed => Closed(),
        StateName.Answered => Answered(),
        _ => AtPolice(),
    };

    internal TicketStory After(TimeSpan later) => this with { Now = Now + later };

    internal TicketStory Do(ITicketCommand command, Actor by) => this with { Ticket = When(command, by).Events().Aggregate((Ticket?)Ticket, Ticket.Evolve)! };

    internal Decision When(ITicketCommand command, Actor by) => Deciding.Decide(command, Ticket, by, Sample.Rules, Now);
}

internal static class DecisionAssertions
{
    internal static IReadOnlyList<TicketEvent> Events(this Decision decision) => Assert.IsType<Decision.Happened>(decision).Events;

    internal static T Then<T>(this Decision decision) where T : TicketEvent => Assert.IsType<T>(Assert.Single(decision.Events()));

    internal static void ThenRefused(this Decision decision, Decision.Refused expected) => Assert.Equal(expected.Code, Assert.IsType<Decision.Refused>(decision).Code);

    internal static void ThenInvalid(this Decision decision, params string[] fields) =>
        Assert.Equal(fields.Order(), Assert.IsType<Decision.Invalid>(decision).Errors.Keys.Order());
}
