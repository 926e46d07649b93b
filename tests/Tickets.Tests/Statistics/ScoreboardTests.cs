using Hotline.Tickets.FollowingUp;
using Hotline.Tickets.Statistics;

namespace Hotline.Tickets.Tests.Statistics;

public sealed class ScoreboardTests
{
    [Fact]
    public async Task Overdue_open_tickets_stay_in_the_denominator_and_no_input_is_not_rated()
    {
        await using var house = await TicketHouse.OpenAsync();
        var solved = await house.ApprovedAsync();
        await house.DoAsync(solved.Id, new FollowUpTicket(true, true, Satisfaction.Satisfied), Sample.Caller);
        var silent = await house.ApprovedAsync();
        await house.DoAsync(silent.Id, new FollowUpTicket(true, true), Sample.Caller);
        await house.DispatchedAsync(); // will be overdue and open
        await house.AcceptAsync(TicketStory.Request with { Answer = "可以网上办理" });
        await house.AcceptAsync(TicketStory.Request with { Police = "有人持刀" });
        house.Clock.Now = Sample.Monday.AddDays(8);
        await house.DispatchedAsync(Sample.Power); // within its limit: due nowhere yet

        var scores = await new Scoreboard(house.Db, new KpiFacts(house.Db), Sample.Rules, house.Clock).ReadAsync(Ct);
        var water = scores.Departments.Single(d => d.Department == Sample.Water);
        Assert.Equal((3L, 1L, 1L), (water.Accepted, water.Open, water.Overdue));
        Assert.Equal((new Rate(2, 3), new Rate(2, 3)), (water.Completion, water.OnTime));
        Assert.Equal((new Rate(1, 1), new Rate(2, 2)), (water.Satisfied, water.Solved));
        Assert.Null(scores.Departments.Single(d => d.Department == Sample.Power).OnTime.Value);
        Assert.Equal((6L, 1L, 1L, new Rate(2, 3)), (scores.City.Accepted, scores.Answered, scores.TransferredToPolice, scores.City.OnTime));
    }

    [Fact]
    public async Task A_late_reply_is_closed_but_not_on_time_and_the_last_rating_counts()
    {
        await using var house = await TicketHouse.OpenAsync();
        var receipt = await house.DispatchedAsync();
        house.Clock.Now = Sample.Monday.AddDays(10);
        await house.DoAsync(receipt.Id, new Hotline.Tickets.Dispatching.SignForTicket(), Sample.WaterClerk);
        await house.DoAsync(receipt.Id, new Hotline.Tickets.Handling.ContactCitizen(false, WhyNot: Hotline.Tickets.Handling.NotReachedReason.NoAnswer), Sample.WaterClerk);
        await house.DoAsync(receipt.Id, TicketStory.Reply, Sample.WaterClerk);
        await house.DoAsync(receipt.Id, new Hotline.Tickets.UnifiedReplies.ApproveReply(), Sample.Reviewer);
        await house.DoAsync(receipt.Id, new FollowUpTicket(true, true, Satisfaction.Satisfied), Sample.Caller);
        await house.DoAsync(receipt.Id, new RateTicket(true, Satisfaction.Dissatisfied), Actor.Citizen);

        var water = Assert.Single((await new Scoreboard(house.Db, new KpiFacts(house.Db), Sample.Rules, house.Clock).ReadAsync(Ct)).Departments);
        Assert.Equal((new Rate(1, 1), new Rate(0, 1), new Rate(0, 1)), (water.Completion, water.OnTime, water.Satisfied));
        var kept = await house.Db.ReadAsync("select count(*) from tickets.rating where ticket_id = $1", [receipt.Id.Value], row => row.GetInt64(0), Ct);
        Assert.Equal(2, kept[0]); // never overwritten
    }

    [Fact]
    public async Task An_empty_house_has_no_rates()
    {
        await using var house = await TicketHouse.OpenAsync();
        var scores = await new Scoreboard(house.Db, new KpiFacts(house.Db), Sample.Rules, house.Clock).ReadAsync(Ct);
        Assert.Equal((0L, null), (scores.City.Accepted, scores.City.OnTime.Value));
        Assert.Empty(scores.Departments);
    }
}
