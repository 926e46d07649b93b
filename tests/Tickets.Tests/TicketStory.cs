using Hotline.Tickets.Accepting;
using Hotline.Tickets.Dispatching;
using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Reviewing;
using Hotline.Tickets.UnifiedReplies;

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

    internal static TicketStory In(StateName state) => state switch
    {
        StateName.AwaitingDispatch => Accepted(),
        StateName.AwaitingSignature => Dispatched(),
        StateName.InHandling => Contacted(),
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
