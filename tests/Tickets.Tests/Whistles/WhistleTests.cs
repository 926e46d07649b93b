using Hotline.Tickets.Deadlines;
using Hotline.Tickets.Handling;
using Hotline.Tickets.Whistles;

namespace Hotline.Tickets.Tests.Whistles;

public sealed class WhistleTests
{
    private static readonly Ticket Called = Open(new("emergency", [new(new("urban"), "带执法队到场"), new(Sample.Water, "关阀"), new(Sample.Power, "断电")], Mac)).Aggregate((Ticket?)null, Ticket.Evolve)!;

    [Fact]
    public void A_town_calls_three_units_and_three_clocks_run()
    {
        Assert.Equal((StateName.InHandling, "chengguan", "laocheng"), (Called.State.Name, Called.State.Responsible!.Value.Code, Called.Facts.District));
        Assert.Equal([1, 2, 3], Called.Clocks.Where(c => c.Name == ClockName.Arrival).Select(c => c.Task!.Value));
        Assert.All(Called.Clocks.Where(c => c.Name == ClockName.Arrival), c => Assert.Equal(Sample.Monday.AddMinutes(30), c.DueAt));
        Assert.Equal(["urban", "water", "power"], Called.Tasks.Select(t => t.Unit.Code));
    }

    [Fact]
    public void Each_kind_has_its_own_limit()
    {
        Assert.Equal(Sample.Monday.AddHours(5.5), Arrival("joint-enforcement")); // 4 working hours from 09:30, the noon break apart
        Assert.Equal(Sample.Monday.AddHours(32), Arrival("hard-case")); // to the end of the next working day

        DateTimeOffset Arrival(string kind) => Open(new(kind, [new(Sample.Water, "到场")], Mac))[^1].Started!.Single().DueAt;
    }

    [Fact]
    public void Who_arrives_stops_only_their_own_clock()
    {
        var arrived = Do(Called, new CheckIn(2, Mac(2)), Sample.WaterClerk);
        Assert.Equal([1, 3], arrived.Clocks.Where(c => c.Name == ClockName.Arrival).Select(c => c.Task!.Value));
        Assert.Equal(Sample.Monday, arrived.Tasks[1].ArrivedAt);
        Assert.True(arrived.Tasks[1].IsOpen);
    }

    [Fact]
    public void A_wrong_code_a_foreign_call_and_a_second_arrival_are_refused()
    {
        Decide(Called, new CheckIn(2, Mac(1)), Sample.WaterClerk).ThenRefused(CheckIn.WrongCode);
        Decide(Called, new CheckIn(1, Mac(1)), Sample.WaterClerk).ThenRefused(Deciding.NotYourDepartment);
        Decide(Called, new CheckIn(9, Mac(9)), Sample.WaterClerk).ThenRefused(CheckIn.NoSuchCall);
        var arrived = Do(Called, new CheckIn(2, Mac(2)), Sample.WaterClerk);
        Decide(arrived, new CheckIn(2, Mac(2)), Sample.WaterClerk).ThenRefused(CheckIn.ArrivedBefore);
        var answered = Do(Called, new AnswerTask(2, "电话指导已关阀"), Sample.WaterClerk);
        Decide(answered, new CheckIn(2, Mac(2)), Sample.WaterClerk).ThenRefused(CheckIn.CallOver);
    }

    [Fact]
    public void Both_sides_rate_once_and_a_rating_is_never_overwritten()
    {
        Decide(Called, new RateResponse(2, 5), Sample.TownClerk).ThenRefused(Transitions.NothingToDo);
        var over = Do(Do(Called, new AnswerTask(2, "已关阀"), Sample.WaterClerk), new RateResponse(2, 5), Sample.TownClerk);
        over = Do(over, new RateCall(2, 2, "无需供水到场"), Sample.WaterClerk);
        Assert.Equal((5, 2, "无需供水到场"), (over.Tasks[1].ResponseRating!.Grade, over.Tasks[1].CallRating!.Grade, over.Tasks[1].CallRating!.Comment));
        over = Do(over, new AnswerTask(1, "已到场"), Sample.UrbanClerk); // another call is over, so the step itself is open
        Decide(over, new RateResponse(2, 1, "改主意"), Sample.TownClerk).ThenRefused(WhistleRatings.RatedBefore);
        Decide(over, new RateCall(2, 5), Sample.WaterClerk).ThenRefused(WhistleRatings.RatedBefore);
        Decide(over, new RateResponse(3, 5), Sample.TownClerk).ThenRefused(WhistleRatings.NotOver);
        Decide(over, new RateCall(1, 5), Sample.WaterClerk).ThenRefused(Deciding.NotYourDepartment);
        Decide(over, new RateResponse(1, 6), Sample.TownClerk).ThenInvalid("grade");
        Decide(over, new RateResponse(1, 1), Sample.TownClerk).ThenInvalid("comment");
    }

    [Fact]
    public void More_units_may_be_called_but_none_twice_at_once()
    {
        Decide(Called, new CallUnits("emergency", [new(Sample.Water, "再来")], Mac), Sample.TownClerk).ThenInvalid("units[0].unit");
        Decide(Called, new CallUnits("party", [new(new("nobody"), null)], Mac), Sample.TownClerk).ThenInvalid("kind", "units[0].question", "units[0].unit");
        Decide(Called, new CallUnits("emergency", [], Mac), Sample.TownClerk).ThenInvalid("units");
        var more = Decide(Called, new CallUnits("emergency", [new(new("gas"), "关气")], Mac), Sample.TownClerk).Then<TicketEvent.TasksAssigned>();
        Assert.Equal((4, Mac(4)), (more.Tasks[0].No, more.Tasks[0].CodeMac));
        Decide(TicketStory.Signed().Ticket, new CallUnits("emergency", [new(Sample.Power, "来")], Mac), Sample.WaterClerk).ThenRefused(CallUnits.NoWhistle);
    }

    private static string Mac(int task) => $"mac-{task}";

    private static IReadOnlyList<TicketEvent> Open(CallUnits call) => WhistleDesk.Decide(
        new("燃气泄漏疏散", "沿街店铺燃气泄漏", "康宁路12号", call.Kind, call.Units), call, TicketNumber.Create(new DateOnly(2026, 11, 9), 1), Sample.TownClerk, Sample.Rules, Sample.Monday);

    private static Decision Decide(Ticket ticket, ITicketCommand command, Actor by) => Deciding.Decide(command, ticket, by, Sample.Rules, Sample.Monday);

    private static Ticket Do(Ticket ticket, ITicketCommand command, Actor by) => Decide(ticket, command, by).Events().Aggregate((Ticket?)ticket, Ticket.Evolve)!;
}
